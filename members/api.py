from typing import Any

from django.core.exceptions import ValidationError

from members.as_of import AS_OF, day_of
from members.filters import ChairmanshipFilter, CompositionFilter, MembershipFilter, PartnerFilter
from members.models import Chairmanship, CommitteeComposition, Membership, Partner
from members.on_a_day import ShapeOfDay
from members.serializers import (
    ChairmanshipSerializer,
    CompositionSerializer,
    PartnerMembershipSerializer,
    PartnerSerializer,
)
from publishing.api import ORDERS_OF_RECORDS, PartViewSet, PublicViewSet
from publishing.paging import BY_NUMBER
from publishing.problems import BadQueryError
from publishing.selection import FIELDS, INCLUDE, names_in, serializer_of

OF_DAY = "A day, as in 2019-05-08, from the founding of the Process on 2014-11-28 until today. "
HELD_THEN = OF_DAY + "Adds the key `as_of`: whether it was held that day."
STANDINGS_THEN = (
    OF_DAY + "Adds the key `as_of`: each standing of the partner, and whether it was held that day."
)


class OnADay:
    """Tells of a day what the parameter `as_of` asks, under the key of the same name."""

    action: str
    request: Any

    def names(self) -> tuple[str, ...]:
        query, serializer = self.request.query_params, serializer_of(type(self))
        names = super().names()  # type: ignore[misc]
        if query.get(AS_OF):
            return tuple(name for name in serializer.fields if name in {*names, AS_OF})
        if AS_OF in {
            *names_in(query, FIELDS, serializer.fields),
            *names_in(query, INCLUDE, serializer.includable),
        }:
            raise BadQueryError({AS_OF: "“as_of”: give the day of which it shall be told."})
        return tuple(name for name in names if name != AS_OF)

    def shape(self) -> ShapeOfDay:
        day, text = None, self.request.query_params.get(AS_OF)
        try:
            day = day_of(text) if text else None
        except ValidationError as error:
            # The filter of a list says so, too, with what else is wrong.
            if self.action == "retrieve":
                raise BadQueryError({AS_OF: f"“{AS_OF}”: {error.messages[0]}"}) from error
        return ShapeOfDay(super().shape(), day)  # type: ignore[misc]


class PartnerViewSet(OnADay, PublicViewSet):
    """Countries and organisations that have, or had, a part in the Process; by slug."""

    queryset = Partner.objects.all()
    serializer_class = PartnerSerializer
    filterset_class = PartnerFilter
    view_name = "api:members-detail"
    parameter_notes = {
        "q": "Words that all occur in the name, the acronym or the slug, in any of the languages.",
        "kind": "Countries or organisations.",
        "region": "The region of a country.",
        AS_OF: STANDINGS_THEN,
    }
    notes_of_one = {AS_OF: STANDINGS_THEN}
    parameter_examples = {"q": "commission", AS_OF: "2019-05-08"}


class ChairmanshipViewSet(OnADay, PublicViewSet):
    """The terms in the chair, the first one first."""

    queryset = Chairmanship.objects.all()
    serializer_class = ChairmanshipSerializer
    filterset_class = ChairmanshipFilter
    orders = {"number": BY_NUMBER, "-number": BY_NUMBER.reversed()} | ORDERS_OF_RECORDS
    view_name = "api:chairmanships-detail"
    parameter_notes = {
        AS_OF: OF_DAY
        + "Only the terms that ran that day, or may have; adds the key `as_of`, which says which of both.",
    }
    notes_of_one = {AS_OF: HELD_THEN}
    parameter_examples = {AS_OF: "2019-05-08"}


class CompositionViewSet(PublicViewSet):
    """The Steering Committee, as each source gave its members; by slug."""

    queryset = CommitteeComposition.objects.all()
    serializer_class = CompositionSerializer
    filterset_class = CompositionFilter
    view_name = "api:committee-compositions-detail"
    parameter_notes = {AS_OF: OF_DAY + "Only the latest composition that is dated on or before it."}
    parameter_examples = {AS_OF: "2019-05-08"}


class MembershipViewSet(OnADay, PartViewSet):
    """The standing of partners in the Process, with what is known of when it began and ended."""

    queryset = Membership.objects.all()
    serializer_class = PartnerMembershipSerializer
    filterset_class = MembershipFilter
    view_name = "api:memberships-detail"
    changed_with = "partner__slug"
    parameter_notes = {
        "partner": "The slug of a partner.",
        "standing": "The standing the partner has, or had.",
        AS_OF: HELD_THEN,
    }
    notes_of_one = {AS_OF: HELD_THEN}
