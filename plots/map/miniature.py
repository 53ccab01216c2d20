"""The countries of a group without names, one of them apart: a picture of the whole, in four kilobytes."""

from collections.abc import Iterable
from dataclasses import dataclass

from plots.map.shapes import shapes


@dataclass(frozen=True)
class Miniature:
    width: int
    height: int
    # All land, and how much larger it is to be drawn.
    stamp: str
    stamp_unit: int
    path: str
    apart: str


def miniature(codes: Iterable[str], *, apart: str = "") -> Miniature:
    """Countries beyond the map are left out."""
    known = shapes()
    paths = {code: known.countries[code].path for code in codes if code in known.countries}
    return Miniature(
        width=known.width,
        height=known.height,
        stamp=known.stamp,
        stamp_unit=known.stamp_unit,
        path="".join(path for code, path in paths.items() if code != apart),
        apart=paths.get(apart, ""),
    )
