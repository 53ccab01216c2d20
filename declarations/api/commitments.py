from django.db.models import Prefetch

from declarations.filters import CommitmentFilter
from declarations.models import Commitment, Document, ProgressEntry
from declarations.serializers.commitments import CommitmentSerializer
from events.models import Event, Theme
from members.models import Partner
from publishing.api import PublicViewSet


def entries():
    """With what shows them, where that is public."""
    return (
        ProgressEntry.objects.published()
        .latest_first()
        .prefetch_related(
            Prefetch("event", queryset=Event.objects.published().for_timeline()),
            Prefetch("document", queryset=Document.objects.published().for_reference()),
            "translation_states",
        )
    )


class CommitmentViewSet(PublicViewSet):
    """What provisions commit partners to, and what followed; of the latest documents first."""

    queryset = (
        Commitment.objects.with_status()
        .select_related("provision__document")
        .prefetch_related(
            Prefetch("theme", queryset=Theme.objects.published()),
            Prefetch("actors", queryset=Partner.objects.published().order_by("slug")),
            Prefetch("entries", queryset=entries(), to_attr="shown_entries"),
            "translation_states",
        )
    )
    serializer_class = CommitmentSerializer
    filterset_class = CommitmentFilter
    view_name = "api:commitments-detail"
    parameter_notes = {
        "q": "Words that all occur in the title, in any of the languages.",
        "document": "The slug of the document whose provision it follows from.",
        "theme": "The slug of a theme, its topics included.",
        "actor": "The slug of a partner that committed itself.",
        "status": "How far it is.",
    }
