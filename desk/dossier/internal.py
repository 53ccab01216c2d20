"""What only the secretariat is told: what is scheduled, under review, remarked upon or doubted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desk.dossier.cut import Cut, cut
from desk.kinds import Kind, Kinds
from desk.scheduled import going_out
from desk.work import everything_in_review
from publishing.models import Remark

SCHEDULED, REVIEWS, REMARKS, NOTES = 60, 60, 60, 80
# Editor's notes are looked for in the records that were changed last.
LOOKED_THROUGH = 2_000


@dataclass(frozen=True)
class Said:
    """A remark or a note, and the record it is about."""

    record: Any
    kind: Kind
    text: str
    address: str
    at: datetime | None = None
    who: Any = None


@dataclass(frozen=True)
class Internal:
    scheduled: Cut
    reviews: Cut
    remarks: Cut
    notes: Cut


def internal(kinds: Kinds) -> Internal:
    return Internal(
        cut(going_out(kinds, SCHEDULED), SCHEDULED),
        cut(everything_in_review(kinds, REVIEWS), REVIEWS),
        _open_remarks(kinds),
        _notes(kinds),
    )


def _open_remarks(kinds: Kinds) -> Cut:
    """The latest first."""
    rows = Remark.objects.open().filter(content_type__in=list(kinds.by_key)).with_names()
    remarks = list(rows.order_by("-made_at", "-pk")[: REMARKS + 1])
    records = kinds.find((one.content_type_id, one.object_id) for one in remarks)
    found = []
    for one in remarks:
        record = records.get((one.content_type_id, one.object_id))
        if record is not None:
            kind = kinds.by_key[one.content_type_id]
            found.append(Said(record, kind, one.text, kind.page(record.pk), one.made_at, one.author))
    return Cut(found[:REMARKS], REMARKS, len(remarks) > REMARKS)


def _notes(kinds: Kinds) -> Cut:
    """Of each kind, those changed last."""
    found = []
    for kind in kinds:
        latest = kind.rows.order_by("-updated_at").values("pk")[:LOOKED_THROUGH]
        rows = kind.rows.for_naming().filter(pk__in=latest).exclude(editor_note="")
        found += [
            Said(record, kind, record.editor_note, kind.page(record.pk), record.updated_at)
            for record in rows.order_by("-updated_at", "-pk")[: NOTES + 1]
        ]
    latest_first = sorted(found, key=lambda said: said.at, reverse=True)
    return Cut(latest_first[:NOTES], NOTES, len(found) > NOTES)
