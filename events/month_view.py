"""The events of a month, as a calendar shows them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from events.filters import EventFilter
from events.models import Event
from events.months import Month, Sheet, sheet_of
from events.rows import EventRow
from events.ways_of_looking import ways_of_looking_at_events
from publishing.feeds.subscription import Subscription, with_query
from publishing.filters import question_key
from publishing.kept import kept
from publishing.paging import found_label
from publishing.together import Shaped, Together
from publishing.views import PublicMixin

MONTH = "month"
SHOWN_IN_A_MONTH = 200


class EventMonthView(PublicMixin, TemplateView):
    template_name = "events/event_calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = question_key(self.request.GET)
        shown = kept(("events of a month", get_language(), asked), self.shown)
        return super().get_context_data(**shown, **kwargs)

    def shown(self) -> dict[str, Any]:
        filters = self.request.GET.copy()
        months = filters.pop(MONTH, [])
        question = EventFilter.of_whole(filters, Event.objects.published())
        wanted, problem = month_asked(months)
        problems = [*question.problems(), *([problem] if problem else [])]
        path, query = self.request.path, question.query_string()
        return {
            **({} if problems else found_in_month(question.qs, wanted, path, query)),
            "problems": problems,
            "month_problem": problem,
            "month_asked": months[0] if months else "",
            "active_filters": question.active(path),
            "clear_url": path,
            "filter_form": form_of(filters, is_open=bool(question.problems())),
            "filters": [(name, value) for name, values in filters.lists() for value in values if value],
            "ways": ways_of_looking_at_events("events:month", query),
            "subscription": Subscription.of_list(query, calendar="events:feed", news="events:news"),
        }


def month_asked(given: list[str]) -> tuple[Month | None, str]:
    """None where none is given; or what is wrong with it, in words."""
    if len(given) > 1:
        return None, _("“%(name)s” is given more than once.") % {"name": MONTH}
    try:
        return (Month.parse(given[0]) if given and given[0] else None), ""
    except ValidationError as error:
        return None, error.messages[0]


def form_of(filters: QueryDict, *, is_open: bool) -> str:
    """The same for every month, so it is kept without one; and read anew: what the page has read may be of a
    state before."""

    def written() -> str:
        form = EventFilter.of_whole(filters, Event.objects.published()).form
        return render_to_string("components/filter_form.html", {"form": form, "open": is_open})

    return kept(("events of a month, form", get_language(), question_key(filters)), written)


def found_in_month(rows: Any, wanted: Month | None, path: str, query: str) -> dict[str, Any]:
    """Of no month in particular: of the present one or, if that has no events, of the nearest that has."""
    month = wanted or Month.of(timezone.localdate())
    found = around(rows, month)
    if wanted is None and not found["events"]:
        beside = [other for other in (found["next"], found["previous"]) if other]
        if beside:
            month = min(beside, key=lambda other: abs(month.months_to(other)))
            found = around(rows, month)
    events = found["events"]
    sheet = sheet_of(month, events[:SHOWN_IN_A_MONTH], get_language() or "en")

    def address_of(other: Month) -> str:
        return with_query(path, "&".join(filter(None, [query, f"{MONTH}={other.iso}"])))

    return {
        "sheet": sheet,
        "has_more": len(events) > SHOWN_IN_A_MONTH,
        "count_label": found_label(len(events)) if len(events) <= SHOWN_IN_A_MONTH else "",
        **links_from(sheet, found["previous"], found["next"], address_of),
    }


def around(rows: Any, month: Month) -> dict[str, Any]:
    """The events of a month, and the nearest months before and after it that have any."""
    first, last, most = month.first, month.last, SHOWN_IN_A_MONTH + 1
    found = Together(
        lambda: {
            "begun": Shaped(rows.begun_within(first, last)[:most], EventRow),
            "beyond": Shaped(rows.beyond_a_month(first, last)[:most], EventRow),
            "before": Shaped(rows.last_before(first)[:1], EventRow),
            "after": Shaped(rows.first_after(last)[:1], EventRow),
        }
    ).ask()
    # Those that begin in it and last longer stand in both.
    events = list({event.pk: event for event in [*found["beyond"], *found["begun"]]}.values())
    known = [event.date for event in events if event.date and event.date.precision != "year"]
    previous = month.plus(-1) if any(date.earliest < first for date in known) else None
    following = month.plus(1) if any(date.latest > last for date in known) else None
    return {
        "events": events[:most],
        "previous": previous or next((Month.of(event.date.earliest) for event in found["before"]), None),
        "next": following or next((Month.of(event.date.earliest) for event in found["after"]), None),
    }


def links_from(
    sheet: Sheet, previous: Month | None, following: Month | None, address_of: Any
) -> dict[str, tuple[str, str] | None]:
    """To the months beside it as far as there is anything that way; and over the empty ones. Each as
    its name and address."""
    before, after = sheet.month.plus(-1), sheet.month.plus(1)

    def link(month: Month | None) -> tuple[str, str] | None:
        return (str(month), address_of(month)) if month else None

    return {
        "previous_month": link(before if previous else None),
        "next_month": link(after if following else None),
        "earlier": link(previous if previous != before else None),
        "later": link(following if following != after else None),
    }
