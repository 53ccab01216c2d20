"""The meetings to come, and those of the last two years with what they adopted and discussed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from declarations.models import Document
from declarations.readiness import DOCUMENTS
from desk.dossier.cut import Cut, cut
from events.models import Event, Participation
from events.readiness import EVENTS, LEADING
from publishing.dates import PartialDate, Precision, sort_key
from publishing.languages import columns_of
from publishing.querysets import is_withdrawn
from publishing.readiness import Point, lacking

COMING, RECENT, DOCUMENTS_OF_THEM = 40, 80, 300
MONTHS = 24
LOOKED_BACK = timedelta(days=731)


@dataclass
class Held:
    """One meeting with its documents, and what is missing of either."""

    event: Event
    points: list[Point]
    documents: list[Document] = field(default_factory=list)

    @property
    def needed(self) -> list[Point]:
        return [point for point in self.points if point.is_needed]


def coming_meetings(*, is_internal: bool) -> Cut:
    """Soonest first, with what each lacks."""
    events = _events(is_internal).exclude(status=Event.Status.CANCELLED).upcoming()
    found = cut(events, COMING)
    points = EVENTS.points_for(found.rows)
    rows = [Held(event, lacking(points[event.pk])) for event in found.rows]
    return Cut(rows, found.limit, found.is_cut)


def recent_meetings(*, is_internal: bool) -> Cut:
    """Of the last 24 months, the latest first."""
    since = timezone.localdate() - LOOKED_BACK
    events = _events(is_internal).past().filter(sort_key__gte=sort_key(_exactly(since)))
    found = cut(events, RECENT)
    points = EVENTS.points_for(found.rows)
    documents = _documents_of(found.rows, is_internal=is_internal)
    rows = [Held(event, lacking(points[event.pk]), documents[event.pk]) for event in found.rows]
    return Cut(rows, found.limit, found.is_cut)


def _exactly(day: date) -> PartialDate:
    return PartialDate(day, day, Precision.DAY)


def _events(is_internal: bool) -> Any:
    rows = Event.objects.exclude(is_withdrawn()) if is_internal else Event.objects.published()
    leading = Participation.objects.of_public_partners().filter(role__in=LEADING)
    return rows.own().prefetch_related(Prefetch("participations", queryset=leading, to_attr="leading"))


def _documents_of(events: Iterable[Event], *, is_internal: bool) -> dict[int, list[Document]]:
    """What each adopted, then what else was discussed there; each document with its `missing` points."""
    keys = [event.pk for event in events]
    every = Document.objects.exclude(is_withdrawn()) if is_internal else Document.objects.published()
    light = every.defer("provisions_note", *columns_of("provisions_note")).newest_first()
    adopted = list(light.filter(adopting_event__in=keys)[:DOCUMENTS_OF_THEM])
    links = Document.related_events.through.objects.filter(event__in=keys)
    pairs = list(links.order_by("pk").values_list("event", "document")[:DOCUMENTS_OF_THEM])
    discussed = list(light.filter(pk__in=[document for _event, document in pairs]))
    points = DOCUMENTS.points_for([*adopted, *discussed])
    found: dict[int, list[Document]] = defaultdict(list)
    for document in adopted:
        found[document.adopting_event_id].append(document)
    by_key = {document.pk: document for document in discussed}
    for event, key in pairs:
        document = by_key.get(key)
        if document is not None and document.adopting_event_id != event:
            found[event].append(document)
    for document in [*adopted, *discussed]:
        document.missing = lacking(points[document.pk])  # type: ignore[attr-defined]
    return found
