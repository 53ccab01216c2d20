from pages.models import Page
from pages.serializers import PageSerializer
from publishing.api import PublicViewSet


class PageViewSet(PublicViewSet):
    """Pages whose words the secretariat writes, such as that about the Process; by slug."""

    queryset = Page.objects.all()
    serializer_class = PageSerializer
    view_name = "api:pages-detail"
