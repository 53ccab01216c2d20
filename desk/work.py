"""What somebody is in the middle of, and what waits for somebody else's eyes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from accounts.models import User
from desk.kinds import Kind, Kinds
from publishing.models import Authorship, PendingChange, Publishable, Remark

SHOWN = 10
# Remarks on what is shown, of which each row tells the latest.
REMARKS_READ = 200

States = Publishable.State
Key = tuple[int, int]


@dataclass(frozen=True)
class Work:
    """One record, or one prepared edit of it, and where it is taken up."""

    record: Any
    kind: Kind
    state: str
    at: datetime
    address: str
    who: User | None = None
    # What a reviewer said and nobody has settled.
    remark: str = ""
    is_prepared_edit: bool = False
    is_own: bool = False


@dataclass(frozen=True)
class Shown:
    """No more rows than anybody reads at once; whether there are others."""

    rows: list[Work]
    has_more: bool

    @classmethod
    def of(cls, rows: Iterable[Work]) -> "Shown":
        found = list(rows)
        return cls(found[:SHOWN], len(found) > SHOWN)


# Mine


def my_drafts(kinds: Kinds, person: Any) -> Shown:
    """What the person wrote and nobody has published, and their prepared edits. What was returned with a
    remark comes first, then what was saved last."""
    written = [*_drafts_of(kinds, person), *_edits_of(kinds, person)]
    return Shown.of(sorted(written, key=lambda work: (bool(work.remark), work.at), reverse=True))


def _drafts_of(kinds: Kinds, person: Any) -> list[Work]:
    """What was returned is asked for by itself: it must not be missed behind newer drafts."""
    changed = [kind.key for kind in kinds.to_change()]
    rows = Authorship.objects.filter(content_type__in=changed)
    submitted = rows.filter(stage=Authorship.Stage.IN_REVIEW, submitted_by=person).order_by(
        "-saved_at", "-pk"
    )
    asked = (rows.returned_to(person), rows.drafts_of(person), submitted)
    found = {(row.content_type_id, row.object_id): row for some in asked for row in some[: SHOWN + 1]}
    records = kinds.find(found)
    remarks = _remarks_to(person, found)
    works = []
    for (kind_key, key), row in found.items():
        record, kind = records.get((kind_key, key)), kinds.by_key[kind_key]
        if record is not None:
            is_draft = row.stage == Authorship.Stage.DRAFT
            remark = remarks.get((kind_key, key), "") if is_draft else ""
            state = str(States(record.state).label)
            works.append(Work(record, kind, state, row.saved_at, kind.page(key), remark=remark))
    return works


def _remarks_to(person: Any, keys: Iterable[Key]) -> dict[Key, str]:
    """The latest open remark of a colleague on each record; those on prepared edits aside."""
    named = [Q(content_type=kind, object_id=key) for kind, key in keys]
    if not named:
        return {}
    remarks = Remark.objects.open().filter(reduce(or_, named), pending_change=None).exclude(author=person)
    rows = remarks.order_by("-pk").values_list("content_type", "object_id", "text")[:REMARKS_READ]
    return {(kind, key): text for kind, key, text in reversed(rows)}


def _edits_of(kinds: Kinds, person: Any) -> list[Work]:
    edits = _with_records(kinds, _edits().prepared_by(person).open()[: SHOWN + 1])
    remarks: dict[int, str] = dict(
        Remark.objects.open()
        .filter(pending_change__in=edits)
        .exclude(author=person)
        .order_by("pk")
        .values_list("pending_change", "text")[:REMARKS_READ]
    )
    return [
        _edit(kinds, edit, at=edit.saved_at, remark="" if edit.submitted_at else remarks.get(edit.pk, ""))
        for edit in edits
    ]


# Waiting for a review


def waiting_for_review(kinds: Kinds, person: Any) -> Shown:
    """What the person may publish or release, others' submissions first, the one that waits longest first."""
    records = Authorship.objects.filter(content_type__in=[kind.key for kind in kinds.to_publish()])
    edits = _edits().filter(content_type__in=_released_by(kinds))
    works = []
    # Asked for apart, so that one's own never stand before those of others.
    for is_own in (False, True):
        theirs = records.filter(submitted_by=person) if is_own else records.exclude(submitted_by=person)
        prepared = edits.filter(author=person) if is_own else edits.exclude(author=person)
        works += _in_review(kinds, theirs, prepared, most=SHOWN, is_own=is_own)
    return Shown.of(works)


def everything_in_review(kinds: Kinds, most: int) -> list[Work]:
    """Whoever is to review it, the one that waits longest first; one more than `most` if there are more."""
    seen = list(kinds.by_key)
    records, edits = Authorship.objects.filter(content_type__in=seen), _edits().filter(content_type__in=seen)
    return _in_review(kinds, records, edits, most=most)


def _in_review(kinds: Kinds, records: Any, edits: Any, *, most: int, is_own: bool = False) -> list[Work]:
    rows = list(records.waiting_for_review().select_related("submitted_by")[: most + 1])
    there = kinds.find((row.content_type_id, row.object_id) for row in rows)
    works = []
    for row in rows:
        record = there.get((row.content_type_id, row.object_id))
        if record is not None:
            kind, state = kinds.by_key[row.content_type_id], str(States.IN_REVIEW.label)
            address, since = kind.page(row.object_id), record.submitted_at or row.saved_at
            works.append(Work(record, kind, state, since, address, who=row.submitted_by, is_own=is_own))
    prepared = _with_records(kinds, edits.waiting_for_review()[: most + 1])
    works += [_edit(kinds, edit, at=edit.submitted_at, is_own=is_own) for edit in prepared]
    return sorted(works, key=lambda work: work.at)[: most + 1]


def _released_by(kinds: Kinds) -> list[int]:
    return [kind.key for kind in kinds if kind.admin.has_publish_permission(kinds.request)]


# Prepared edits


def _edits() -> Any:
    return PendingChange.objects.defer("data").select_related("author")


def _with_records(kinds: Kinds, rows: Iterable[PendingChange]) -> list[PendingChange]:
    """Each with its record, named; without those of a record that is gone, or of a kind not to be seen."""
    edits = list(rows)
    records = kinds.find((edit.content_type_id, edit.object_id) for edit in edits)
    there = [edit for edit in edits if (edit.content_type_id, edit.object_id) in records]
    for edit in there:
        edit.record = records[edit.content_type_id, edit.object_id]
    return there


def _edit(kinds: Kinds, edit: PendingChange, **more: Any) -> Work:
    kind = kinds.by_key[edit.content_type_id]
    state = States.IN_REVIEW if edit.submitted_at else States.DRAFT
    return Work(
        edit.record,
        kind,
        str(state.label),
        address=kind.page(edit.object_id, "prepared", edit.pk),
        who=edit.author,
        is_prepared_edit=True,
        **more,
    )
