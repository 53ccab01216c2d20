from declarations.models import Commitment
from publishing.filters import PublicFilterSet


class CommitmentFilter(PublicFilterSet):
    class Meta:
        model = Commitment
        fields: tuple[str, ...] = ()
