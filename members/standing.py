"""Who stands where on a given day, as the members page tells it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

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


@dataclass
class PartnersToday:
    regions: list[Group] = field(default_factory=list)
    organisations: list[Group] = field(default_factory=list)
    former: list[Partner] = field(default_factory=list)
    undetermined: list[Partner] = field(default_factory=list)


def partners_on(
    day: date,
    partners: Iterable[Partner],
    *,
    term: Chairmanship | None,
    composition: CommitteeComposition | None,
) -> PartnersToday:
    """Sort the partners, whose memberships are loaded, by what is known of them on the day."""
    found = PartnersToday()
    seated = {seat.partner_id for seat in composition.seats.all()} if composition else set()
    regions: dict[str, list[Partner]] = {}
    standings: dict[str, list[Partner]] = {}
    for partner in sorted(partners, key=_name):
        held = _standings_on(day, partner)
        partner.note = _note(partner, held, term, seated)  # type: ignore[attr-defined]
        if partner.is_country:
            _sort_country(partner, held, found, regions)
        else:
            for standing in _standings_held(held):
                standings.setdefault(standing, []).append(partner)
    found.regions = [(str(region.label), regions[region]) for region in Partner.Region if region in regions]
    found.organisations = [
        (str(label), standings[standing])
        for standing, label in STANDINGS_TOLD.items()
        if standing in standings
    ]
    return found


def _standings_on(day: date, partner: Partner) -> dict[str, str]:
    """Standing → whether it was held that day. Who left and joined again has several rows of one
    standing, of which a single one that holds is enough."""
    answers: dict[str, set[str]] = {}
    for row in partner.memberships.all():
        answers.setdefault(row.standing, set()).add(row.held_on(day))
    held = Membership.Held
    return {
        standing: next(answer for answer in (held.YES, held.NOT_KNOWN, held.NO) if answer in given)
        for standing, given in answers.items()
    }


def _sort_country(
    partner: Partner, held: dict[str, str], found: PartnersToday, regions: dict[str, list]
) -> None:
    answers = set(held.values())
    if Membership.Held.YES in answers:
        regions.setdefault(partner.region, []).append(partner)
    elif Membership.Held.NOT_KNOWN in answers:
        found.undetermined.append(partner)
    else:
        found.former.append(partner)


def _standings_held(held: dict[str, str]) -> list[str]:
    """Every standing an organisation has; "" for one that only took part."""
    return [standing for standing, answer in held.items() if answer != Membership.Held.NO] or [""]


def _note(partner: Partner, held: dict[str, str], term: Chairmanship | None, seated: set[int]) -> str:
    notes = []
    if term and term.partner_id == partner.pk:
        notes.append(_("holds the chair"))
    if partner.pk in seated:
        notes.append(_("Steering Committee"))
    notes += [
        _("not on the lists since %(date)s") % {"date": row.unlisted}
        for row in partner.memberships.all()
        # Not of who has joined again.
        if row.unlisted and not row.end and held[row.standing] != Membership.Held.YES
    ]
    return _(", ").join(notes)


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
