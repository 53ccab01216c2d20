from pages.filters import TermFilter
from pages.models import Page, Term
from pages.serializers import GlossaryTermSerializer, PageSerializer
from publishing.api import PublicViewSet


class PageViewSet(PublicViewSet):
    """Pages whose words the secretariat writes, such as that about the Process; by slug."""

    queryset = Page.objects.all()
    serializer_class = PageSerializer
    view_name = "api:pages-detail"


class TermViewSet(PublicViewSet):
    """The glossary: bodies, texts and concepts of the Process, each in a few sentences; by slug."""

    queryset = Term.objects.all()
    serializer_class = GlossaryTermSerializer
    filterset_class = TermFilter
    view_name = "api:terms-detail"
    parameter_notes = {"kind": "A body or office, a text, or a concept."}
