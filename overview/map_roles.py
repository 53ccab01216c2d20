"""What part each partner has in the Process on a day, as the map shows it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from members.models import Chairmanship, Membership, Partner
from members.standing import held_in_words, standings_on


class Role(TextChoices):
    """One for each partner: the first that holds. The chair is a member, too, and often has a seat."""

    CHAIR = "chair", gettext_lazy("Holds the chair")
    SEAT = "seat", gettext_lazy("Seat on the Steering Committee")
    MEMBER = "member", pgettext_lazy("part of a country", "Member")
    NOT_NOW = "not-now", gettext_lazy("Not a member now, or standing not known")


@dataclass
class PartnerInProcess:
    partner: Partner
    role: Role
    # All that is known of its part, in words.
    words: list[str] = field(default_factory=list)
    # Now or before: the map draws a line around it.
    has_chaired: bool = False
    events: int = 0
    events_url: str = ""

    @property
    def code(self) -> str:
        return str(self.partner.iso)

    @property
    def told(self) -> str:
        return _(", ").join(self.words)


def roles_on(
    day: date, partners: Iterable[Partner], *, terms: Iterable[Chairmanship], seated: Iterable[int]
) -> list[PartnerInProcess]:
    """Of partners whose memberships are loaded; `terms` latest first, `seated` the keys of partners."""
    terms_of: dict[Any, list[Chairmanship]] = {}
    for term in terms:
        terms_of.setdefault(term.partner_id, []).append(term)
    seats = set(seated)
    return [
        _in_process(day, partner, terms_of.get(partner.pk, []), partner.pk in seats) for partner in partners
    ]


def _in_process(day: date, partner: Partner, terms: list[Chairmanship], has_seat: bool) -> PartnerInProcess:
    held = standings_on(day, partner.memberships.all())
    is_member = held.get(Membership.Standing.MEMBER) == Membership.Held.YES
    holds_chair = any(term.held_on(day) == Membership.Held.YES for term in terms)
    over = [term for term in terms if term.end is not None and term.end.latest < day]
    words = _standings(day, partner, held)
    if holds_chair:
        words.append(_("holds the chair"))
    if has_seat:
        words.append(_("Steering Committee"))
    if over:
        words.append(_chaired_before(over))
    role = (
        Role.CHAIR if holds_chair else Role.SEAT if has_seat else Role.MEMBER if is_member else Role.NOT_NOW
    )
    return PartnerInProcess(partner, role, words, has_chaired=holds_chair or bool(over))


def _standings(day: date, partner: Partner, held: dict[str, str]) -> list[str]:
    """An organisation without any only takes part in meetings."""
    rows = partner.memberships.all()
    certain = held_in_words(held)
    if certain or not (held or partner.is_country):
        return certain
    if Membership.Held.NOT_KNOWN in held.values():
        unlisted = next((row.unlisted for row in rows if row.unlisted and row.unlisted.earliest <= day), None)
        return (
            [_("not on the lists since %(date)s") % {"date": unlisted}]
            if unlisted
            else [_("standing not known")]
        )
    if rows and all(row.is_still_to_begin_on(day) for row in rows):
        return [_("not a member yet")]
    if Membership.Standing.MEMBER in held:
        return [_("former member")]
    return [_("took part in meetings")]


def _chaired_before(terms: list[Chairmanship]) -> str:
    years = [term.nominal_years_label for term in reversed(terms) if term.nominal_years_label]
    return _("held the chair: %(years)s") % {"years": _(", ").join(years)} if years else _("held the chair")
