"""The number that puts events in order by date, also those whose date is not fully known."""

from datetime import date
from typing import TYPE_CHECKING

from publishing.dates import sort_key

if TYPE_CHECKING:
    from events.models import Event


def sort_key_of(event: "Event") -> int:
    """An exact date sorts as itself, an inexact one no earlier than its chair term began, an
    unknown one after the last dated event of its term, and one without a term last."""
    term = event.chair_term
    if event.date is not None:
        not_before = term.start.earliest if term and term.start else None
        return sort_key(event.date, not_before=not_before)
    if term is None or term.start is None:
        return sort_key(None)
    during = type(event).objects.dated_within(term.start.earliest, term.end.latest if term.end else date.max)
    # What was held does not wait for what is only planned in a term that still runs.
    last = during.held() if event.status == event.Status.HELD else during
    return sort_key(None, fallback=last.latest_day() or term.start.earliest)


def refresh_placed(event_model: type["Event"]) -> list[int]:
    """After an event or a term changed: events placed in a term, not being known to the day, move
    with its beginning and with the last dated event of it. The keys of those that did."""
    moved = []
    placed = event_model.objects.filter(chair_term__isnull=False).exclude(date_precision="day")
    for event in placed.select_related("chair_term").order_by("pk"):
        key = sort_key_of(event)
        if key != event.sort_key:
            event_model.objects.filter(pk=event.pk).write_bookkeeping(sort_key=key)
            moved.append(event.pk)
    return moved
