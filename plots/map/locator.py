"""Where one country lies: a map as small as a stamp, in less than two kilobytes."""

from dataclasses import dataclass

from plots.map.shapes import shapes

# Smaller than that, in square units of the drawing, nobody sees it on a stamp.
SMALL_AREA, RADIUS = 3000, 40


@dataclass(frozen=True)
class Locator:
    width: int
    height: int
    # All land, and how much larger it is to be drawn.
    stamp: str
    stamp_unit: int
    path: str
    # Of the dot that stands for a small country: where and how large.
    dot: tuple[int, int, int] | None


def located(code: str) -> Locator | None:
    """None where the country lies beyond the map."""
    known = shapes()
    shape = known.countries.get(code)
    if shape is None:
        return None
    dot = (*shape.centre, RADIUS) if shape.area < SMALL_AREA else None
    return Locator(known.width, known.height, known.stamp, known.stamp_unit, shape.path, dot)
