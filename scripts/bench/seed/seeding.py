"""From the shipped record to a database of any size."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from declarations.models import Commitment, Document
from events.models import Event, Series
from publishing.models import Change, Record, RecordVersion
from scripts.bench.seed.copies import COPIED, Copier, last_keys
from scripts.bench.seed.documents import make_documents
from scripts.bench.seed.events import make_events
from scripts.bench.seed.made import Made
from scripts.bench.seed.tables import keep_no_log, quick_to_fill, set_sequences
from search.index import bring

MADE_ONE_BY_ONE = 10_000
DOCUMENTS_FOR_EACH_EVENT = 0.4
BROUGHT_AT_ONCE = 200
INVOLVEMENTS = """
INSERT INTO events_involvement (event_id, partner_id, sort_key, open_until)
SELECT DISTINCT part.event_id, part.partner_id, event.sort_key, event.open_until
FROM events_participation AS part JOIN events_event AS event ON event.id = part.event_id
"""


THEMED_EVENTS = """
INSERT INTO events_themedevent (event_id, theme_id, type, sort_key, open_until)
SELECT event.id, mark.theme_id, event.type, event.sort_key, event.open_until
FROM (
    SELECT event_id, theme_id FROM events_event_themes
    UNION
    SELECT event_id, parent_id FROM events_event_themes JOIN events_theme AS theme ON theme.id = theme_id
    WHERE parent_id IS NOT NULL
) AS mark JOIN events_event AS event ON event.id = mark.event_id
"""
THEMED_DOCUMENTS = """
INSERT INTO declarations_themeddocument (document_id, theme_id, type, sort_key)
SELECT document.id, mark.theme_id, document.type, document.sort_key
FROM (
    SELECT document_id, theme_id FROM declarations_document_themes
    UNION
    SELECT document_id, parent_id
    FROM declarations_document_themes JOIN events_theme AS theme ON theme.id = theme_id
    WHERE parent_id IS NOT NULL
    UNION
    SELECT adopted.id, themed.theme_id
    FROM declarations_document AS adopted
    JOIN events_themedevent AS themed ON themed.event_id = adopted.adopting_event_id
    UNION
    SELECT link.document_id, themed.theme_id
    FROM declarations_document_related_events AS link
    JOIN events_themedevent AS themed ON themed.event_id = link.event_id
) AS mark JOIN declarations_document AS document ON document.id = mark.document_id
"""


def seed(size: int) -> None:
    one_by_one = min(size, MADE_ONE_BY_ONE)
    if size % one_by_one:
        raise SystemExit(f"Beyond {MADE_ONE_BY_ONE:,}, give a multiple of it.")
    keep_no_log()
    shipped = last_keys()
    with transaction.atomic():
        make(one_by_one)
    if size > one_by_one:
        with quick_to_fill([model._meta.db_table for model in COPIED]):
            copy(Copier(shipped), size // one_by_one)
    fill_what_follows()
    with transaction.atomic():
        set_sequences(COPIED)
        last = Change.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
        RecordVersion.objects.update_or_create(pk=1, defaults={"number": last})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def copy(copier: Copier, times: int) -> None:
    for number in range(1, times):
        with transaction.atomic():
            copier.copy(number)
        if number % 10 == 9:
            print(f"{number + 1} of {times} parts …", flush=True)


def fill_what_follows() -> None:
    """As saving would have: from events, documents, participations and themes."""
    with connection.cursor() as cursor:
        for table, rows in (
            ("events_involvement", INVOLVEMENTS),
            ("events_themedevent", THEMED_EVENTS),
            ("declarations_themeddocument", THEMED_DOCUMENTS),
        ):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - ours
            cursor.execute(rows)


def make(number: int) -> None:
    made = Made(random.Random(20141128))  # noqa: S311 - the same in every run
    events = make_events(made, number)
    documents = make_documents(made, int(number * DOCUMENTS_FOR_EACH_EVENT), events)
    records = [*made.rows[Series], *events, *documents, *made.rows.get(Commitment, [])]
    made.write()
    add_changes(made, records)
    made.write()
    for model in (Series, Event, Document, Commitment):
        keys = [record.pk for record in records if isinstance(record, model)]
        for start in range(0, len(keys), BROUGHT_AT_ONCE):
            bring(model._meta.model_name or "", keys[start : start + BROUGHT_AT_ONCE])


def add_changes(made: Made, records: list[Any]) -> None:
    """Each was published once, and one in three changed later."""
    for record, verb, at in sorted(changes_of(made, records), key=lambda change: change[2]):
        made.add(
            Change,
            kind=record.kind,
            slug=record.slug,
            former_slug="",
            verb=verb,
            at=at,
            recorded_at=at,
            batch="",
        )


def changes_of(made: Made, records: list[Any]) -> Iterator[tuple[Record, str, Any]]:
    for record in records:
        if record.published_at:
            yield record, Change.Verb.PUBLISHED, record.published_at
            if made.chance.random() < 0.3:
                yield record, Change.Verb.CHANGED, record.published_at + timedelta(days=1)
            if record.withdrawn_at:
                yield record, Change.Verb.WITHDRAWN, record.withdrawn_at
