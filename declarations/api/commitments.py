from declarations.filters import CommitmentFilter
from declarations.models import Commitment
from declarations.serializers.commitments import CommitmentSerializer
from publishing.api import BY_DATE, ORDERS_OF_RECORDS, PublicViewSet


class CommitmentViewSet(PublicViewSet):
    """What provisions commit partners to, and what followed; of the latest documents first."""

    queryset = Commitment.objects.for_api()
    serializer_class = CommitmentSerializer
    filterset_class = CommitmentFilter
    orders = BY_DATE | ORDERS_OF_RECORDS
    view_name = "api:commitments-detail"
    parameter_notes = {
        "q": "Words that all occur in the title, in any of the languages.",
        "document": "The slug of the document whose provision it follows from.",
        "theme": "The slug of a theme, its topics included.",
        "actor": "The slug of a partner that committed itself.",
        "status": "How far it is.",
    }
