"""How a chair term stands on a timeline; and the small timeline of a partner."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from events.plotting import mark_of
from events.querysets import CHAIRING, HOSTING
from events.rows import EventRow
from members.models import Chairmanship, Membership
from plots.timelines import Band, Lane, Mark, Scale, timeline
from publishing.dates import PartialDate, after_since
from publishing.labelled import labelled
from publishing.languages import text_in

# For a screen as narrow as a phone's.
GAP = 4.5


def name_of_chair(term: Chairmanship) -> str:
    return text_in(term.partner, "name").value


def band_of(term: Chairmanship, start: PartialDate, label: str) -> Band:
    ends = f" – {term.end}" if term.end else " –"
    is_exact = start.is_exact and (term.end is None or term.end.is_exact)
    return Band(
        start.earliest,
        term.end.latest if term.end else None,
        title=labelled(name_of_chair(term), f"{start}{ends}"),
        label=label,
        url=term.get_absolute_url(),
        is_inexact=not is_exact,
    )


def timeline_of(
    memberships: Iterable[Membership],
    terms: Iterable[Chairmanship],
    events: Iterable[tuple[EventRow, Iterable[str]]],
) -> SafeString | str:
    """Of one partner: its standing, its chair terms, and with their roles the events it hosted or chaired.
    Nothing where nothing of it has a date."""
    held = [(event, event.date, set(roles)) for event, roles in events if event.date]
    hosted = [mark_of(event, when) for event, when, roles in reversed(held) if roles.intersection(HOSTING)]
    chaired = [mark_of(event, when) for event, when, roles in reversed(held) if roles.intersection(CHAIRING)]
    lanes = [
        *standing_of(memberships),
        Lane(
            _("Chair of the Process"), bands=[band_of(term, term.start, "") for term in terms if term.start]
        ),
        Lane(_("Events hosted"), marks=hosted),
        Lane(_("Events chaired"), marks=chaired),
    ]
    lanes = [lane for lane in lanes if lane.bands or lane.marks]
    if not hosted and not chaired and not any(lane.bands for lane in lanes):
        return ""
    today = timezone.localdate()
    things: list[Band | Mark] = []
    for lane in lanes:
        things += [*lane.bands, *lane.marks]
    days = [thing.first for thing in things]
    # What lasts still may begin in a year to come.
    ends = [thing.last or max(today, thing.first) for thing in things]
    scale = Scale(min(days).year, max(*(day.year for day in ends), today.year), today)
    return timeline(lanes, scale, gap=GAP, years_named=5)


def standing_of(memberships: Iterable[Membership]) -> list[Lane]:
    """From the day it is known to have begun; where that is not known, from the first that names it."""
    found: dict[str, list[Band]] = {}
    for membership in memberships:
        begun = membership.start or membership.attested
        if begun is None:
            continue
        ended = membership.end or membership.unlisted
        name = capfirst(membership.get_standing_display())
        ends_exactly = membership.end.is_exact if membership.end else not membership.unlisted
        is_exact = bool(membership.start) and begun.is_exact and ends_exactly
        title = labelled(name, _(", ").join(known_of(membership)))
        band = Band(begun.earliest, ended.latest if ended else None, title, is_inexact=not is_exact)
        found.setdefault(name, []).append(band)
    return [Lane(name, bands=bands) for name, bands in found.items()]


def known_of(membership: Membership) -> list[str]:
    """When it began and ended, as the facts of its page say it: what names it first is no beginning."""
    told = []
    if membership.start:
        begun = after_since(membership.start, get_language() or "en")
        told.append(pgettext("a membership", "since %(date)s") % {"date": begun})
    elif membership.attested:
        told.append(pgettext("a membership", "first named as one: %(date)s") % {"date": membership.attested})
    if membership.end:
        told.append(pgettext("a membership", "until %(date)s") % {"date": membership.end})
    elif membership.unlisted:
        told.append(
            pgettext("a membership", "no longer on the lists: %(date)s") % {"date": membership.unlisted}
        )
    return told
