"""Keeps the translation list true to the record, in the transaction that writes the record."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from desk.models import ListedTranslation, TranslationProgress
from publishing.changes import Touched
from publishing.dates import PartialDate
from publishing.folding import fold
from publishing.history import version_at
from publishing.kinds import record_models
from publishing.models import Publishable, Record
from publishing.texts import TextIn, parts_with_texts, texts_in

_ORIGINAL, *TRANSLATIONS = settings.MODELTRANSLATION_LANGUAGES
COUNTS = ("texts", "missing", "out_of_date", "unofficial")
BATCH = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One text in a row of the list."""

    name: str
    state: str
    total: int
    missing: int
    # When the original was last changed, if the translation is older; its revision, to know it again.
    changed_on: str = ""
    original_revision: int = 0


def follow(written: list[Touched]) -> None:
    """After a write, public or not: drafts are translated, too."""
    keys: dict[type[Record], dict[int, None]] = defaultdict(dict)
    for touched in written:
        if not touched.is_deleted:
            keys[type(touched.record)][touched.record.pk] = None
    for model, found in keys.items():
        left = list(found)
        while left:
            bring(model, left[:BATCH])
            left = left[BATCH:]


def forget(sender: type[models.Model], instance: models.Model, **_more: Any) -> None:
    """After a deletion, also one by cascade, of which nothing else tells."""
    kind = ContentType.objects.get_for_model(sender)
    _remove(kind, ListedTranslation.objects.filter(content_type=kind, object_id=instance.pk))


def bring(model: type[Record], keys: Sequence[int], *, anew: bool = False) -> int:
    """Write how these records stand in each language. Returns how many there are.

    `anew` asks the history when the original of a translation was changed; after a write that is known.
    """
    kind = ContentType.objects.get_for_model(model)
    names = [relation.name for relation in parts_with_texts(model)]
    records: Any = model.objects.for_naming().filter(pk__in=keys)
    records = records.prefetch_related("translation_states", *names)
    known = {
        (row.object_id, row.language): row
        for row in ListedTranslation.objects.select_for_update().filter(content_type=kind, object_id__in=keys)
    }
    new, gone = [], []
    moved: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTS, 0))
    found = 0
    for record in records:
        found += 1
        for language in TRANSLATIONS:
            row = known.get((record.pk, language))
            texts = texts_in(record, language)
            if not texts:
                gone += [row] if row else []
                continue
            before = _values(row) if row else None
            row = row or ListedTranslation(content_type=kind, object_id=record.pk, language=language)
            _fill(row, record, texts, anew=anew)
            if _values(row) == before:
                continue
            for name in COUNTS:
                moved[language][name] += getattr(row, name) - (before[name] if before else 0)
            if row.pk:
                row.save()
            else:
                new.append(row)
    ListedTranslation.objects.bulk_create(new)
    _move(kind, moved)
    if gone:
        _remove(kind, ListedTranslation.objects.filter(pk__in=[row.pk for row in gone]))
    return found


def rebuild() -> Iterator[tuple[str, int]]:
    """Everything anew, batch by batch, while the site serves. Yields kind and how many records it has."""
    for name, model in record_models().items():
        kind = ContentType.objects.get_for_model(model)
        done, last = 0, 0
        rows = model._base_manager.order_by("pk")
        while True:
            with transaction.atomic():
                # Locked, so that nobody's save is undone by an older state.
                batch = rows.select_for_update().filter(pk__gt=last)[:BATCH]
                keys = [record.pk for record in batch.only("pk")]
                if not keys:
                    break
                done += bring(model, keys, anew=True)
            last = keys[-1]
        with transaction.atomic():
            there = model._base_manager.values("pk")
            _remove(kind, ListedTranslation.objects.filter(content_type=kind).exclude(object_id__in=there))
            _add_up(kind)
        yield name, done


def _values(row: ListedTranslation) -> dict[str, Any]:
    return {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}


def _fill(row: ListedTranslation, record: Record, texts: list[TextIn], *, anew: bool) -> None:
    earlier = {entry["name"]: Entry(**entry) for entry in row.entries}
    row.priority = _priority_of(record)
    row.day = _day_of(record)
    row.search_text = getattr(record, "search_text", "") or fold(f"{record} {record.slug}")
    row.texts = sum(text.total for text in texts)
    row.missing = sum(text.missing for text in texts)
    row.out_of_date = sum(text.there for text in texts if text.is_out_of_date)
    row.unofficial = sum(text.there for text in texts if text.is_unofficial)
    row.is_done = not (row.missing or row.out_of_date or row.unofficial)
    row.entries = [asdict(_entry(record, text, earlier.get(text.name), anew=anew)) for text in texts]


def _entry(record: Record, text: TextIn, earlier: Entry | None, *, anew: bool) -> Entry:
    changed_on, revision = "", 0
    if text.standing is not None and text.is_out_of_date:
        revision = text.standing.original_revision
        if earlier is not None and earlier.changed_on and earlier.original_revision == revision:
            changed_on = earlier.changed_on
        else:
            changed_on = _day_of_revision(record, revision, anew=anew).isoformat()
    return Entry(text.name, text.state.value, text.total, text.missing, changed_on, revision)


def _day_of_revision(record: Record, revision: int, *, anew: bool) -> date:
    version = version_at(record, revision) if anew else None
    return timezone.localdate(version.revision.date_created) if version else timezone.localdate()


def _priority_of(record: Record) -> int:
    priority = ListedTranslation.Priority
    if not isinstance(record, Publishable):
        return priority.PUBLIC if record.is_certain else priority.DRAFT
    if record.withdrawn_at is not None:
        return priority.WITHDRAWN
    return priority.PUBLIC if record.published_at is not None else priority.DRAFT


def _day_of(record: Record) -> date:
    """The last day that it is about; of what has no date, the day it was entered."""
    for name in ("shown_date", "date", "end", "start"):
        value = getattr(record, name, None)
        if isinstance(value, PartialDate):
            return value.latest
    return timezone.localdate(record.created_at)


def _remove(kind: ContentType, rows: models.QuerySet) -> None:
    found = list(rows)
    moved: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTS, 0))
    for row in found:
        for name in COUNTS:
            moved[row.language][name] -= getattr(row, name)
    ListedTranslation.objects.filter(pk__in=[row.pk for row in found]).delete()
    _move(kind, moved)


def _move(kind: ContentType, moved: dict[str, dict[str, int]]) -> None:
    """In one order, and only what has changed: who writes these sums holds them to the end."""
    for language, counts in sorted(moved.items()):
        if not any(counts.values()):
            continue
        sums, _is_new = TranslationProgress.objects.get_or_create(content_type=kind, language=language)
        steps = {name: F(name) + step for name, step in counts.items()}
        TranslationProgress.objects.filter(pk=sums.pk).update(**steps)


def _add_up(kind: ContentType) -> None:
    for language in TRANSLATIONS:
        rows = ListedTranslation.objects.filter(content_type=kind, language=language)
        sums = rows.aggregate(**{name: models.Sum(name, default=0) for name in COUNTS})
        TranslationProgress.objects.update_or_create(content_type=kind, language=language, defaults=sums)
