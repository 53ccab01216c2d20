"""Keeps `ThemedEvent` in step with the types, dates and themes of events, and with the domains of topics."""

from collections.abc import Iterable

from events.models import Event, Theme, ThemedEvent
from publishing.bookkeeping import bring, some_at_once
from publishing.changes import Touched


def keep(keys: Iterable[int]) -> None:
    """Of the events with these keys, of which some may be gone: what differs is written anew."""
    for events in some_at_once(list(keys)):
        themes = themes_of_events(events)
        found = Event.objects.filter(pk__in=themes).values_list("pk", "type", "sort_key", "open_until")
        wanted = {(event, theme, *rest) for event, *rest in found for theme in themes[event]}
        held = ThemedEvent.objects.filter(event__in=events)
        bring(held, ("event_id", "theme_id", "type", "sort_key", "open_until"), wanted)


def themes_of_events(events: Iterable[int]) -> dict[int, set[int]]:
    """Event → its themes and the domains above them, public or not; of events that have any."""
    marks = Event.themes.through.objects.filter(event__in=events)
    found: dict[int, set[int]] = {}
    for event, theme, domain in marks.values_list("event", "theme", "theme__parent"):
        found.setdefault(event, set()).update((theme, domain) if domain else (theme,))
    return found


def moved(written: list[Touched]) -> list[int]:
    """The themes among these that have another domain than before."""
    return [
        entry.record.pk
        for entry in written
        if isinstance(entry.record, Theme)
        and isinstance(entry.before, Theme)
        and entry.before.parent_id != entry.record.parent_id
    ]


def events_marked(themes: list[int]) -> list[int]:
    marks = Event.themes.through.objects.filter(theme__in=themes)
    return list(marks.values_list("event", flat=True).distinct())
