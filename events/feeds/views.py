"""Calendars: one event; every event of a filtered list, a partner, a theme or a series."""

from typing import Any, ClassVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from events.feeds.addresses import calendar_address, has_calendar
from events.feeds.calendars import CalendarPart, written
from events.filters import EventFilter
from events.models import Event, Series, Theme
from events.summaries import with_summaries
from members.models import Partner
from publishing.feeds.subscription import name_with_filters, note_on_translations, with_query
from publishing.feeds.views import refusal, withdrawn_in_words
from publishing.filters import PublicFilterSet
from publishing.languages import text_in
from publishing.paging import NEWEST_FIRST, page_of_request
from publishing.views import KeptAddressMixin, PublicMixin

# Programs take in a whole calendar each time; the answer says where the older ones are.
EVENTS_IN_A_PART = 500
NAME = "khartoum-process"


def calendar_response(part: CalendarPart, name: str) -> HttpResponse:
    response = HttpResponse(written(part), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


def calendar_of(question: PublicFilterSet, request: HttpRequest, *, name: str, page: str) -> HttpResponse:
    """The latest events of what was asked for, with the way to earlier ones where there are more."""
    problems = question.problems()
    found = question.found().in_calendar()
    part, problem = page_of_request(found, request, order=NEWEST_FIRST, size=EVENTS_IN_A_PART)
    if problems or problem:
        return refusal([*problems, *([problem] if problem else [])])
    earlier = part.next_url and settings.SITE_URL + part.next_url
    note = _("The events whose day is known.")
    if earlier:
        note = _("The latest %(count)s events whose day is known. Earlier ones: %(address)s") % {
            "count": EVENTS_IN_A_PART,
            "address": earlier,
        }
    note = " ".join(filter(None, [note, note_on_translations()]))
    calendar = CalendarPart(
        name=name,
        events=with_summaries(part.rows),
        address=settings.SITE_URL + request.get_full_path(),
        page=settings.SITE_URL + page,
        note=note,
    )
    response = calendar_response(calendar, NAME)
    if earlier:
        response.headers["Link"] = f'<{earlier}>; rel="next"'
    return response


class EventsCalendarView(PublicMixin, View):
    """The same question as the list's page; one that is not understood is a 400."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Event.objects.published().for_summaries()
        question = EventFilter(request.GET, queryset=rows, request=request)
        name = name_with_filters(_("Khartoum Process: events"), question)
        page = with_query(reverse("events:list"), question.query_string())
        return calendar_of(question, request, name=name, page=page)


class KeptCalendarView(KeptAddressMixin, PublicMixin, SingleObjectMixin, View):
    """Of a record, at an address that calendars are subscribed to: it follows the record wherever it goes."""

    address_name: ClassVar[str]

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        record = self.get_queryset().filter(slug=slug).first()
        return self.kept_answer() if record is None else self.answer(request, record)

    def answer(self, request: HttpRequest, record: Any) -> HttpResponse:
        """All its events."""
        question = PublicFilterSet(request.GET, queryset=self.events_of(record), request=request)
        name = _("Khartoum Process: %(name)s") % {"name": record}
        return calendar_of(question, request, name=name, page=record.get_absolute_url())

    def events_of(self, record: Any) -> Any:
        raise NotImplementedError

    def address_of(self, record: Any) -> str:
        return reverse(self.address_name, kwargs={"slug": record.slug})

    def withdrawn_response(self, record: Any) -> HttpResponse:
        return withdrawn_in_words(record)


class EventCalendarView(KeptCalendarView):
    """The one event."""

    model = Event
    queryset = Event.objects.for_summary()
    address_name = "events:calendar"

    def answer(self, request: HttpRequest, record: Event) -> HttpResponse:
        if not has_calendar(record):
            raise Http404
        if problems := PublicFilterSet.of_whole(request.GET, self.queryset).problems():
            return refusal(problems)
        part = CalendarPart(
            name=text_in(record, "title").value,
            events=[record],
            address=settings.SITE_URL + calendar_address(record),
            page=settings.SITE_URL + record.get_absolute_url(),
        )
        return calendar_response(part, record.slug)


class PartnerCalendarView(KeptCalendarView):
    """Where it had any part."""

    model = Partner
    address_name = "members:calendar"

    def events_of(self, record: Partner) -> Any:
        return Event.objects.published().for_summaries().with_partner(record.slug)


class ThemeCalendarView(KeptCalendarView):
    model = Theme
    address_name = "themes:calendar"

    def events_of(self, record: Theme) -> Any:
        return Event.objects.published().for_summaries().about(record.slug)


class SeriesCalendarView(KeptCalendarView):
    model = Series
    address_name = "series:calendar"

    def events_of(self, record: Series) -> Any:
        return Event.objects.published().for_summaries().of_series(record)
