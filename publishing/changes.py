"""The one way by which a change of the public record becomes known.

`record()` writes a `Change` with the next sequence number, which is also the version of the public
record. Numbers follow the order of commits: a writer holds the counter's lock until it commits.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import reversion
from django.apps import apps
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from publishing import revisions

if TYPE_CHECKING:
    from publishing.models import Change, Record

Listener = Callable[[list["Change"]], None]
_listeners: list[Listener] = []


def on_change(listener: Listener) -> None:
    """Call `listener` with the new changes, in their transaction. For `search`, when apps are ready."""
    _listeners.append(listener)


@dataclass
class Touched:
    """A record written in this batch, and how it stood before the first write."""

    record: "Record"
    was_public: bool
    former_slug: str
    is_saved: bool = False
    is_deleted: bool = False


@dataclass
class Batch:
    name: str = ""
    touched: dict[tuple[str, int], Touched] = field(default_factory=dict)

    def note(self, record: "Record", *, before: "Record | None", deleted: bool = False) -> None:
        key = (record.kind, record.pk)
        entry = self.touched.get(key)
        if entry is None:
            entry = self.touched[key] = Touched(
                record,
                was_public=before is not None and before.is_public,
                former_slug=before.slug if before else "",
            )
        entry.record = record
        entry.is_saved = True
        entry.is_deleted = deleted

    def note_parts_of(self, record: "Record") -> None:
        """A part of the record was written, the record itself perhaps not."""
        key = (record.kind, record.pk)
        if key not in self.touched:
            self.touched[key] = Touched(record, was_public=record.is_public, former_slug=record.slug)


_current: ContextVar[Batch | None] = ContextVar("changes_batch", default=None)


@contextmanager
def together(name: str = "") -> Iterator[Batch]:
    """Everything written inside is one transaction, one revision and, for each record, one change.

    A `name` marks a batch, such as the first load, that is not news.
    """
    outer = _current.get()
    if outer is not None:
        yield outer
        return
    with transaction.atomic(), reversion.create_revision():
        batch = Batch(name)
        token = _current.set(batch)
        try:
            yield batch
        finally:
            _current.reset(token)
        _write(batch)


def record(record: "Record", *, before: "Record | None" = None, deleted: bool = False) -> None:
    """Tell that the record was written; `before` is how it stood, None if it is new."""
    with together() as batch:
        batch.note(record, before=before, deleted=deleted)


def record_part_of(record: "Record") -> None:
    with together() as batch:
        batch.note_parts_of(record)


def _write(batch: Batch) -> None:
    now = timezone.now()
    drafts: list[Change] = []
    change_model = apps.get_model("publishing", "Change")
    for entry in batch.touched.values():
        if not entry.is_saved:
            _advance(entry.record, now)
        if not entry.is_deleted:
            revisions.add(entry.record)
        if entry.former_slug or entry.is_deleted:
            # What was announced for later is announced anew below, as it now stands.
            change_model.objects.filter(
                kind=entry.record.kind, slug__in={entry.record.slug, entry.former_slug}, at__gt=now
            ).delete()
        drafts.extend(_changes_of(entry, now))
    if not drafts:
        return
    counter = apps.get_model("publishing", "RecordVersion").lock()
    for change in drafts:
        counter.number += 1
        change.sequence = counter.number
        change.recorded_at = now
        change.batch = batch.name
    counter.save(update_fields=["number"])
    change_model.objects.bulk_create(drafts)
    for listener in _listeners:
        listener(drafts)


def _advance(record: "Record", now: datetime) -> None:
    type(record).objects.filter(pk=record.pk).write_bookkeeping(revision=F("revision") + 1, updated_at=now)
    # So that what is kept below names its revision, and the record at hand can be saved again.
    record.refresh_from_db(fields=["revision", "updated_at"])


def _changes_of(entry: Touched, now: datetime) -> list["Change"]:
    from publishing.models import Change  # noqa: PLC0415 (models import this module)

    record = entry.record
    verb = Change.Verb

    def change(which: str, at: datetime) -> Change:
        former = entry.former_slug if which == verb.RENAMED else ""
        return Change(kind=record.kind, slug=record.slug, former_slug=former, verb=which, at=at)

    if entry.is_deleted:
        return [change(verb.DELETED, now)] if entry.was_public else []
    found = []
    if entry.was_public and not record.is_public:
        found.append(change(verb.WITHDRAWN, now))
    elif entry.was_public:
        renamed = entry.former_slug != record.slug
        found.append(change(verb.RENAMED if renamed else verb.CHANGED, now))
    elif record.is_public:
        found.append(change(verb.PUBLISHED, now))
    # What a date will bring about is written now and seen then: no job has to run.
    found.extend(change(verb(which), at) for which, at in record.transitions_after(now))
    return found
