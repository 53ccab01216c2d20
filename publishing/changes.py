"""The one way by which a change of the public record becomes known.

`record()` writes a `Change` with the next sequence number, which is also the version of the public
record. Numbers follow the order of commits: a writer holds the counter's lock until it commits.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import reversion
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from publishing import revisions

if TYPE_CHECKING:
    from publishing.models import Change, Record
    from publishing.models.records import Span

Follower = Callable[[list["Touched"]], None]
_followers: list[Follower] = []
# A record, and what is told of it.
Told = tuple["Record", "Change"]
AskedBeforeDeletion = Callable[["Record", datetime], set[tuple[str, str]]]
Echoing = Callable[[list["Touched"], list[Told], datetime], list["Change"]]
_echoing: list[tuple[AskedBeforeDeletion, Echoing]] = []


def on_write(follower: Follower) -> None:
    """Call `follower` with the records written, public or not, before the change is numbered.

    What it writes in turn is bookkeeping. It runs without the counter's lock, because who holds that
    lock must not wait for rows that others hold.
    """
    _followers.append(follower)


def echo_by(before_deletion: AskedBeforeDeletion, echoes: Echoing) -> None:
    """Ask these which other records show something of what was written, and are so changed with it."""
    _echoing.append((before_deletion, echoes))


@dataclass
class Touched:
    """A record written in this batch, and how it stood before the first write."""

    record: "Record"
    was_public: bool
    former_slug: str
    # What visitors saw of it; None where they saw nothing, or where a part that they see was written.
    seen_before: Any = None
    updated_before: datetime | None = None
    is_saved: bool = False
    is_deleted: bool = False
    before: "Record | None" = None
    # Name of a list of other records → their keys.
    links_before: dict[str, list[int]] = field(default_factory=dict)
    # Those that can only be public while it is.
    others: "list[Record]" = field(default_factory=list)
    # Of one that is deleted: kind and slug of those that show it.
    shown_in: set[tuple[str, str]] = field(default_factory=set)

    def is_renamed(self) -> bool:
        return bool(self.former_slug) and self.former_slug != self.record.slug

    def was_withdrawn(self) -> bool:
        """Nobody is told of it, yet its address goes on saying why, or that it is not there."""
        stood = self.before or (None if self.is_saved else self.record)
        return stood is not None and not self.was_public and stood.has_been_public

    def is_unseen(self) -> bool:
        """Written, but nothing that visitors see of it has changed."""
        return (
            self.seen_before is not None
            and not self.is_deleted
            and not self.is_renamed()
            and self.record.is_public
            and self.seen_before == self.record.seen()
        )


@dataclass
class Batch:
    name: str = ""
    # Something else that is public has changed, besides records.
    advances: bool = False
    touched: dict[tuple[str, int], Touched] = field(default_factory=dict)

    def note(self, record: "Record", *, before: "Record | None", deleted: bool = False) -> None:
        key = (record.kind, record.pk)
        entry = self.touched.get(key)
        if entry is None:
            was_public = before is not None and before.is_public
            entry = self.touched[key] = Touched(
                record,
                was_public=was_public,
                former_slug=before.slug if before else "",
                seen_before=before.seen() if before is not None and was_public else None,
                updated_before=before.updated_at if before is not None else None,
            )
            if entry.seen_before is not None:
                entry.links_before = entry.seen_before[1]
        entry.before = entry.before or before
        if deleted and entry.was_public:
            for before_deletion, _echoes in _echoing:
                entry.shown_in |= before_deletion(record, timezone.now())
        entry.record = record
        entry.is_saved = True
        entry.is_deleted = deleted

    def revision_to_be(self, record: "Record") -> int:
        """The number the record will have when the batch is written."""
        stored = type(record)._base_manager.values_list("revision", flat=True).get(pk=record.pk)
        entry = self.touched.get((record.kind, record.pk))
        return stored if entry and entry.is_saved else stored + 1

    def note_parts_of(self, record: "Record", *, seen: bool = True) -> None:
        """A part of the record was written, the record itself perhaps not; `seen` by visitors or not."""
        key = (record.kind, record.pk)
        entry = self.touched.get(key)
        if entry is None:
            entry = self.touched[key] = Touched(
                record,
                was_public=record.is_public,
                former_slug=record.slug,
                seen_before=record.seen() if record.is_public else None,
                updated_before=record.updated_at,
            )
        if seen:
            entry.seen_before = None


_current: ContextVar[Batch | None] = ContextVar("changes_batch", default=None)


def is_open() -> bool:
    """Whether something may be written already that has no number yet, and perhaps never will."""
    return _current.get() is not None


@contextmanager
def together(name: str = "") -> Iterator[Batch]:
    """Everything written inside is one transaction, one revision and, for each record, one change.

    A `name` marks a batch, such as the first load, that is not news.
    """
    outer = _current.get()
    if outer is not None:
        yield outer
        return
    # Records are added once, as they stand at the end, with their parts.
    with transaction.atomic(), reversion.create_revision(manage_manually=True):
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
    told: list[Told] = []
    for entry in batch.touched.values():
        if not entry.is_saved:
            entry.record = _advanced(entry.record, now)
        if not entry.is_deleted:
            revisions.add(entry.record)
        entry.others = list(entry.record.public_with_it())
        _withdraw_announcements(entry, now)
        unseen = entry.is_unseen()
        if unseen:
            _keep_date(entry)
        told.extend(_changes_of(entry, now, is_unseen=unseen))
    for follower in _followers:
        follower(list(batch.touched.values()))
    drafts = _each_once(change for _record, change in told)
    record_version = apps.get_model("publishing", "RecordVersion")
    if not (drafts or _echoes(batch, told, now)):
        if batch.advances or any(entry.was_withdrawn() for entry in batch.touched.values()):
            record_version.advance()
        return
    counter = record_version.lock()
    # Only now: until here, others could withdraw or rename what shows it, or let something else show it.
    drafts.extend(_echoes(batch, told, now))
    if not drafts:
        # What would have told of it is gone by now; what is kept for this state may be another all the same.
        counter.number += 1
    # Asked once the lock is held: a higher number never has an earlier moment.
    recorded_at = timezone.now()
    for change in drafts:
        counter.number += 1
        change.sequence = counter.number
        change.recorded_at = recorded_at
        change.batch = change.batch or batch.name
    counter.save(update_fields=["number"])
    apps.get_model("publishing", "Change").objects.bulk_create(drafts)


def _echoes(batch: Batch, told: list[Told], now: datetime) -> list["Change"]:
    touched = list(batch.touched.values())
    return [change for _before, echoes in _echoing for change in echoes(touched, told, now)]


def _each_once(drafts: Iterable["Change"]) -> list["Change"]:
    """What was written itself, and appears with another record that was, is told once."""
    found: dict[tuple[Any, ...], Change] = {}
    for change in drafts:
        found.setdefault((change.kind, change.slug, change.verb, change.at), change)
    return list(found.values())


def _advanced(record: "Record", now: datetime) -> "Record":
    """The record as it is stored, one revision further on.

    The object at hand follows only if it was up to date: a stale one must stay so, or its next save
    would write over what somebody else has saved.
    """
    records = type(record).objects
    stored = records.select_for_update().get(pk=record.pk)
    is_current = record.revision == stored.revision
    stored.revision, stored.updated_at = stored.revision + 1, now
    records.filter(pk=record.pk).write_bookkeeping(revision=stored.revision, updated_at=now)
    if is_current:
        record.revision, record.updated_at = stored.revision, now
    return stored


def _withdraw_announcements(entry: Touched, now: datetime) -> None:
    """What was announced for later is announced anew, as it now stands."""
    if not entry.former_slug and not entry.is_deleted:
        return
    change_model = apps.get_model("publishing", "Change")
    names = {(entry.record.kind, entry.record.slug), (entry.record.kind, entry.former_slug)}
    names |= {(record.kind, record.slug) for record in entry.others}
    for kind in {kind for kind, _slug in names}:
        slugs = [slug for named, slug in names if named == kind]
        change_model.objects.filter(kind=kind, slug__in=slugs, at__gt=now).delete()


def _keep_date(entry: Touched) -> None:
    """Pages say when a record was last changed: that is told of what can be seen."""
    record: Any = entry.record
    type(record).objects.filter(pk=record.pk).write_bookkeeping(updated_at=entry.updated_before)
    record.updated_at = entry.updated_before


def all_last(spans: "Iterable[Span]", at: datetime) -> bool:
    return all(start is not None and start <= at and (end is None or end > at) for start, end in spans)


def _changes_of(entry: Touched, now: datetime, *, is_unseen: bool) -> list[Told]:
    from publishing.models import Change  # noqa: PLC0415 (models import this module)

    record = entry.record
    verb = Change.Verb
    # What leaves the record does so under the address at which it was seen.
    left = entry.former_slug if entry.was_public else record.slug

    def change(which: str, at: datetime, of: "Record" = record, slug: str = "") -> Told:
        former = entry.former_slug if which == verb.RENAMED else ""
        return of, Change(kind=of.kind, slug=slug or of.slug, former_slug=former, verb=which, at=at)

    if entry.is_deleted:
        return [change(verb.DELETED, now, slug=left)] if entry.was_public else []
    found = []
    is_public = record.is_public
    if entry.was_public and not is_public:
        found.append(change(verb.WITHDRAWN, now, slug=left))
    elif entry.was_public:
        if not is_unseen:
            found.append(change(verb.RENAMED if entry.is_renamed() else verb.CHANGED, now))
    elif is_public:
        found.append(change(verb.PUBLISHED, now))
    # What a date will bring about is written now and seen then: no job has to run.
    found.extend(change(which, at) for which, at in record.transitions_after(now))
    # What appears and vanishes with it does so in the feed, too.
    for other in entry.others:
        if is_public and not entry.was_public and other.is_public:
            found.append(change(verb.PUBLISHED, now, other))
        elif entry.was_public and not is_public and all_last(other.spans()[: -len(record.spans())], now):
            found.append(change(verb.WITHDRAWN, now, other))
        found.extend(change(which, at, other) for which, at in other.transitions_after(now))
    return found
