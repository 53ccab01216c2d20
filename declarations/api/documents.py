from django.db.models import Prefetch

from declarations.filters import DocumentFilter
from declarations.models import Commitment, Document, DocumentVersion, Provision, Relation
from declarations.serializers import DocumentDetailSerializer, DocumentSerializer
from events.models import Event, Theme
from publishing.api import PublicViewSet


class DocumentViewSet(PublicViewSet):
    """What events adopted, issued or discussed; the latest first."""

    queryset = Document.objects.prefetch_related(
        Prefetch("adopting_event", queryset=Event.objects.published().for_timeline()),
        Prefetch("related_events", queryset=Event.objects.published().for_timeline()),
        Prefetch("themes", queryset=Theme.objects.published()),
        Prefetch("relations", queryset=Relation.objects.published().select_related("other")),
        Prefetch("reverse_relations", queryset=Relation.objects.published().select_related("document")),
        Prefetch("versions", queryset=DocumentVersion.objects.published().with_files().latest_first()),
        "versions__translation_states",
        "translation_states",
    )
    serializer_class = DocumentSerializer
    filterset_class = DocumentFilter
    view_name = "api:documents-detail"
    parameter_notes = {
        "q": "Words that all occur in the title, in any of the languages.",
        "type": "The type of the document.",
        "nature": "What it is to the Process.",
        "year": "Documents adopted in that year, or without a date of adoption and dated in it.",
        "event": "The slug of an event that adopted or discussed the document.",
        "theme": "The slug of a theme, its topics included: of the document, or of an event it belongs to.",
    }
    parameter_examples = {"q": "declaration", "year": "2025"}

    def get_serializer_class(self):
        return DocumentDetailSerializer if self.action == "retrieve" else DocumentSerializer

    def get_queryset(self):
        documents = super().get_queryset()
        if self.action != "retrieve":
            return documents
        commitments = Prefetch("commitments", queryset=Commitment.objects.published().newest_first())
        provisions = Provision.objects.published().in_order().prefetch_related(commitments)
        return documents.prefetch_related(Prefetch("provisions", queryset=provisions))
