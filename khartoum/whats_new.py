"""Rows of the change feed made readable: which record, by its title, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.text import capfirst

from publishing.kinds import record_models
from publishing.models import Change, Record


@dataclass(frozen=True)
class ChangeRow:
    at: datetime
    verb: str
    verb_label: str
    kind_label: str
    title: str
    url: str | None


def rows_of(changes: Iterable[Change]) -> list[ChangeRow]:
    """A title is told only where the record is public now; one query for each kind among them."""
    changes = list(changes)
    known = record_models()
    found: dict[tuple[str, str], models.Model] = {}
    for kind in {change.kind for change in changes} & known.keys():
        slugs = {change.slug for change in changes if change.kind == kind}
        found.update(
            {(kind, row.slug): row for row in known[kind].objects.published().filter(slug__in=slugs)}
        )
    return [_row(change, known.get(change.kind), found.get((change.kind, change.slug))) for change in changes]


def _row(change: Change, model: type[Record] | None, record: models.Model | None) -> ChangeRow:
    address = getattr(record, "get_absolute_url", None)
    return ChangeRow(
        at=change.at,
        verb=change.verb,
        verb_label=change.get_verb_display(),
        kind_label=capfirst(str(model._meta.verbose_name)) if model else change.kind,
        title=str(record) if record else "",
        url=address() if address else None,
    )
