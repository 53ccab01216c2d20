from members.filters import ChairmanshipFilter, MembershipFilter, PartnerFilter
from members.models import Chairmanship, CommitteeComposition, Membership, Partner
from members.serializers import (
    ChairmanshipSerializer,
    CompositionSerializer,
    PartnerMembershipSerializer,
    PartnerSerializer,
)
from publishing.api import ORDERS_OF_RECORDS, PartViewSet, PublicViewSet
from publishing.paging import BY_NUMBER


class PartnerViewSet(PublicViewSet):
    """Countries and organisations that have, or had, a part in the Process; by slug."""

    queryset = Partner.objects.all()
    serializer_class = PartnerSerializer
    filterset_class = PartnerFilter
    view_name = "api:members-detail"
    parameter_notes = {
        "q": "Words that all occur in the name, the acronym or the slug, in any of the languages.",
        "kind": "Countries or organisations.",
        "region": "The region of a country.",
    }
    parameter_examples = {"q": "commission"}


class ChairmanshipViewSet(PublicViewSet):
    """The terms in the chair, the first one first."""

    queryset = Chairmanship.objects.all()
    serializer_class = ChairmanshipSerializer
    filterset_class = ChairmanshipFilter
    orders = {"number": BY_NUMBER, "-number": BY_NUMBER.reversed()} | ORDERS_OF_RECORDS
    view_name = "api:chairmanships-detail"


class CompositionViewSet(PublicViewSet):
    """The Steering Committee, as each source gave its members; by slug."""

    queryset = CommitteeComposition.objects.all()
    serializer_class = CompositionSerializer
    view_name = "api:committee-compositions-detail"


class MembershipViewSet(PartViewSet):
    """The standing of partners in the Process, with what is known of when it began and ended."""

    queryset = Membership.objects.all()
    serializer_class = PartnerMembershipSerializer
    filterset_class = MembershipFilter
    view_name = "api:memberships-detail"
    changed_with = "partner__slug"
    parameter_notes = {
        "partner": "The slug of a partner.",
        "standing": "The standing the partner has, or had.",
    }
