"""Events as a calendar (iCalendar, RFC 5545 with the properties of RFC 7986)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.feeds.zones import described
from events.models import Event
from events.prose import summary_of
from publishing.feeds.atom import told_at, writable
from publishing.languages import text_in

if TYPE_CHECKING:
    from icalendar import Event as CalendarEvent

STATUS: dict[str, str] = {
    Event.Status.CANCELLED: "CANCELLED",
    Event.Status.POSTPONED: "TENTATIVE",
}
# How often programs are asked to look again.
REFRESH_HOURS = 6
# In a piece of a line, besides the space that a further one begins with.
MOST_OCTETS = 74
END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True)
class CalendarPart:
    """A calendar, or one page of a long one; addresses are whole."""

    name: str
    # Each known to the day.
    events: list[Any]
    address: str
    page: str
    note: str = ""


def written(part: CalendarPart) -> bytes:
    from icalendar import Calendar  # noqa: PLC0415 (large, and few ask for calendars)

    calendar = Calendar()
    calendar.add("prodid", "-//Khartoum Process//Portal//EN")
    calendar.add("version", "2.0")
    # No METHOD: with one, each entry would need an organiser with an e-mail address (RFC 5546, 3.2.1).
    calendar.add("calscale", "GREGORIAN")
    for name, text in (("name", part.name), ("description", part.note)):
        if text:
            calendar.add(name, writable(text), parameters={"language": get_language()})
    # What programs read that do not know RFC 7986.
    calendar.add("x-wr-calname", writable(part.name))
    if part.note:
        calendar.add("x-wr-caldesc", writable(part.note))
    calendar.add("url", part.page)
    calendar.add("source", part.address, parameters={"value": "URI"})
    calendar.add("refresh-interval", timedelta(hours=REFRESH_HOURS), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", f"PT{REFRESH_HOURS}H")
    entries, zones = [], set()
    for event in part.events:
        # Each as bytes at once: as a tree of objects, five hundred take thirty megabytes.
        entry = _entry(event)
        zones.add(entry["dtstart"].params.get("TZID"))
        entries.append(b"".join(folded(line) for line in entry.content_lines() if line))
    return calendar.to_ical().replace(END, b"".join([*_described(part.events, zones), *entries, END]))


def folded(line: str) -> bytes:
    """As the library folds a line, which looks at one character after another: most of what a calendar cost.

    No piece ends within a character (RFC 5545, 3.1), nor between a mark and what it escapes.
    """
    content, pieces = line.encode(), []
    while len(content) > MOST_OCTETS:
        end = MOST_OCTETS
        while content[end] & 0b1100_0000 == 0b1000_0000:
            end -= 1
        if content[end - 1] in b"\\^":
            end -= 1
        pieces.append(content[:end])
        content = content[end:]
    return b"\r\n ".join([*pieces, content]) + b"\r\n"


def _described(events: list[Any], zones: set[str | None]) -> list[bytes]:
    """Those named in the entries, for the years of all the events."""
    first = min((event.date.earliest.year for event in events), default=0)
    last = max((event.date.latest.year for event in events), default=0)
    return [described(str(name), first, last) for name in sorted(filter(None, zones))]


def _entry(event: Any) -> "CalendarEvent":
    from icalendar import Event as CalendarEvent  # noqa: PLC0415 (as above)

    entry = CalendarEvent()
    address = settings.SITE_URL + event.get_absolute_url()
    title = text_in(event, "title")
    entry.add("uid", f"{event.uid}@khartoum-process")
    # Without a METHOD it says when what is told was last revised, and the answer stays the same till then.
    entry.add("dtstamp", told_at(event))
    entry.add("last-modified", told_at(event))
    entry.add("sequence", event.revision)
    entry.add("summary", writable(_title(event, title.value)), parameters={"language": title.language})
    entry.add(
        "description",
        writable(f"{summary_of(event)}\n\n{address}"),
        parameters={"language": get_language()},
    )
    entry.add("url", address)
    entry.add("status", STATUS.get(event.status, "CONFIRMED"))
    # It takes nobody's time: who follows the Process is not thereby at its meetings.
    entry.add("transp", "TRANSPARENT")
    entry.add("categories", [str(Event.Type(event.type).label)])
    if event.place:
        entry.add("location", writable(event.place))
    begin, end = _span(event)
    entry.add("dtstart", begin)
    if end:
        entry.add("dtend", end)
    return entry


def _title(event: Any, title: str) -> str:
    """Many programs show no status."""
    if event.status == Event.Status.CANCELLED:
        return _("Cancelled: %(title)s") % {"title": title}
    if event.status == Event.Status.POSTPONED:
        return _("Postponed: %(title)s") % {"title": title}
    return title


def _span(event: Any) -> tuple[date, date | None]:
    """From when to when, as moments where the times are known; no end where none is known."""
    begin, end = event.starts_at, event.ends_at
    lasts_days = event.date.latest > event.date.earliest
    if begin and (end or not lasts_days):
        return begin, end if end and end > begin else None
    # All day: a calendar has no other form for days of which only the first has its time. Such an entry
    # ends on the day after its last.
    return event.date.earliest, event.date.latest + timedelta(days=1)
