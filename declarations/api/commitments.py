from django.db.models import Prefetch

from declarations.filters import CommitmentFilter
from declarations.models import Commitment, ProgressEntry
from declarations.serializers.commitments import CommitmentSerializer
from publishing.api import PublicViewSet


class CommitmentViewSet(PublicViewSet):
    """What provisions commit partners to, and what followed; of the latest documents first."""

    queryset = Commitment.objects.for_detail().prefetch_related(
        Prefetch(
            "entries",
            queryset=ProgressEntry.objects.published().latest_first().for_trail(),
            to_attr="shown_entries",
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
