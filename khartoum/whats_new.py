"""Rows of the change feed made readable: which record, by its name, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst

from publishing.kinds import record_models
from publishing.languages import Text, called
from publishing.models import Change, FormerSlug, Record
from publishing.together import asked_once

# Kinds whose rows bear the name of another record, and by which relation.
NAMED_AFTER = {
    "chairmanship": "partner",
    "documentversion": "document",
    "progressentry": "commitment",
}


@dataclass(frozen=True)
class ChangeRow:
    at: datetime
    verb: str
    verb_label: str
    kind_label: str
    name: Text | None
    # What is said after the name in the language of the page: the day of an entry, the version of a file.
    detail: str
    url: str | None

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)

    @property
    def title(self) -> str:
        return f"{self.name.value}{self.detail}" if self.name else ""


def rows_of(changes: Iterable[Change]) -> list[ChangeRow]:
    """A name is told only where the record is public now, under the one it has now. One query for
    former slugs, and one for all records."""
    changes = list(changes)
    known = record_models()
    left = FormerSlug.objects.filter(
        kind__in={change.kind for change in changes}, slug__in={change.slug for change in changes}
    )
    moved = {(former.kind, former.slug): former.record_id for former in left}
    asked: dict[str, Any] = {}
    for kind in {change.kind for change in changes} & known.keys():
        slugs = {change.slug for change in changes if change.kind == kind}
        keys = {moved[kind, slug] for slug in slugs if (kind, slug) in moved}
        named = known[kind].objects.published().for_naming()
        asked[kind] = named.filter(Q(slug__in=slugs) | Q(pk__in=keys))
    found: dict[tuple[str, str | int], Any] = {}
    for kind, records in asked_once(**asked).items():
        for record in records:
            found[kind, record.slug] = found[kind, record.pk] = record
    rows = []
    for change in changes:
        address = (change.kind, change.slug)
        record, former = found.get(address), found.get((change.kind, moved.get(address, 0)))
        # Who was made since has only taken the address that another one left.
        is_later = record is not None and address in moved and record.created_at > change.recorded_at
        if record is None or is_later:
            record = former
        rows.append(_row(change, known.get(change.kind), record))
    return rows


def _row(change: Change, model: type[Record] | None, record: Any) -> ChangeRow:
    name, detail = name_of(record) if record else (None, "")
    return ChangeRow(
        at=change.at,
        verb=change.verb,
        verb_label=change.get_verb_display(),
        kind_label=capfirst(str(model._meta.verbose_name)) if model else change.kind,
        name=name,
        detail=detail,
        url=(record.page_address() or None) if record else None,
    )


def name_of(record: Any) -> tuple[Text, str]:
    """With the language it is in, and what is said after it. A chair term goes by its partner's; a
    committee's by its date."""
    name = called(getattr(record, NAMED_AFTER.get(record.kind, ""), record))
    whole = str(record)
    if whole.startswith(name.value):
        return name, whole.removeprefix(name.value)
    return replace(name, value=whole), ""
