from django.views.generic import View

from publishing.views import PublicMixin


class CurrentFileView(PublicMixin, View):
    pass


class VersionFileView(PublicMixin, View):
    pass


class PictureView(PublicMixin, View):
    pass
