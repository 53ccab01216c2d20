"""What happened when, in lanes: bands that last, marks that fall on a day or somewhere within a span.

Across in per cent of the years, downwards in pixels, so that words keep their size on any width. What is
known only by its month or year is as long as that, and never stands on a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from plots.amounts import Amount, from_start, percent

ROW, BAND_ROW = 20, 26
NAME_OF_LANE = 24
GAP_AFTER_LANE = 10
ROOM_FOR_YEARS = 20
# Of a letter, in per cent of the width of a large screen: names must not run into one another.
LETTER = 0.68


@dataclass(frozen=True)
class Band:
    first: date
    # None while it lasts.
    last: date | None
    title: str
    label: str = ""
    url: str = ""
    # Its ends are known only by month or year.
    is_inexact: bool = False


@dataclass(frozen=True)
class Mark:
    first: date
    last: date
    title: str
    url: str = ""
    label: str = ""
    # "dot", "diamond" or "square".
    shape: str = "dot"
    is_inexact: bool = False
    is_hollow: bool = False


@dataclass(frozen=True)
class Lane:
    name: str
    bands: Sequence[Band] = ()
    marks: Sequence[Mark] = ()
    # For each year, where there are too many to be drawn one by one.
    counts: Sequence[tuple[int, Amount]] = ()


@dataclass(frozen=True)
class Drawn:
    """A band, a mark or a number at its place."""

    what: Band | Mark | Amount
    kind: str
    x: str
    width: str
    text_x: str
    y: int


@dataclass
class DrawnLane:
    name: str
    y: int
    things: list[Drawn] = field(default_factory=list)


@dataclass(frozen=True)
class Scale:
    first_year: int
    last_year: int
    today: date

    @property
    def start(self) -> int:
        return date(self.first_year, 1, 1).toordinal()

    @property
    def length(self) -> int:
        return date(self.last_year, 12, 31).toordinal() + 1 - self.start

    def share(self, day: date) -> float:
        return min(max(100 * (day.toordinal() - self.start) / self.length, 0), 100)

    def span(self, first: date, last: date) -> tuple[float, float]:
        """Where it begins and how long it is; its last day belongs to it."""
        begins = self.share(first)
        ends = min(100 * (last.toordinal() + 1 - self.start) / self.length, 100)
        return begins, max(ends - begins, 0)


def timeline(lanes: Sequence[Lane], scale: Scale, *, gap: float, years_named: int) -> SafeString:
    """`gap`: how far apart two marks of a row are, in per cent of the width it is made for."""
    y, drawn = ROOM_FOR_YEARS, []
    for lane in lanes:
        made = DrawnLane(lane.name, y + NAME_OF_LANE - 8)
        y = fill(made, lane, scale, gap=gap, y=y + NAME_OF_LANE) + GAP_AFTER_LANE
        drawn.append(made)
    every = -(-(scale.last_year + 1 - scale.first_year) // years_named)
    years = [
        {"name": year, "x": from_start(scale.share(date(year, 1, 1)), 0), "is_named": number % every == 0}
        for number, year in enumerate(range(scale.first_year, scale.last_year + 1))
    ]
    is_within = scale.first_year <= scale.today.year <= scale.last_year
    direction = -1 if get_language_bidi() else 1
    context = {
        "lanes": drawn,
        "years": years,
        "height": y,
        "name_x": from_start(0, 0),
        # How far words stand from where they begin: beside a line, and beside a mark.
        "nudge": direction * 4,
        "nudge_far": direction * 13,
        "today": from_start(scale.share(scale.today), 0) if is_within else "",
    }
    return render_to_string("plots/timeline.html", context)


def fill(made: DrawnLane, lane: Lane, scale: Scale, *, gap: float, y: int) -> int:
    """Sets what is in the lane into as few rows as hold it without one covering another; gives where the
    lane ends."""
    ends: list[float] = []
    row = BAND_ROW if lane.bands or lane.counts else ROW
    for band in sorted(lane.bands, key=lambda band: band.first):
        begins, size = scale.span(band.first, band.last or max(scale.today, band.first))
        place = free_row(ends, begins, begins + max(size - 0.1, len(band.label) * LETTER + 1))
        made.things.append(at(band, "band", begins, size, y + place * row))
    for mark in sorted(lane.marks, key=lambda mark: mark.first):
        begins, size = scale.span(mark.first, mark.last)
        place = free_row(ends, begins, begins + max(size, gap) + len(mark.label) * LETTER)
        kind = "span" if mark.is_inexact else mark.shape
        made.things.append(at(mark, kind, begins, size, y + place * row))
    for year, amount in lane.counts:
        begins, size = scale.span(date(year, 1, 1), date(year, 12, 31))
        made.things.append(at(amount, "count", begins, size, y))
    return y + row * (len(ends) or 1)


def free_row(ends: list[float], begins: float, until: float) -> int:
    """The first row that is empty from there on, which is taken until then."""
    for place, end in enumerate(ends):
        if end <= begins:
            ends[place] = until
            return place
    ends.append(until)
    return len(ends) - 1


def at(what: Band | Mark | Amount, kind: str, begins: float, size: float, y: int) -> Drawn:
    middle = begins + size / 2
    text_x = middle if kind == "count" else begins
    x = from_start(begins, size) if kind in ("band", "span", "count") else from_start(middle, 0)
    return Drawn(what, kind, x, percent(size), from_start(text_x, 0), y)
