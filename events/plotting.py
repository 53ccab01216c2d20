"""How an event stands on a timeline, and how much there was on a theme in each year."""

from typing import NamedTuple

from django.db.models import Count, F
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_countries import countries

from events.models import Event
from events.rows import EventRow
from plots.columns import Year, trend
from plots.timelines import Mark
from publishing.amounts import amount, list_url
from publishing.by_year import by_year, in_years, years_of
from publishing.dates import PartialDate
from publishing.labelled import labelled
from publishing.languages import text_in
from publishing.together import Shaped
from publishing.written import exactly

MOST_COUNTED = 5_000


def mark_of(event: EventRow, when: PartialDate, *, is_landmark: bool = False) -> Mark:
    return Mark(
        when.earliest,
        when.latest,
        title=labelled(when, f"{text_in(event, 'title').value}{status_of(event)}"),
        url=event.get_absolute_url(),
        label=place_of(event) if is_landmark else "",
        shape="diamond" if is_landmark else "dot",
        is_inexact=not when.is_exact,
        is_hollow=event.status != Event.Status.HELD,
    )


def status_of(event: EventRow) -> str:
    return "" if event.status == Event.Status.HELD else f" ({event.get_status_display()})"


def place_of(event: EventRow) -> str:
    return text_in(event, "city").value or (str(countries.name(event.country)) if event.country else "")


class InYears(NamedTuple):
    begins: int | None
    ends: int | None
    number: int


def years_about(slug: str) -> Shaped:
    """How many events there are on the theme in each year, asked for with what else its page shows."""
    newest = Event.objects.published().about(slug).newest_first().values("pk")[: MOST_COUNTED + 1]
    dated = in_years(Event.objects.filter(pk__in=newest), F("date_earliest"), F("date_latest"))
    return Shaped(dated.order_by().values("begins", "ends").annotate(number=Count("pk")), InYears)


def trend_of(rows: list[InYears], slug: str) -> tuple[str, SafeString] | None:
    """What can be read off it, and the drawing; nothing where that would be one year alone, or there are
    too many to be counted for a page."""
    found = by_year(rows)
    if len(found.years) < 2 or found.total > MOST_COUNTED:
        return None
    years = [
        Year(str(year), amount(found.years[year], list_url("events:list", theme=slug, year=year)))
        for year in years_of([found])
    ]
    said = ngettext("%(count)s event on this theme.", "%(count)s events on this theme.", found.total)
    caption = _("Number of events on this theme by year")
    drawing = trend(years, caption, height=80, table=(caption, (_("Year"), _("Events"))))
    return said % {"count": exactly(found.total)}, drawing
