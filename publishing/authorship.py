"""Keeps `Authorship` true as records are written, whatever writes them."""

from functools import reduce
from operator import or_
from typing import Any

import reversion
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone

from publishing.changes import Touched
from publishing.models import Authorship, Publishable, Record

Key = tuple[int, int]


def follow(touched: list[Touched]) -> None:
    person, now = reversion.get_user(), timezone.now()
    entries = {_key_of(entry.record): entry for entry in touched}
    known = _known(list(entries))
    gone = [known[key].pk for key, entry in entries.items() if entry.is_deleted and key in known]
    if gone:
        Authorship.objects.filter(pk__in=gone).delete()
    rows = [
        _row(key, entries[key], known.get(key), person)
        for key in sorted(entries)
        if not entries[key].is_deleted and (person or key in known or _stage_of(entries[key].record))
    ]
    for row in rows:
        row.saved_at = now
    Authorship.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["content_type", "object_id"],
        update_fields=["saved_by", "saved_at", "submitted_by", "stage"],
    )


def _key_of(record: Record) -> Key:
    return ContentType.objects.get_for_model(record).pk, record.pk


def _known(keys: list[Key]) -> dict[Key, Authorship]:
    kinds: dict[int, list[int]] = {}
    for kind, pk in keys:
        kinds.setdefault(kind, []).append(pk)
    if not kinds:
        return {}
    those = reduce(or_, (Q(content_type=kind, object_id__in=found) for kind, found in kinds.items()))
    return {(row.content_type_id, row.object_id): row for row in Authorship.objects.filter(those)}


def _row(key: Key, entry: Touched, known: Authorship | None, person: Any) -> Authorship:
    stage = _stage_of(entry.record)
    is_new = entry.updated_before is None
    row = Authorship(content_type_id=key[0], object_id=key[1], stage=stage)
    row.made_by_id = person.pk if person and is_new else None
    row.saved_by_id = known.saved_by_id if known else None
    row.submitted_by_id = known.submitted_by_id if known else None
    if person:
        row.saved_by_id = person.pk
    if stage == Authorship.Stage.IN_REVIEW and (known is None or known.stage != stage):
        row.submitted_by_id = person.pk if person else None
    return row


def _stage_of(record: Record) -> str:
    if not isinstance(record, Publishable) or record.published_at is not None:
        return ""
    return Authorship.Stage.IN_REVIEW if record.submitted_at else Authorship.Stage.DRAFT
