"""Keeps `Involvement` in step with the dates and participations of events."""

from collections.abc import Iterable

from events.models import Event, Involvement, Participation


def keep(keys: Iterable[int]) -> None:
    """Of the events with these keys, of which some may be gone: what differs is written anew."""
    events = list(keys)
    dated = Event.objects.filter(pk__in=events).values_list("pk", "sort_key", "open_until")
    dates = {pk: (key, until) for pk, key, until in dated}
    parts = Participation.objects.filter(event__in=dates).order_by().values_list("event", "partner")
    wanted = {(event, partner, *dates[event]) for event, partner in parts}
    held = {
        (row.event_id, row.partner_id, row.sort_key, row.open_until): row.pk
        for row in Involvement.objects.filter(event__in=events)
    }
    Involvement.objects.filter(pk__in=[held[row] for row in held.keys() - wanted]).delete()
    Involvement.objects.bulk_create(
        Involvement(event_id=event, partner_id=partner, sort_key=key, open_until=until)
        for event, partner, key, until in sorted(wanted - held.keys())
    )
