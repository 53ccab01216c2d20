"""Lists that end where nobody reads on, and say so."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Cut:
    rows: list[Any]
    limit: int
    is_cut: bool


def cut(rows: Iterable[Any], limit: int) -> Cut:
    """The first of the rows: a queryset, of which one more than the limit is read, or a list."""
    found = list(rows[: limit + 1]) if hasattr(rows, "query") else list(rows)
    return Cut(found[:limit], limit, len(found) > limit)
