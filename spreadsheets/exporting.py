"""The rows of a filtered list, a portion at a time."""

from collections.abc import Iterator
from typing import Any

from spreadsheets.kinds import Kind

PORTION = 500


def rows_of(kind: Kind, admin_records: Any) -> Iterator[Any]:
    """Read with keys, not offsets, so that the last portion costs no more than the first."""
    return kind.rows_of(admin_records).iterator(chunk_size=PORTION)


def count_of(kind: Kind, admin_records: Any, *, at_most: int) -> int:
    return kind.rows_of(admin_records).order_by()[: at_most + 1].count()
