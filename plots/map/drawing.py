"""What is where on the map: the template `components/map.html` writes it down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import sqrt

from plots.map.shapes import Shape, shapes

# In units of the drawing, of which there are 1,200 from west to east.
# A country that covers less is shown by a dot, too: so that it can be seen and touched.
SMALL_AREA, SMALL_RADIUS = 420, 9
LARGEST_RADIUS, SMALLEST_RADIUS = 44, 13
# Of one thing, where there are few of them anywhere.
USUAL_RADIUS = 15
LETTER, LINE = 12, 22
# Of the same names on a small screen, where they are written twice as large; dots are a quarter larger.
LETTER_ON_A_PHONE, LINE_ON_A_PHONE, DOT_ON_A_PHONE = 24, 44, 1.25


@dataclass(frozen=True)
class Area:
    """A country that is shown apart from the land around it. `look` names the classes of its area."""

    code: str
    name: str = ""
    title: str = ""
    url: str = ""
    look: str = ""
    # The pattern of the drawing that fills it, by its name; without one, its look says the colour.
    pattern: str = ""
    path: str = ""
    # Of the dot of a small one: where and how large.
    dot: tuple[int, int, int] | None = None
    # Where its name is written, if it has room for it; and whether that holds on a small screen.
    at: tuple[int, int] | None = None
    is_roomy: bool = False
    # It stands under its mark.
    is_under: bool = False


@dataclass(frozen=True)
class Mark:
    """How many of something there are in a country: a dot whose area grows with the number."""

    code: str
    title: str
    count: int
    label: str = ""
    url: str = ""
    x: int = 0
    y: int = 0
    radius: int = 0


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    land: str
    areas: list[Area]
    marks: list[Mark]
    # Codes of marks for which there is no place on the map.
    elsewhere: list[str]


def drawn(areas: Sequence[Area] = (), marks: Iterable[Mark] = ()) -> Drawing:
    """Areas in the order given, later ones above; marks with the smaller above the larger."""
    known = shapes()
    given = sorted(marks, key=lambda mark: (-mark.count, mark.code))
    placed = _placed([mark for mark in given if mark.code in known.countries])
    by_code = {mark.code: mark for mark in placed}
    apart = {area.code for area in areas}
    return Drawing(
        width=known.width,
        height=known.height,
        land=known.land_around(apart),
        areas=[
            _shown(area, known.countries[area.code], by_code.get(area.code))
            for area in areas
            if area.code in known.countries
        ],
        marks=placed,
        elsewhere=[mark.code for mark in given if mark.code not in known.countries],
    )


def _placed(marks: list[Mark]) -> list[Mark]:
    most = max((mark.count for mark in marks), default=1)
    unit = min(USUAL_RADIUS, LARGEST_RADIUS / sqrt(most))
    found = []
    for mark in marks:
        x, y = shapes().countries[mark.code].centre
        radius = max(SMALLEST_RADIUS, round(unit * sqrt(mark.count)))
        label = mark.label if len(mark.label) * LETTER <= 2 * radius else ""
        found.append(replace(mark, x=x, y=y, radius=radius, label=label))
    return found


def _shown(area: Area, shape: Shape, mark: Mark | None) -> Area:
    is_small = shape.area < SMALL_AREA
    letters = len(area.name)
    is_roomy = letters * LETTER_ON_A_PHONE <= shape.room
    covering = mark if mark and _covers(mark, shape.name, letters, on_a_phone=is_roomy) else None
    x, y = shape.name
    at = (covering.x, covering.y + covering.radius + LINE) if covering else (x, y + LINE // 3)
    return replace(
        area,
        path=shape.path,
        dot=(*shape.centre, SMALL_RADIUS) if is_small else None,
        at=at if 0 < letters * LETTER <= shape.room else None,
        is_roomy=is_roomy,
        is_under=covering is not None,
    )


def _covers(mark: Mark, name: tuple[int, int], letters: int, *, on_a_phone: bool) -> bool:
    """Whether the mark would cover some of the name where the country has most room for it."""
    radius = mark.radius * (DOT_ON_A_PHONE if on_a_phone else 1)
    line, letter = (LINE_ON_A_PHONE, LETTER_ON_A_PHONE) if on_a_phone else (LINE, LETTER)
    x, y = name
    return abs(y - mark.y) <= radius + line and abs(x - mark.x) <= radius + letters * letter / 2
