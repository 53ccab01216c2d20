"""Tables that hold nothing of their own: what they say follows from records, so that lists can be read off an
index. Who writes such records has these rows brought in step, in the same transaction."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

# SQLite takes so many values in one statement, and thousands more.
AT_ONCE = 500


def bring(rows: QuerySet, columns: Sequence[str], wanted: set[tuple[Any, ...]]) -> None:
    """Of these rows, what differs is written anew: afterwards there is one for each of the wanted."""
    held = {tuple(values): pk for pk, *values in rows.values_list("pk", *columns)}
    left = [held[row] for row in held.keys() - wanted]
    missing = sorted(wanted - held.keys())
    if left:
        rows.model._base_manager.filter(pk__in=left).delete()
    if missing:
        rows.model._base_manager.bulk_create(
            rows.model(**dict(zip(columns, row, strict=True))) for row in missing
        )


def some_at_once(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
