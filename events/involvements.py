"""Keeps `Involvement` in step with the dates and participations of events."""

from collections.abc import Iterable

from events.models import Event, Involvement, Participation
from publishing.bookkeeping import bring


def keep(keys: Iterable[int]) -> None:
    """Of the events with these keys, of which some may be gone: what differs is written anew."""
    events = list(keys)
    dated = Event.objects.filter(pk__in=events).values_list("pk", "sort_key", "open_until")
    dates = {pk: (key, until) for pk, key, until in dated}
    parts = Participation.objects.filter(event__in=dates).order_by().values_list("event", "partner")
    wanted = {(event, partner, *dates[event]) for event, partner in parts}
    held = Involvement.objects.filter(event__in=events)
    bring(held, ("event_id", "partner_id", "sort_key", "open_until"), wanted)
