"""What somebody is in the middle of, and what waits for somebody else's eyes.

Who wrote what is known from the history, who submitted it from the audit log: neither needs a column.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from reversion.models import Revision, Version

from accounts.models import AuditEntry, User
from desk.kinds import Kind, Kinds
from publishing.admin.filters import in_state
from publishing.models import PendingChange, Publishable, Remark

SHOWN = 10
# How far back in what somebody saved their drafts are looked for.
SAVES_READ = 300

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
    written = [*_drafts_saved_by(kinds, person), *_edits_of(kinds, person)]
    return Shown.of(sorted(written, key=lambda work: (bool(work.remark), work.at), reverse=True))


def _drafts_saved_by(kinds: Kinds, person: Any) -> list[Work]:
    keys = _saved_lately(kinds, person)
    remarks = _remarks_to(person, keys)
    found = []
    for kind in kinds.to_change():
        mine = [key for content_type, key in keys if content_type == kind.key]
        drafts = kind.rows.for_naming().filter(pk__in=mine, published_at=None)
        for record in drafts.order_by("-updated_at", "-pk")[: SHOWN + 1]:
            is_draft = record.state == States.DRAFT
            remark = remarks.get((kind.key, record.pk), "") if is_draft else ""
            state = str(States(record.state).label)
            found.append(Work(record, kind, state, record.updated_at, kind.page(record.pk), remark=remark))
    return found


def _saved_lately(kinds: Kinds, person: Any) -> list[Key]:
    """Keys of the records that the person saved last."""
    revisions = Revision.objects.filter(user=person).order_by("-pk").values("pk")[:SAVES_READ]
    versions = Version.objects.filter(
        revision__in=list(revisions.values_list("pk", flat=True)),
        content_type__in=[kind.key for kind in kinds.to_change()],
    )
    pairs = versions.order_by("-pk").values_list("content_type", "object_id")[:SAVES_READ]
    return list(dict.fromkeys((kind, int(key)) for kind, key in pairs))


def _remarks_to(person: Any, keys: Iterable[Key]) -> dict[Key, str]:
    """The latest open remark of a colleague on each record; those on prepared edits aside."""
    wanted: dict[int, list[int]] = {}
    for kind, key in keys:
        wanted.setdefault(kind, []).append(key)
    named = [Q(content_type=kind, object_id__in=found) for kind, found in sorted(wanted.items())]
    if not named:
        return {}
    condition = named[0]
    for more in named[1:]:
        condition |= more
    remarks = Remark.objects.filter(condition, settled_at=None, pending_change=None).exclude(author=person)
    rows = remarks.order_by("pk").values_list("content_type", "object_id", "text")[: 10 * SAVES_READ]
    return {(kind, key): text for kind, key, text in rows}


def _edits_of(kinds: Kinds, person: Any) -> list[Work]:
    edits = _with_records(kinds, _edits().prepared_by(person).open()[: SHOWN + 1])
    remarks: dict[int, str] = dict(
        Remark.objects.filter(pending_change__in=edits, settled_at=None)
        .exclude(author=person)
        .order_by("pk")
        .values_list("pending_change", "text")[: 10 * SHOWN]
    )
    return [
        _edit(kinds, edit, at=edit.saved_at, remark="" if edit.submitted_at else remarks.get(edit.pk, ""))
        for edit in edits
    ]


# Waiting for a review


def waiting_for_review(kinds: Kinds, person: Any) -> Shown:
    """What the person may publish or release, others' submissions first, the one that waits longest first."""
    waiting = [
        *_records_in_review(kinds.to_publish(), person, SHOWN),
        *_edits_in_review(kinds, person, SHOWN, of=_released_by(kinds)),
    ]
    return Shown.of(sorted(waiting, key=lambda work: (work.is_own, work.at)))


def everything_in_review(kinds: Kinds, most: int) -> list[Work]:
    """Whoever is to review it, the one that waits longest first; one more than `most` if there are more."""
    person = kinds.request.user
    waiting = [
        *_records_in_review(kinds.with_life(), person, most),
        *_edits_in_review(kinds, person, most, of=list(kinds.by_key)),
    ]
    return sorted(waiting, key=lambda work: work.at)[: most + 1]


def _records_in_review(kinds: Iterable[Kind], person: Any, most: int) -> list[Work]:
    found = []
    for kind in kinds:
        rows = in_state(kind.rows.for_naming(), States.IN_REVIEW).order_by("submitted_at", "pk")
        found += [(kind, record) for record in rows[: most + 1]]
    submitters = _submitters(found)
    works = []
    for kind, record in found:
        who = submitters.get((kind.model._meta.label_lower, str(record.pk)))
        works.append(
            Work(
                record,
                kind,
                str(States.IN_REVIEW.label),
                record.submitted_at,
                kind.page(record.pk),
                who=who,
                is_own=who is not None and who.pk == person.pk,
            )
        )
    return works


def _submitters(found: Iterable[tuple[Kind, Any]]) -> dict[tuple[str, str], User]:
    """Who handed each in last."""
    wanted: dict[str, list[str]] = {}
    for kind, record in found:
        wanted.setdefault(kind.model._meta.label_lower, []).append(str(record.pk))
    named = Q(pk__in=[])
    for label, keys in wanted.items():
        named |= Q(kind=label, object_id__in=keys)
    entries = AuditEntry.objects.filter(named, action=AuditEntry.Action.SUBMITTED).order_by("-pk")
    latest: dict[tuple[str, str], int | None] = {}
    for label, key, who in entries.values_list("kind", "object_id", "person_id")[:1000]:
        latest.setdefault((label, key), who)
    people = User.objects.in_bulk([who for who in latest.values() if who])
    return {key: people[who] for key, who in latest.items() if who in people}


def _edits_in_review(kinds: Kinds, person: Any, most: int, *, of: list[int]) -> list[Work]:
    edits = _edits().waiting_for_review().filter(content_type__in=of)
    return [
        _edit(kinds, edit, at=edit.submitted_at, is_own=edit.author_id == person.pk)
        for edit in _with_records(kinds, edits[: most + 1])
    ]


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
