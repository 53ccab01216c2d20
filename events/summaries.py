"""Many events with all that the sentences about them are made from (`events.prose`), asked in one statement.

Partners, themes, series and chair terms are few beside the events that name them. Each becomes an object
once, however many events share it: in a calendar of five hundred these were most of the work and the memory.
"""

from collections import defaultdict
from typing import Any, NamedTuple

from events.models import Event, Participation, Series, Theme
from events.querysets import UNSAID
from members.models import Chairmanship, Partner
from publishing.together import Shaped, asked_once, attach


class Part(NamedTuple):
    """What a partner did at an event."""

    role: str
    partner: Partner


class PartColumns(NamedTuple):
    event_id: int
    partner_id: int
    role: str


class ThemeColumns(NamedTuple):
    event_id: int
    theme_id: int


def with_summaries(events: list[Event]) -> list[Event]:
    """The same events, which the caller has narrowed to public ones."""
    if not events:
        return events
    found = _found(events)
    partners, themes, series, terms = (
        {record.pk: record for record in found[name]} for name in ("partners", "themes", "series", "terms")
    )
    parts, marks = defaultdict(list), defaultdict(list)
    for row in found["parts"]:
        parts[row.event_id].append(Part(row.role, partners[row.partner_id]))
    for row in found["marks"]:
        marks[row.event_id].append(themes[row.theme_id])
    for event in events:
        attach(event, participations=parts[event.pk], themes=marks[event.pk])
        _set(event, "series", series.get(event.series_id))
        _set(event, "chair_term", terms.get(event.chair_term_id))
    return events


def _set(event: Event, name: str, record: Any) -> None:
    """As if it had been read with the event."""
    Event._meta.get_field(name).set_cached_value(event, record)  # type: ignore[union-attr]


def _found(events: list[Event]) -> dict[str, list[Any]]:
    keys = [event.pk for event in events]
    parts = Participation.objects.of_public_partners().filter(event__in=keys)
    marks = Event.themes.through.objects.filter(event__in=keys)
    themes, in_order = Theme.objects.published(), Theme._meta.ordering or ()
    return asked_once(
        parts=Shaped(parts, PartColumns),
        partners=Partner.objects.published().defer(*UNSAID).filter(pk__in=parts.values("partner")),
        marks=Shaped(
            marks.filter(theme__in=themes).order_by(*(f"theme__{name}" for name in in_order)), ThemeColumns
        ),
        themes=themes.defer(*UNSAID).filter(pk__in=marks.values("theme")),
        series=Series.objects.published().filter(pk__in=_named(events, "series_id")),
        terms=Chairmanship.objects.for_naming().filter(pk__in=_named(events, "chair_term_id")),
    )


def _named(events: list[Event], column: str) -> set[int]:
    return {key for event in events if (key := getattr(event, column)) is not None}
