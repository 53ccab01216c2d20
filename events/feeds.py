"""Calendars: one event, or every event of a filtered list."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from events.filters import EventFilter
from events.models import Event
from events.prose import summary_of
from publishing.languages import text_in
from publishing.views import set_public_cache

STATUS = {
    Event.Status.CANCELLED: "CANCELLED",
    Event.Status.POSTPONED: "TENTATIVE",
}
MOST_EVENTS = 1000


def has_calendar(event: Event) -> bool:
    """A calendar knows only exact days."""
    return event.date is not None and event.date.is_exact


def calendar_address(event: Event) -> str:
    return reverse("events:calendar", kwargs={"slug": event.slug})


@require_safe
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    event = Event.objects.published().for_summary().filter(slug=slug).first()
    if event is None or not has_calendar(event):
        raise Http404
    return _answer(_calendar([event], text_in(event, "title").value), f"{slug}.ics")


@require_safe
def events_calendar(request: HttpRequest) -> HttpResponse:
    """The same question as the list's page, its latest events; a question not understood is a 400."""
    question = EventFilter(request.GET, queryset=Event.objects.published().for_summary(), request=request)
    problems = question.problems()
    if problems:
        return HttpResponse("\n".join(problems), status=400, content_type="text/plain; charset=utf-8")
    events = list(question.found().in_calendar().newest_first()[: MOST_EVENTS + 1])
    calendar = _calendar(events[:MOST_EVENTS], _("Khartoum Process: events"))
    if len(events) > MOST_EVENTS:
        calendar.add(
            "x-wr-caldesc",
            _("The latest %(count)s events. Narrow the filters for others.") % {"count": MOST_EVENTS},
        )
    return _answer(calendar, "khartoum-process.ics")


def _calendar(events: list[Event], name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Khartoum Process//Portal//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(_entry(event))
    return calendar


def _entry(event: Event) -> CalendarEvent:
    language = get_language()
    entry = CalendarEvent()
    entry.add("uid", f"{event.uid}@khartoum-process")
    entry.add("dtstamp", event.updated_at)
    entry.add("last-modified", event.updated_at)
    entry.add("sequence", event.revision)
    entry.add(
        "summary", text_in(event, "title").value, parameters={"language": text_in(event, "title").language}
    )
    entry.add("description", summary_of(event), parameters={"language": language})
    entry.add("url", settings.SITE_URL + event.get_absolute_url())
    entry.add("status", STATUS.get(event.status, "CONFIRMED"))
    if event.place:
        entry.add("location", event.place)
    start, end = event.starts_at, event.ends_at
    entry.add("dtstart", start or event.date.earliest)
    # An all-day entry ends on the day after its last.
    entry.add(
        "dtend", end or (start + timedelta(hours=1) if start else event.date.latest + timedelta(days=1))
    )
    return entry


def _answer(calendar: Calendar, name: str) -> HttpResponse:
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return set_public_cache(response)
