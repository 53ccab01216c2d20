"""How many there are of each year, as lists that are asked for a year find them.

What may have been in several years, because it ran over a new year, counts in each of them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from publishing.dates import YearOf


@dataclass(frozen=True)
class ByYear:
    """Of one kind: how many in each year, and how many of which no date is known."""

    years: Counter[int]
    total: int
    undated: int


def in_years(rows: Any, first: Any, last: Any) -> Any:
    """With `begins` and `ends`: the years of the two days."""
    return rows.annotate(begins=YearOf(first), ends=YearOf(last))


def by_year(rows: Iterable[Any]) -> ByYear:
    """Of rows with `begins`, `ends` and `number`."""
    years: Counter[int] = Counter()
    total = undated = 0
    for row in rows:
        total += row.number
        if row.begins is None:
            undated += row.number
        else:
            years.update(dict.fromkeys(range(row.begins, row.ends + 1), row.number))
    return ByYear(years, total, undated)


def years_of(found: Iterable[ByYear]) -> list[int]:
    """From the first to the last in which there is anything."""
    years = [year for one in found for year in one.years]
    return list(range(min(years), max(years) + 1)) if years else []
