"""Calendars: one event, or every event of a filtered list."""

from datetime import date, timedelta
from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin
from icalendar import Calendar, Timezone
from icalendar import Event as CalendarEvent

from events.filters import EventFilter
from events.models import Event
from events.prose import summary_of
from publishing.languages import text_in
from publishing.views import KeptAddressMixin, PublicMixin, set_public_cache

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


class EventCalendarView(KeptAddressMixin, PublicMixin, SingleObjectMixin, View):
    """One event, at an address that calendars are subscribed to: it follows the event wherever it goes."""

    model = Event
    queryset = Event.objects.for_summary()

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        event = self.get_queryset().filter(slug=slug).first()
        if event is None:
            return self.kept_answer()
        if not has_calendar(event):
            raise Http404
        return _answer(_calendar([event], text_in(event, "title").value), f"{slug}.ics")

    def address_of(self, record: Event) -> str:
        return calendar_address(record)

    def withdrawn_response(self, record: Event) -> HttpResponse:
        told = f"{_('What stood here was withdrawn')}\n{text_in(record, 'withdrawal_reason').value}\n"
        return HttpResponse(told, status=410, content_type="text/plain; charset=utf-8")


@require_safe
def events_calendar(request: HttpRequest) -> HttpResponse:
    """The same question as the list's page, its latest events; a question not understood is a 400."""
    question = EventFilter(request.GET, queryset=Event.objects.published().for_summary(), request=request)
    question.known_besides = ()
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
    entries = [_entry(event) for event in events]
    zones = {str(entry["dtstart"].params["TZID"]) for entry in entries if "TZID" in entry["dtstart"].params}
    for component in (*map(_zone, sorted(zones)), *entries):
        calendar.add_component(component)
    return calendar


@lru_cache(maxsize=64)
def _zone(name: str) -> Timezone:
    """RFC 5545 wants each zone that is named to be described. Finding its rules takes up to 25 ms."""
    return Timezone.from_tzid(name)


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
    begin, end = _span(event)
    entry.add("dtstart", begin)
    entry.add("dtend", end)
    return entry


def _span(event: Event) -> tuple[date, date]:
    """From when to when, as moments where the times are known."""
    begin, end = event.starts_at, event.ends_at
    lasts_days = event.date.latest > event.date.earliest
    if begin and (end or not lasts_days):
        return begin, end or begin + timedelta(hours=1)
    # All day: a calendar has no other form for days of which only the first has its time. Such an entry
    # ends on the day after its last.
    return event.date.earliest, event.date.latest + timedelta(days=1)


def _answer(calendar: Calendar, name: str) -> HttpResponse:
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return set_public_cache(response)
