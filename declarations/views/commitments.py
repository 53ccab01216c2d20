from declarations.filters import CommitmentFilter
from declarations.models import Commitment
from publishing.views import PublicDetailView, PublicListView


class CommitmentListView(PublicListView):
    queryset = Commitment.objects.with_status()
    filterset_class = CommitmentFilter
    template_name = "commitments/commitment_list.html"
    context_object_name = "commitments"


class CommitmentDetailView(PublicDetailView):
    model = Commitment
    queryset = Commitment.objects.with_status()
    template_name = "commitments/commitment_detail.html"
