"""Who stands where on a given day, as the members page tells it."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Chairmanship, CommitteeComposition, Membership, Partner
from publishing.folding import fold
from publishing.languages import text_in

Group = tuple[str, list[Partner]]
# Of organisations, in the order told; an organisation without any standing only took part.
STANDINGS_TOLD = {
    Membership.Standing.MEMBER: gettext_lazy("Member organisations"),
    Membership.Standing.SECRETARIAT: gettext_lazy("Secretariat"),
    Membership.Standing.SECRETARIAT_SUPPORT: gettext_lazy("Support to the Secretariat"),
    Membership.Standing.PARTNER_ORGANISATION: gettext_lazy("Partner organisations"),
    Membership.Standing.OBSERVER: gettext_lazy("Observers"),
    "": gettext_lazy("Took part in meetings"),
}
NO_STANDING_THEN = gettext_lazy("Organisations without a standing on that day")


@dataclass
class PartnersOnDay:
    regions: list[Group] = field(default_factory=list)
    organisations: list[Group] = field(default_factory=list)
    former: list[Partner] = field(default_factory=list)
    not_yet: list[Partner] = field(default_factory=list)
    undetermined: list[Partner] = field(default_factory=list)
    # Countries without a standing that were no members before, as far as is known.
    took_part: list[Partner] = field(default_factory=list)


def partners_on(
    day: date,
    partners: Iterable[Partner],
    *,
    term: Chairmanship | None,
    composition: CommitteeComposition | None,
    is_today: bool = True,
) -> PartnersOnDay:
    """Sort the partners, whose memberships are loaded, by what is known of them on the day."""
    found = PartnersOnDay()
    seated = {seat.partner_id for seat in composition.seats.all()} if composition else set()
    regions: dict[str, list[Partner]] = {}
    standings: dict[str, list[Partner]] = {}
    for partner in sorted(partners, key=_name):
        held = standings_on(day, partner.memberships.all())
        notes = _notes(day, partner, held, term, seated)
        partner.note = _(", ").join(notes)  # type: ignore[attr-defined]
        if partner.is_country:
            _sort_country(day, partner, held, found, regions)
        else:
            for standing in _standings_held(held):
                row = partner if is_today else _marked(partner, held.get(standing, ""))
                standings.setdefault(standing, []).append(row)
    told = STANDINGS_TOLD if is_today else {**STANDINGS_TOLD, "": NO_STANDING_THEN}
    found.regions = [(str(region.label), regions[region]) for region in Partner.Region if region in regions]
    found.organisations = [
        (str(label), standings[standing]) for standing, label in told.items() if standing in standings
    ]
    return found


def standings_on(day: date, memberships: Iterable[Membership]) -> dict[str, str]:
    """Standing → whether it was held that day."""
    return best_answers((row.standing, row.held_on(day)) for row in memberships)


def best_answers(given: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Who left and joined again has several rows of one standing, of which a single one that holds is
    enough."""
    answers: dict[str, set[str]] = {}
    for standing, answer in given:
        answers.setdefault(standing, set()).add(answer)
    held = Membership.Held
    return {
        standing: next(answer for answer in (held.YES, held.NOT_KNOWN, held.NO) if answer in found)
        for standing, found in answers.items()
    }


def held_in_words(held: dict[str, str]) -> list[str]:
    """What the partner certainly is, in words."""
    yes = Membership.Held.YES
    return [str(Membership.Standing(standing).label) for standing, answer in held.items() if answer == yes]


def _marked(partner: Partner, held: str) -> Partner:
    """It may have several standings, of which only one is not known."""
    if held != Membership.Held.NOT_KNOWN:
        return partner
    marked: Any = copy(partner)
    marked.note = _(", ").join(filter(None, [marked.note, _("not known whether on that day")]))
    return marked


def _sort_country(
    day: date, partner: Partner, held: dict[str, str], found: PartnersOnDay, regions: dict[str, list]
) -> None:
    answers = set(held.values())
    if Membership.Held.YES in answers:
        regions.setdefault(partner.region, []).append(partner)
    elif Membership.Held.NOT_KNOWN in answers:
        found.undetermined.append(partner)
    elif held and all(row.is_still_to_begin_on(day) for row in partner.memberships.all()):
        found.not_yet.append(partner)
    elif Membership.Standing.MEMBER in held:
        found.former.append(partner)
    else:
        found.took_part.append(partner)


def _standings_held(held: dict[str, str]) -> list[str]:
    """Every standing an organisation has; "" for one that only took part."""
    return [standing for standing, answer in held.items() if answer != Membership.Held.NO] or [""]


def _notes(
    day: date, partner: Partner, held: dict[str, str], term: Chairmanship | None, seated: set[int]
) -> list[str]:
    notes = []
    if partner.is_country and held.get(Membership.Standing.MEMBER) != Membership.Held.YES:
        notes += held_in_words(held)
    if term and term.partner_id == partner.pk:
        notes.append(_("holds the chair"))
    if partner.pk in seated:
        notes.append(_("Steering Committee"))
    notes += [
        _("not on the lists since %(date)s") % {"date": row.unlisted}
        for row in partner.memberships.all()
        # Not of who has joined again.
        if row.unlisted and row.unlisted.earliest <= day and not row.end
        if held[row.standing] != Membership.Held.YES
    ]
    return notes


def _name(partner: Partner) -> str:
    # So that Égypte stands between Djibouti and Finlande.
    return fold(text_in(partner, "name").value)


def seats_by_region(composition: CommitteeComposition) -> list[Group]:
    """African and European states and organisations, seats with their partners loaded."""
    african = {Partner.Region.HORN_AND_EAST_AFRICA, Partner.Region.NORTH_AFRICA}
    groups: dict[str, list[Partner]] = {"african": [], "european": [], "organisations": []}
    for seat in composition.seats.all():
        partner = seat.partner
        partner.note = _("temporary seat") if seat.is_temporary else ""  # type: ignore[attr-defined]
        side = "african" if partner.region in african else "european"
        groups[side if partner.is_country else "organisations"].append(partner)
    labels = {
        "african": _("African states"),
        "european": _("European states"),
        "organisations": _("Organisations"),
    }
    return [(labels[key], sorted(rows, key=_name)) for key, rows in groups.items() if rows]
