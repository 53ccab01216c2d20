"""Horizontal bars, which stand in the table that they draw: one row for each, the number at its end."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from plots.amounts import Amount, fill_of, from_start, percent

# As many are seen at once; the others stand behind a summary.
FIRST_SHOWN = 10


@dataclass(frozen=True)
class Bar:
    label: str
    amount: Amount
    # Where the label itself leads.
    url: str = ""
    # What the amount is made of; the bar is in one piece without.
    parts: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    x: str
    width: str
    fill: str


@dataclass(frozen=True)
class DrawnBar:
    bar: Bar
    pieces: Sequence[Piece]


def bars(
    rows: Sequence[Bar], *, caption: str, heads: tuple[str, str], first_shown: int = FIRST_SHOWN
) -> SafeString:
    """`heads` name the two columns: what is counted, and the number."""
    longest = max((row.amount.value for row in rows), default=0) or 1
    drawn = [DrawnBar(row, pieces_of(row, longest)) for row in rows]
    # One row alone is not worth a summary.
    first = drawn if len(drawn) <= first_shown + 1 else drawn[:first_shown]
    context = {"caption": caption, "heads": heads, "first": first, "others": drawn[len(first) :]}
    return render_to_string("plots/bars.html", context)


def pieces_of(bar: Bar, longest: int) -> list[Piece]:
    found, start = [], 0.0
    for place, value in enumerate(bar.parts or [bar.amount.value]):
        size = 100 * value / longest
        if value:
            found.append(Piece(from_start(start, size), percent(size), fill_of(place)))
        start += size
    return found
