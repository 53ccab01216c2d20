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
    # All of it as one coarse outline, to be drawn so much larger.
    land: str
    unit_of_land: int
    countries: dict[str, Shape]


@cache
def shapes() -> Shapes:
    data = json.loads(SOURCE.read_text(encoding="utf-8"))
    countries = {
        code: Shape(
            path=f"M0 0{row['path']}",
            centre=tuple(row["centre"]),
            name=tuple(row["name"][:2]),
            room=row["name"][2],
            area=row["area"],
        )
        for code, row in data["countries"].items()
    }
    return Shapes(data["width"], data["height"], data["land"], data["unit_of_land"], countries)
