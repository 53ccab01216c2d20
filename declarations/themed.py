"""Keeps `ThemedDocument` in step with documents, their themes, and those of the events they belong to."""

from collections.abc import Iterable

from django.db.models import Q

from declarations.models import Document, ThemedDocument
from events.themed import events_marked, moved, themes_of_events
from publishing.bookkeeping import bring, some_at_once
from publishing.changes import Touched


def follow(written: list[Touched]) -> None:
    """Of the documents that what was written touches: what differs is written anew."""
    events = {entry.record.pk for entry in written if entry.record.kind == "event"}
    documents = {entry.record.pk for entry in written if entry.record.kind == "document"}
    themes = moved(written)
    if themes:
        events.update(events_marked(themes))
        documents.update(documents_marked(themes))
    documents.update(documents_of(events))
    keep(sorted(documents))


def documents_marked(themes: list[int]) -> list[int]:
    marks = Document.themes.through.objects.filter(theme__in=themes)
    return list(marks.values_list("document", flat=True).distinct())


def documents_of(events: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for some in some_at_once(list(events)):
        rows = Document.objects.filter(Q(adopting_event__in=some) | Q(related_events__in=some))
        found.update(rows.order_by().values_list("pk", flat=True))
    return found


def keep(keys: Iterable[int]) -> None:
    """Of the documents with these keys, of which some may be gone."""
    for documents in some_at_once(list(keys)):
        rows = Document.objects.filter(pk__in=documents).order_by()
        said, events_of = {}, {}
        for pk, kind, sort_key, adopted_at in rows.values_list("pk", "type", "sort_key", "adopting_event"):
            said[pk], events_of[pk] = (kind, sort_key), {adopted_at} if adopted_at else set()
        links = Document.related_events.through.objects.filter(document__in=documents)
        for document, event in links.values_list("document", "event"):
            events_of[document].add(event)
        themes_at = themes_of_events(set().union(*events_of.values()))
        wanted = {
            (document, theme, *said[document])
            for document, events in events_of.items()
            for event in events
            for theme in themes_at.get(event, ())
        }
        marks = Document.themes.through.objects.filter(document__in=documents)
        for document, theme, domain in marks.values_list("document", "theme", "theme__parent"):
            wanted |= {(document, mark, *said[document]) for mark in (theme, domain) if mark}
        held = ThemedDocument.objects.filter(document__in=documents)
        bring(held, ("document_id", "theme_id", "type", "sort_key"), wanted)
