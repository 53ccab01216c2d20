"""The outlines that data/map/ holds."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent.parent / "data" / "map" / "countries.json"


@dataclass(frozen=True)
class Shape:
    path: str
    # Where a mark stands, and where a name does, with the room it has: in units of the drawing.
    centre: tuple[int, int]
    name: tuple[int, int]
    room: int
    area: int


@dataclass(frozen=True)
class Shapes:
    width: int
    height: int
    # All land as one coarse outline, to be drawn so much larger.
    stamp: str
    stamp_unit: int
    # All land as one outline, but for these countries.
    surroundings: str
    without: frozenset[str]
    countries: dict[str, Shape]

    def land_around(self, apart: set[str]) -> str:
        """As one surface. Those that are drawn apart lie upon it, or it leaves them out."""
        left = [self.countries[code].path for code in sorted(self.without - apart)]
        return "".join([self.surroundings, *left])


@cache
def shapes() -> Shapes:
    data = json.loads(SOURCE.read_text(encoding="utf-8"))
    countries = {
        code: Shape(
            path=_from_the_corner(row["path"]),
            centre=tuple(row["centre"]),
            name=tuple(row["name"][:2]),
            room=row["name"][2],
            area=row["area"],
        )
        for code, row in data["countries"].items()
    }
    return Shapes(
        width=data["width"],
        height=data["height"],
        stamp=_from_the_corner(data["stamp"]["path"]),
        stamp_unit=data["stamp"]["unit"],
        surroundings=_from_the_corner(data["surroundings"]["path"]),
        without=frozenset(data["surroundings"]["without"]),
        countries=countries,
    )


def _from_the_corner(path: str) -> str:
    """So that it can stand behind another."""
    return f"M0 0{path}"
