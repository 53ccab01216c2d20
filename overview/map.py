"""The map of the Process: which countries have which part in it, and where it met."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.views.generic import TemplateView
from django_countries import countries

from events.map_view import events_narrowed, marks_of
from events.models import Event
from events.places import Places, places_of, rows_by_place
from members.as_of import AS_OF, AsOfFilter, exactly
from members.filters import day_asked
from members.models import Chairmanship, CommitteeComposition, Membership, Partner
from overview.map_roles import PartnerInProcess, Role, roles_on
from plots.map import Area, Drawing, Miniature, drawn, miniature
from publishing.filters import PublicFilterSet
from publishing.folding import fold
from publishing.kept import kept
from publishing.labelled import labelled
from publishing.languages import columns_of, text_in
from publishing.together import Together, attach
from publishing.views import PublicMixin

# Drawn in this order, so that the line around those who chaired lies above the areas beside them.
DRAWN = [Role.NOT_NOW, Role.MEMBER, Role.SEAT, Role.CHAIR]
# Told apart by more than their colour.
PATTERNED = {Role.SEAT, Role.NOT_NOW}


def _parts() -> dict[str, Any]:
    return {
        "partners": Partner.objects.published().defer("description", *columns_of("description")),
        "memberships": Membership.objects.published(),
        "terms": Chairmanship.objects.published().latest_first(),
    }


def _questions(day: Any) -> dict[str, Any]:
    return {
        **_parts(),
        "composition": CommitteeComposition.objects.published().with_public_seats().latest_on(day),
        "places": rows_by_place(Event.objects.published()),
    }


PARTS, PAGE = Together(_parts), Together(_questions)


class MapFilter(PublicFilterSet):
    as_of = AsOfFilter()

    class Meta:
        model = Partner
        fields: tuple[str, ...] = ()


class MapView(PublicMixin, TemplateView):
    template_name = "overview/map.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question = MapFilter.of_whole(self.request.GET, Partner.objects.none())
        asked = day_asked(question)
        return super().get_context_data(
            **kept(("map", get_language(), asked), lambda: shown_on(asked)),
            field=question.form[AS_OF],
            problems=question.problems(),
            asked_day=exactly(asked) if asked else None,
            clear_url=self.request.path,
            **kwargs,
        )


def shown_on(asked: date | None) -> dict[str, Any]:
    """As on the day that was asked for; else as today, with where events were held."""
    day = asked or timezone.localdate()
    found = PAGE.ask(day=day)
    partners = with_memberships(found["partners"], found["memberships"])
    composition = next(iter(found["composition"]), None)
    seats = composition.seats.all() if composition else []
    every = roles_on(day, partners, terms=found["terms"], seated=[seat.partner_id for seat in seats])
    rows = [row for row in every if row.partner.is_country]
    # A list of events cannot be narrowed to those until a day, and a number that leads to another is none.
    places = Places([]) if asked else places_of(found["places"])
    for row in rows:
        row.events, row.events_url = places.count_in(row.code), events_narrowed(country=row.code)
    return {
        "map": drawing_of(rows, places),
        "legend": legend_of(rows),
        "composition": composition,
        "regions": by_region(rows),
        "organisations": [row for row in every if not row.partner.is_country],
        "elsewhere": elsewhere(rows, places),
        "is_cut": places.is_cut,
    }


def miniature_of_today() -> Miniature:
    """The members, the chair apart from the others."""
    day = timezone.localdate()
    found = PARTS.ask()
    partners = with_memberships(found["partners"], found["memberships"])
    every = roles_on(day, partners, terms=found["terms"], seated=())
    role_of = {row.code: row.role for row in every if row.partner.is_country}
    chair = next((code for code, role in role_of.items() if role == Role.CHAIR), "")
    return miniature([code for code, role in role_of.items() if role != Role.NOT_NOW], apart=chair)


def with_memberships(partners: list[Partner], memberships: Iterable[Membership]) -> list[Partner]:
    """By name in the reader's language, their memberships at hand."""
    by_partner: dict[int, list[Membership]] = {}
    for membership in memberships:
        by_partner.setdefault(membership.partner_id, []).append(membership)
    for partner in partners:
        attach(partner, memberships=by_partner.get(partner.pk, []))
    return sorted(partners, key=lambda partner: fold(text_in(partner, "name").value))


def drawing_of(rows: list[PartnerInProcess], places: Places) -> Drawing:
    names = {row.code: text_in(row.partner, "name").value for row in rows}
    areas = [
        Area(
            code=row.code,
            name=names[row.code],
            title=labelled(names[row.code], row.told),
            url=row.partner.get_absolute_url(),
            look=f"is-{row.role.value}{' has-chaired' if row.has_chaired else ''}",
            pattern=row.role.value if row.role in PATTERNED else "",
        )
        for row in sorted(rows, key=lambda row: (row.has_chaired, DRAWN.index(row.role)))
    ]
    return drawn(areas, marks_of(places, names))


def legend_of(rows: list[PartnerInProcess]) -> list[dict[str, Any]]:
    """The roles that are there to be seen."""
    seen = {row.role for row in rows}
    return [
        {"role": role.value, "label": role.label, "is_patterned": role in PATTERNED}
        for role in Role
        if role in seen
    ]


def by_region(rows: list[PartnerInProcess]) -> list[tuple[str, list[PartnerInProcess]]]:
    found: dict[str, list[PartnerInProcess]] = {}
    for row in rows:
        found.setdefault(row.partner.region, []).append(row)
    return [(str(region.label), found[region]) for region in Partner.Region if region in found]


def elsewhere(rows: list[PartnerInProcess], places: Places) -> list[dict[str, Any]]:
    """Countries in which the Process met and which have no part in it."""
    partners = {row.code for row in rows}
    return [
        {
            "name": str(countries.name(place.code)),
            "count": place.count,
            "url": events_narrowed(country=place.code),
        }
        for place in places.countries
        if place.code not in partners
    ]
