"""What colleagues saved last: who, what, when, and a way to compare it with what was there before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from reversion.models import Version

from desk.kinds import Kind, Kinds

SHOWN = 10
# How many saves are looked through for records of which each is named once.
READ = 100
# How far back anybody looks, however much a load or an import has saved since.
LOOKED_BACK = 5_000


@dataclass(frozen=True)
class Saved:
    record: Any
    kind: Kind
    who: Any
    at: datetime
    what: str
    address: str
    # Empty for a record's first state.
    comparison: str


def saved_by_colleagues(kinds: Kinds, person: Any) -> list[Saved]:
    """Each record once, the one saved last first; what was deleted since is left out."""
    newest = Version.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    earlier = Version.objects.filter(
        db=OuterRef("db"), content_type=OuterRef("content_type"), object_id=OuterRef("object_id")
    )
    versions = (
        Version.objects.filter(pk__gt=newest - LOOKED_BACK, content_type__in=list(kinds.by_key))
        .exclude(revision__user=None)
        .exclude(revision__user=person)
        .defer("serialized_data")
        .select_related("revision__user")
        .annotate(earlier=Subquery(earlier.filter(pk__lt=OuterRef("pk")).order_by("-pk").values("pk")[:1]))
        .order_by("-pk")[:READ]
    )
    latest: dict[tuple[int, str], Version] = {}
    for version in versions:
        latest.setdefault((version.content_type_id, version.object_id), version)
    # A few more than are shown: some may have been deleted since.
    keys = [(kind, int(key)) for kind, key in latest][: 2 * SHOWN]
    records = kinds.find(keys)
    there = [key for key in keys if key in records][:SHOWN]
    return [_saved(kinds, latest[kind, str(key)], records[kind, key]) for kind, key in there]


def _saved(kinds: Kinds, version: Any, record: Any) -> Saved:
    kind = kinds.by_key[version.content_type_id]
    comparison = ""
    if version.earlier:
        query = f"?older={version.earlier}&newer={version.pk}"
        comparison = kind.page(version.object_id, "compare") + query
    return Saved(
        record,
        kind,
        version.revision.user,
        version.revision.date_created,
        version.revision.get_comment(),
        kind.page(version.object_id),
        comparison,
    )
