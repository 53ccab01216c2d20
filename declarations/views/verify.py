from django.views.generic import TemplateView

from publishing.views import PublicMixin


class VerifyView(PublicMixin, TemplateView):
    template_name = "verify.html"
