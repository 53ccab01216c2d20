"""A chair term in sentences: who held it, from which handover to which, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from declarations.rows import DocumentRow
from events.models import Event
from events.prose.counted import at_the_political_level, texts_adopted
from events.prose.phrases import by, from_, from_to, since, starting, to
from events.rows import EventRow
from members.models import Chairmanship, Membership
from publishing.dates import PartialDate
from publishing.languages import text_in
from publishing.paging import number_label
from publishing.sentences import filled, link
from publishing.templatetags.texts import isolated

# Where a chair is handed over, the most telling first.
HANDOVERS = (
    Event.Type.MINISTERIAL_CONFERENCE,
    Event.Type.SENIOR_OFFICIALS_MEETING,
    Event.Type.STEERING_COMMITTEE_MEETING,
)


@dataclass(frozen=True)
class Term:
    """With what was found around it: meetings of the Process, in order, and what these adopted."""

    term: Chairmanship
    events: list[EventRow]
    adopted: list[DocumentRow]
    previous: Chairmanship | None
    next: Chairmanship | None
    has_more_events: bool = False
    has_more_documents: bool = False


def story_of(told: Term) -> list[SafeString]:
    found = [_held(told.term), _taken_over(told), _passed_on(told), *_meetings(told), _adopted(told)]
    return [conditional_escape(sentence) for sentence in found if sentence]


def _held(term: Chairmanship) -> SafeString:
    language = get_language() or "en"
    chair, today = by(term.partner, language), timezone.localdate()
    is_held = term.held_on(today) == Membership.Held.YES
    if term.start is None:
        return filled(_("The chair was held %(by)s."), by=chair)
    if term.end is None and is_held:
        begun = since(term.start, language)
        return filled(_("The chair has been held %(by)s %(since)s."), by=chair, since=begun)
    when = from_to(term.start, term.end, language) if term.end else starting(term.start, language)
    if is_held:
        return filled(_("The chair is held %(by)s %(from_to)s."), by=chair, from_to=when)
    if term.end is not None and term.end.latest < today:
        return filled(_("The chair was held %(by)s %(from_to)s."), by=chair, from_to=when)
    if today < term.start.earliest:
        return filled(_("The chair will be held %(by)s %(when)s."), by=chair, when=when)
    # Known by month or year, it may have begun already, or be over.
    return filled(_("The term held %(by)s runs %(when)s."), by=chair, when=when)


def _taken_over(told: Term) -> SafeString | str:
    before, start = told.previous, told.term.start
    if before is None or start is None or not meets(before.end, start):
        return ""
    giver = link(before.get_absolute_url(), from_(before.partner, get_language() or "en"))
    if is_to_come(start):
        return filled(_("It is handed over %(giver)s."), giver=giver)
    event = handover(told.events, start)
    if event is None:
        return filled(_("It was handed over %(giver)s."), giver=giver)
    return filled(_("It was handed over %(giver)s at “%(event)s”."), giver=giver, event=named(event))


def _passed_on(told: Term) -> SafeString | str:
    after, end = told.next, told.term.end
    if after is None or end is None or not meets(end, after.start):
        return ""
    taker = link(after.get_absolute_url(), to(after.partner, get_language() or "en"))
    if is_to_come(end):
        return filled(_("It then passes %(to)s."), to=taker)
    event = handover(told.events, end)
    if event is None:
        return filled(_("It then passed %(to)s."), to=taker)
    return filled(_("It then passed %(to)s at “%(event)s”."), to=taker, event=named(event))


def is_to_come(date: PartialDate) -> bool:
    """Or may be, where only its month or year is known."""
    return date.latest > timezone.localdate()


def meets(end: PartialDate | None, start: PartialDate | None) -> bool:
    """Whether one term may have ended where the other began."""
    return bool(end and start and end.earliest <= start.latest and start.earliest <= end.latest)


def handover(events: Iterable[EventRow], day: PartialDate | None) -> EventRow | None:
    """The meeting that was held on the day of it, if that is known."""
    if day is None or not day.is_exact:
        return None
    there = [
        event
        for event in events
        if event.type in HANDOVERS and event.date and event.date.is_exact and meets(event.date, day)
    ]
    return min(there, key=lambda event: HANDOVERS.index(Event.Type(event.type)), default=None)


def _meetings(told: Term) -> Iterable[SafeString | str]:
    if not told.events or told.has_more_events:
        return
    sentence = ngettext(
        "The record has %(count)s meeting of the Process in this term.",
        "The record has %(count)s meetings of the Process in this term.",
        len(told.events),
    )
    yield filled(sentence, count=link("#meetings", number_label(len(told.events))))
    political = sum(event.level == Event.Level.POLITICAL for event in told.events)
    if sentence := at_the_political_level(political, of=len(told.events)):
        yield sentence


def _adopted(told: Term) -> SafeString | str:
    # Of some alone no number is told.
    if told.has_more_documents or told.has_more_events:
        return ""
    return texts_adopted([named(text) for text in told.adopted])


def named(record: EventRow | DocumentRow) -> SafeString:
    return link(record.get_absolute_url(), isolated(text_in(record, "title")))
