"""Columns by year, of one series or of several stacked on one another.

Drawn without a scale of their own: across in per cent, upwards in pixels, so that words keep their size.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from plots.amounts import Amount, fill_of, from_start, percent
from plots.bars import Bar, bars

# Of the place of a year, how much is its column.
BREADTH = 0.74
ROOM_ABOVE, ROOM_BELOW = 20, 22
HEIGHT, LEAST_HEIGHT = 210, 3
YEARS_NAMED = 13
# How many figures stand beside one another where the drawing is narrowest, and with a gap between numbers.
ROOM, ROOM_OF_SMALL = 76, 38


@dataclass(frozen=True)
class Series:
    name: str
    total: Amount


@dataclass(frozen=True)
class Year:
    name: str
    total: Amount
    # One for each series; none where there is but one.
    amounts: Sequence[Amount] = ()

    @property
    def parts(self) -> Sequence[Amount]:
        return self.amounts or [self.total]


@dataclass(frozen=True, slots=True)
class Segment:
    amount: Amount
    series: str
    y: int
    height: int
    fill: str


@dataclass(frozen=True)
class Column:
    year: Year
    x: str
    width: str
    middle: str
    top: int
    is_named: bool
    is_numbered: bool
    segments: Sequence[Segment]


def stacked_columns(
    years: Sequence[Year], series: Sequence[Series], *, caption: str, heads: tuple[str, str]
) -> SafeString:
    """Wide it stands upright, narrow it lies as bars; the whole table is behind it. `heads` name the year and
    the total."""
    lying = [
        Bar(year.name, year.total, parts=[amount.value for amount in year.amounts])
        for year in reversed(years)
        if year.total.value
    ]
    context = {
        "columns": columns_of(years, series, height=HEIGHT),
        "height": HEIGHT + ROOM_ABOVE + ROOM_BELOW,
        "base": HEIGHT + ROOM_ABOVE,
        "bars": bars(lying, caption=caption, heads=heads, first_shown=len(lying)),
        "legend": [(one, fill_of(place)) for place, one in enumerate(series)] if len(series) > 1 else [],
        "years": years,
        "series": series,
        "caption": caption,
        "heads": heads,
    }
    return render_to_string("plots/stacked_columns.html", context)


def trend(
    years: Sequence[Year], name: str, *, height: int, table: tuple[str, tuple[str, str]] | None = None
) -> SafeString:
    """Small columns of one series. `table` is the caption and the heads of the one behind it, where no other
    table on the page has these numbers."""
    caption, heads = table or ("", ("", ""))
    context = {
        "columns": single(years, name, height=height),
        "height": height + ROOM_ABOVE + ROOM_BELOW,
        "base": height + ROOM_ABOVE,
        "years": years,
        "series": [Series(name, Amount(0, ""))],
        "caption": caption,
        "heads": heads,
        "has_table": table is not None,
    }
    return render_to_string("plots/trend.html", context)


def table(
    rows: Sequence[Year], series: Sequence[Series], *, caption: str, heads: tuple[str, str]
) -> SafeString:
    """The table alone, behind its summary."""
    context = {"years": rows, "series": series, "caption": caption, "heads": heads}
    return render_to_string("plots/_table.html", context)


def single(
    years: Sequence[Year], name: str, *, height: int, highest: int = 0, named: int = 7
) -> list[Column]:
    series = [Series(name, Amount(0, ""))]
    return columns_of(years, series, height=height, named=named, room=ROOM_OF_SMALL, highest=highest)


def columns_of(
    years: Sequence[Year],
    series: Sequence[Series],
    *,
    height: int,
    named: int = YEARS_NAMED,
    room: int = ROOM,
    highest: int = 0,
) -> list[Column]:
    """`highest` is the number that reaches the top: the greatest of the years, if not given."""
    highest = highest or max((year.total.value for year in years), default=0) or 1
    place = 100 / (len(years) or 1)
    every = -(-len(years) // named)
    greatest = max((year.total.value for year in years), default=0)
    # Each has its number above it where there is room for all; else the highest alone.
    has_room = len(years) * (max((len(year.total.text) for year in years), default=0) + 1) <= room
    found = []
    for number, year in enumerate(years):
        segments = segments_of(year, series, height / highest, base=height + ROOM_ABOVE)
        start, size = (number + (1 - BREADTH) / 2) * place, BREADTH * place
        column = Column(
            year,
            x=from_start(start, size),
            width=percent(size),
            middle=from_start(start + size / 2, 0),
            top=segments[-1].y if segments else height + ROOM_ABOVE,
            # Counted from the last, which must not be without its name.
            is_named=(len(years) - 1 - number) % every == 0,
            is_numbered=bool(year.total.value) and (has_room or year.total.value == greatest),
            segments=segments,
        )
        found.append(column)
    return found


def segments_of(year: Year, series: Sequence[Series], scale: float, base: int) -> list[Segment]:
    found, bottom = [], base
    for place, amount in enumerate(year.parts):
        if not amount.value:
            continue
        height = max(round(amount.value * scale), LEAST_HEIGHT)
        bottom -= height
        found.append(Segment(amount, series[place].name, bottom, height, fill_of(place)))
    return found
