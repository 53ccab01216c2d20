from django.db.models import Prefetch

from members.filters import ChairmanshipFilter, PartnerFilter
from members.models import Chairmanship, CommitteeComposition, CommitteeSeat, Partner
from members.serializers import ChairmanshipSerializer, CompositionSerializer, PartnerSerializer
from publishing.api import PublicViewSet
from publishing.paging import BY_NUMBER, BY_SLUG


class PartnerViewSet(PublicViewSet):
    """Countries and organisations that have, or had, a part in the Process; by slug."""

    queryset = Partner.objects.with_memberships().prefetch_related(
        "milestones",
        Prefetch("chairmanships", queryset=Chairmanship.objects.published().latest_first()),
        Prefetch("committee_seats", queryset=CommitteeSeat.objects.select_related("composition")),
        "translation_states",
    )
    serializer_class = PartnerSerializer
    filterset_class = PartnerFilter
    order = BY_SLUG
    view_name = "api:members-detail"
    parameter_notes = {
        "q": "Words that all occur in the name, the acronym or the slug, in any of the languages.",
        "kind": "Countries or organisations.",
        "region": "The region of a country.",
    }
    parameter_examples = {"q": "commission"}


class ChairmanshipViewSet(PublicViewSet):
    """The terms in the chair, the first one first."""

    queryset = Chairmanship.objects.for_list()
    serializer_class = ChairmanshipSerializer
    filterset_class = ChairmanshipFilter
    order = BY_NUMBER
    view_name = "api:chairmanships-detail"


class CompositionViewSet(PublicViewSet):
    """The Steering Committee, as each source gave its members; by slug."""

    queryset = CommitteeComposition.objects.with_public_seats()
    serializer_class = CompositionSerializer
    order = BY_SLUG
    view_name = "api:committee-compositions-detail"
