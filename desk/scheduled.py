"""What goes out, or is withdrawn, by itself: the change feed knows of it beforehand, and afterwards."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models.functions import Now

from desk.kinds import Kind, Kinds
from publishing.models import Change

SHOWN = 10


@dataclass(frozen=True)
class Scheduled:
    record: Any
    kind: Kind
    at: datetime
    is_withdrawal: bool
    address: str


def going_out(kinds: Kinds, most: int = SHOWN) -> list[Scheduled]:
    """What is still to come, the soonest first; one more than `most` if there are more."""
    announced = _told_of(kinds).filter(at__gt=Now()).order_by("at", "sequence")
    return _shown(kinds, list(announced[: most + 1]))


def came_about(kinds: Kinds, most: int = SHOWN) -> list[Scheduled]:
    """What a date has brought about, the latest first."""
    return _shown(kinds, list(_told_of(kinds).come_about_by(Now())[:most]))


def _told_of(kinds: Kinds) -> Any:
    verbs = [Change.Verb.PUBLISHED, Change.Verb.WITHDRAWN]
    return Change.objects.filter(batch="", verb__in=verbs, kind__in=list(kinds.by_name))


def _shown(kinds: Kinds, rows: list[Change]) -> list[Scheduled]:
    records = _records(kinds, rows)
    found = []
    for row in rows:
        record = records.get((row.kind, row.slug))
        if record is not None:
            kind = kinds.by_name[row.kind]
            is_withdrawal = row.verb == Change.Verb.WITHDRAWN
            found.append(Scheduled(record, kind, row.at, is_withdrawal, kind.page(record.pk)))
    return found


def _records(kinds: Kinds, rows: list[Change]) -> dict[tuple[str, str], Any]:
    slugs: dict[str, list[str]] = {}
    for row in rows:
        slugs.setdefault(row.kind, []).append(row.slug)
    return {
        (name, record.slug): record
        for name, wanted in slugs.items()
        for record in kinds.by_name[name].rows.for_naming().filter(slug__in=wanted)
    }
