"""The years of the Process: one by one as a story, and all of them on one page."""

from datetime import date
from typing import Any

from django.http import Http404
from django.utils.translation import get_language, ngettext
from django.views.generic import TemplateView

from declarations.models import Document
from declarations.rows import DocumentRow
from events.models import Event
from events.months import Month
from events.rows import EventRow
from overview.numbers.counting import counts
from overview.years.record import Year, known_years, year_of_record
from overview.years.story import story_of
from publishing.amounts import list_url
from publishing.by_year import by_year
from publishing.dates import PartialDate, Precision
from publishing.kept import kept
from publishing.together import Shaped, Together
from publishing.views import PublicMixin, not_understood
from publishing.written import exactly

SHOWN = 50
LANDMARKS_SHOWN = 500


class YearView(PublicMixin, TemplateView):
    template_name = "overview/year.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        number = self.kwargs["year"]
        years = known_years()
        if number not in years:
            raise Http404
        shown = kept(("year", number, get_language()), lambda: shown_of(number))
        return super().get_context_data(
            **shown,
            **not_understood(self.request),
            number=number,
            previous_year=number - 1 if number - 1 in years else None,
            next_year=number + 1 if number + 1 in years else None,
            **kwargs,
        )


def shown_of(number: int) -> dict[str, Any]:
    year = year_of_record(number)
    return {
        "story": story_of(year),
        "terms": year.terms,
        "political": year.political[:SHOWN],
        "technical": year.technical[:SHOWN],
        "others": year.others[:SHOWN],
        "documents": year.documents[:SHOWN],
        "political_url": more(year.political, own="yes", level="political", year=number),
        "technical_url": more(year.technical, own="yes", level="technical", year=number),
        "others_url": more(year.others, own="no", year=number),
        "documents_url": list_url("documents:list", year=number)
        if len(year.documents) > SHOWN or year.is_cut
        else "",
        "events_url": list_url("events:list", year=number) if year.events else "",
        "calendar_url": calendar_of(year),
    }


def calendar_of(year: Year) -> str:
    """From the first month of which anything is known. What is known by its year alone is beside January."""
    begun = [
        event.date.earliest
        for event in year.events
        if event.date and event.date.precision != Precision.YEAR and event.date.earliest.year == year.number
    ]
    if not year.events:
        return ""
    return list_url("events:month", month=Month.of(min(begun, default=date(year.number, 1, 1))).iso)


def more(rows: list[EventRow], **asked: str | int) -> str:
    """Where all of them are, if they are not all shown."""
    return list_url("events:list", **asked) if len(rows) > SHOWN else ""


class YearListView(PublicMixin, TemplateView):
    """Each year of which there is anything, with its meetings at the political level and what was adopted,
    the latest on top."""

    template_name = "overview/year_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            years=kept(("years", get_language()), years_with_landmarks),
            undated_url=list_url("events:list", year="unknown"),
            **not_understood(self.request),
            **kwargs,
        )


def years_with_landmarks() -> list[dict[str, Any]]:
    events = Event.objects.published().own().of_level("political").newest_first()[:LANDMARKS_SHOWN]
    documents = Document.objects.published().adopted().newest_first()[:LANDMARKS_SHOWN]
    found = Together(
        lambda: {"events": Shaped(events, EventRow), "documents": Shaped(documents, DocumentRow)}
    ).ask()
    number_of = counts()
    all_events, all_documents = by_year(number_of["by_type"]), by_year(number_of["by_nature"])
    return [
        {
            "number": number,
            "held": lists_of(number, all_events.years[number], all_documents.years[number]),
            "events": [event for event in reversed(found["events"]) if touches(event.date, number)],
            "documents": [text for text in reversed(found["documents"]) if touches(text.shown_date, number)],
        }
        for number in known_years()
        if all_events.years[number] or all_documents.years[number]
    ]


def lists_of(year: int, events: int, documents: int) -> list[tuple[str, str]]:
    """How much there is of the year, and the address of the list that is counted."""
    held = ngettext("%(count)s event", "%(count)s events", events)
    issued = ngettext("%(count)s document", "%(count)s documents", documents)
    found = [(held, events, "events:list"), (issued, documents, "documents:list")]
    return [
        (said % {"count": exactly(count)}, list_url(name, year=year)) for said, count, name in found if count
    ]


def touches(when: PartialDate | None, year: int) -> bool:
    return when is not None and when.earliest.year <= year <= when.latest.year
