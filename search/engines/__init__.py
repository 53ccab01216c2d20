"""The index of words in either database. They only match; what is best is decided once, in Python.

Both hold the same tokens: stems of words; `t:` before those of titles and `r:` before whole words of
titles; and what narrows, such as `k:document` or `y:2024`. Both are written from here: SQLite would lose
triggers whenever a migration makes a table anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.lookups import IsNull

from search.engines import postgresql, sqlite


@dataclass(frozen=True, slots=True)
class Expression:
    """All of the groups, of each group one token; none of `without`. A token that ends in `*` is the
    beginning of one. A group of tuples is one of phrases."""

    groups: tuple[tuple[str | tuple[str, ...], ...], ...]
    without: tuple[str, ...] = ()


class Engine(Protocol):
    def write_entries(self, rows: Sequence[tuple[int, Sequence[str]]]) -> None: ...

    def write_passages(self, rows: Sequence[tuple[int, Sequence[str], Sequence[str]]]) -> None: ...

    def remove_entries(self, keys: Sequence[int]) -> None: ...

    def remove_passages(self, keys: Sequence[int]) -> None: ...

    def entries(self, expression: Expression, *, limit: int) -> list[int]: ...

    def has_words(self, expression: Expression, *, kind: str, is_common: bool) -> Q | IsNull: ...

    def passages(self, expression: Expression, *, entries: Sequence[int], each: int) -> RawSQL: ...


def engine() -> Engine:
    return {"postgresql": postgresql, "sqlite": sqlite}[connection.vendor]
