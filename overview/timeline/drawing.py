"""The timeline as a drawing: chair terms, what was adopted, and events of each group, in lanes."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.plotting import mark_of
from members.plotting import band_of, name_of_chair
from overview.timeline.reading import Kind, Record, read
from overview.timeline.years import OUTCOME
from plots.timelines import Band, Lane, Mark, Scale, timeline
from publishing.amounts import amount, list_url
from publishing.dates import PartialDate
from publishing.labelled import labelled
from publishing.languages import text_in

# For a screen of about a thousand points: there a mark is as wide as that.
GAP = 1.4


def drawing_of(record: Record) -> SafeString | str:
    dates = dates_in(record)
    if not dates:
        return ""
    today = timezone.localdate()
    first = min(day.earliest.year for day in dates)
    last = max(*(day.latest.year for day in dates), today.year)
    # A name beside a mark of the last year needs room.
    last += any(event.date and event.date.latest.year == last for event in record.kinds[0].events)
    landmarks, *others = record.kinds
    lanes = [
        Lane(pgettext("timeline", "In the chair"), bands=bands_of(record.terms), is_ground=True),
        lane_of(landmarks, landmarks=True),
        adopted_in(record),
        *(lane_of(kind) for kind in others),
    ]
    return timeline(lanes, Scale(first, last, today), gap=GAP, years_named=20)


def outline() -> SafeString | str:
    """In three lanes: who was in the chair, at which conferences, and what was adopted."""
    record = read()
    return drawing_of(replace(record, kinds=record.kinds[:1]))


def looks() -> list[tuple[str, str]]:
    """Of a mark, and what each of them means."""
    return [
        ("", _("On a known day")),
        ("inexact", _("Known only by its month or year")),
        ("hollow", _("Planned, postponed or cancelled")),
    ]


def adopted_in(record: Record) -> Lane:
    if record.outcomes:
        counts = [
            (year, amount(count, list_url("documents:list", nature=OUTCOME.value, year=year)))
            for year, count in sorted(record.outcomes.years.items())
        ]
        return Lane(capfirst(str(OUTCOME.label)), counts=counts)
    marks = [
        Mark(
            day.earliest,
            day.latest,
            title=labelled(day, text_in(document, "title").value),
            url=document.get_absolute_url(),
            shape="square",
            is_inexact=not day.is_exact,
        )
        for document in record.documents
        if (day := document.shown_date)
    ]
    return Lane(_("Adopted documents"), marks=marks)


def dates_in(record: Record) -> list[PartialDate]:
    """Whatever says where the timeline begins and ends."""
    events = [event.date for kind in record.kinds for event in kind.events]
    documents = [document.shown_date for document in record.documents]
    terms = [day for term in record.terms for day in (term.start, term.end)]
    crowds = [
        PartialDate(date(year, 1, 1), date(year, 12, 31), "year")
        for crowd in (*(kind.crowd for kind in record.kinds), record.outcomes)
        if crowd
        for year in crowd.years
    ]
    return [day for day in (*events, *documents, *terms, *crowds) if day]


def bands_of(terms: Any) -> list[Band]:
    return [band_of(term, term.start, name_of_chair(term)) for term in terms if term.start]


def lane_of(kind: Kind, *, landmarks: bool = False) -> Lane:
    name = str(kind.group)
    if kind.crowd is None:
        marks = [mark_of(event, event.date, is_landmark=landmarks) for event in kind.events if event.date]
        return Lane(name, marks=marks)
    types = list(kind.group.types)
    counts = [
        (year, amount(count, list_url("events:list", type=types, year=year)))
        for year, count in sorted(kind.crowd.years.items())
    ]
    return Lane(name, counts=counts)
