"""What happened when, in lanes: bands that last, marks that fall on a day or somewhere within a span.

Across in per cent of the years, downwards in pixels, so that words keep their size on any width. What is
known only by its month or year is dashed and as long as that, and never looks like a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from plots.amounts import Amount, from_start, percent
from plots.lettering import lines_within, width_of

ROW = 20
BAND, LINE, GAP_AFTER_BAND = 22, 16, 4
NAME_OF_LANE = 24
GAP_AFTER_LANE = 14
ROOM_FOR_YEARS, ROOM_FOR_TODAY = 20, 18
# In per cent of the width: bands that overlap by less follow one another, as when the chair is handed over.
HANDOVER = 0.5
# Around the words in a band.
PADDING = 0.3


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
    # Every second band goes on below, behind the other lanes: what happened in whose time can be read off.
    is_ground: bool = False
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
    # Of a band: the words in it, or, where they have no room there, those after it.
    lines: tuple[str, ...] = ()
    label_after: str = ""
    height: int = BAND


@dataclass
class DrawnLane:
    name: str
    y: int
    things: list[Drawn] = field(default_factory=list)
    grounds: list[Drawn] = field(default_factory=list)


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
        "grounds": [replace(ground, height=y - ground.y) for lane in drawn for ground in lane.grounds],
        "years": years,
        "bottom": y,
        "height": y + (ROOM_FOR_TODAY if is_within else 0),
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
    row = BAND + GAP_AFTER_BAND if lane.counts else ROW
    if lane.bands:
        row = fill_bands(made, lane, scale, ends, y=y)
    for mark in sorted(lane.marks, key=lambda mark: mark.first):
        begins, size = scale.span(mark.first, mark.last)
        place = free_row(ends, begins, begins + max(size, gap) + width_of(mark.label))
        # Shorter than a mark, it is one with a dashed edge.
        kind = "span" if mark.is_inexact and size > gap else mark.shape
        made.things.append(at(mark, kind, begins, size, y + place * row))
    for year, amount in lane.counts:
        begins, size = scale.span(date(year, 1, 1), date(year, 12, 31))
        made.things.append(at(amount, "count", begins, size, y))
    return y + row * (len(ends) or 1)


def fill_bands(made: DrawnLane, lane: Lane, scale: Scale, ends: list[float], *, y: int) -> int:
    """Gives how high a row of them is: two lines, if one of them takes as many."""
    found = []
    for band in sorted(lane.bands, key=lambda band: band.first):
        begins, size = scale.span(band.first, band.last or max(scale.today, band.first))
        lines = lines_within(band.label, size - PADDING)
        outside = 0 if lines else width_of(band.label)
        place = free_row(ends, begins + HANDOVER, begins + size + outside)
        found.append((band, begins, size, lines, place))
    height = BAND + LINE * (max(len(lines) for *_, lines, _ in found) > 1)
    for number, (band, begins, size, lines, place) in enumerate(found):
        drawn = at(band, "band", begins, size, y + place * (height + GAP_AFTER_BAND))
        text_x = drawn.text_x if lines else from_start(begins + size, 0)
        label = "" if lines else band.label
        made.things.append(replace(drawn, text_x=text_x, lines=lines, label_after=label, height=height))
        if lane.is_ground and number % 2:
            made.grounds.append(replace(drawn, y=drawn.y + height))
    return height + GAP_AFTER_BAND


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
