"""Makes data/map/countries.json, the shapes of the portal's map, out of Natural Earth's.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    .venv/bin/python -m scripts.map_geometry package/countries-50m.json

Needed again only when the frame, the scale or the source changes: what it writes is kept in the repository.
In the source, a border is one line that two countries share. It is simplified once, so neighbours stay
neighbours.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from heapq import heapify, heappop, heappush
from math import cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

from django_countries.data import ALT_CODES

Point = tuple[float, float]
Line = list[Point]

DATA = Path(__file__).resolve().parent.parent / "data"
TARGET = DATA / "map" / "countries.json"

# Lambert's azimuthal projection keeps areas true: no country looks larger than it is. Centred on the route.
CENTRE = (radians(21), radians(33))
# From Portugal to Somalia and from Uganda to Norway, in radians of the projection around its centre.
WEST, EAST, SOUTH, NORTH = -0.488, 0.552, -0.682, 0.688
WIDTH = 1200
SCALE = WIDTH / (EAST - WEST)
HEIGHT = round((NORTH - SOUTH) * SCALE)
# What is drawn beyond the frame, so that no coast runs along its edge.
MARGIN = 8

# In squares of units: a point that spans less is left out, and an island that is smaller.
SMALLEST_BEND, SMALLEST_ISLAND = 12, 60
# The same of all land together, behind one country on a stamp; and how many units one of its own is.
BEND_OF_STAMP, ISLAND_OF_STAMP, UNIT_OF_STAMP = 60, 300, 4
# Drawn by Natural Earth as held, by most states and the United Nations as a part of another.
PART_OF = {"Somaliland": "SO", "N. Cyprus": "CY", "Åland": "FI"}
WITHOUT_NUMBER = {"Kosovo": "XK"}
NUMBERS = {number: code for code, (_alpha3, number) in ALT_CODES.items()}
# A name is written on one line; half its height, in units.
HALF_A_LINE = 14


def project(longitude: float, latitude: float) -> Point:
    """In units of the drawing, from its upper left corner."""
    east, north = radians(longitude) - CENTRE[0], radians(latitude)
    nearness = 1 + sin(CENTRE[1]) * sin(north) + cos(CENTRE[1]) * cos(north) * cos(east)
    stretch = sqrt(2 / max(nearness, 1e-9))
    x = stretch * cos(north) * sin(east)
    y = stretch * (cos(CENTRE[1]) * sin(north) - sin(CENTRE[1]) * cos(north) * cos(east))
    return (x - WEST) * SCALE, (NORTH - y) * SCALE


def lines_of(source: dict[str, Any], smallest_bend: float) -> list[Line]:
    """The source's lines, which are written as differences, on the drawing and simplified."""
    (scale_x, scale_y), (first_x, first_y) = source["transform"]["scale"], source["transform"]["translate"]
    lines = []
    for arc in source["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append(project(x * scale_x + first_x, y * scale_y + first_y))
        lines.append(simplified(line, smallest_bend))
    return lines


def simplified(line: Line, smallest_bend: float) -> Line:
    """Without the points whose triangle with their neighbours is smallest (Visvalingam); ends stay."""
    before = list(range(-1, len(line) - 1))
    after = list(range(1, len(line) + 1))
    kept = [True] * len(line)

    def weight(place: int) -> float:
        return abs(area([line[before[place]], line[place], line[after[place]]]))

    heap = [(weight(place), place) for place in range(1, len(line) - 1)]
    heapify(heap)
    known = {place: given for given, place in heap}
    # An island keeps a triangle at least.
    most = len(line) - (4 if line[0] == line[-1] else 2)
    heaviest = 0.0
    while heap and most > 0:
        given, place = heappop(heap)
        if not kept[place] or known[place] != given:
            continue
        # A point never goes before those that had to go first.
        heaviest = max(heaviest, given)
        if heaviest >= smallest_bend:
            break
        kept[place] = False
        most -= 1
        left, right = before[place], after[place]
        after[left], before[right] = right, left
        for neighbour in (left, right):
            if 0 < neighbour < len(line) - 1:
                known[neighbour] = weight(neighbour)
                heappush(heap, (known[neighbour], neighbour))
    return [point for point, is_kept in zip(line, kept, strict=True) if is_kept]


def area(ring: Line) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def rings_of(geometries: list[dict[str, Any]], lines: list[Line]) -> Iterator[Line]:
    """Closed lines around all of them together, without the point that would close them. Lakes and enclaves
    are among them; borders between parts of one country are not."""
    polygons = [
        polygon
        for geometry in geometries
        for polygon in ([geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"])
    ]
    used = [arc for polygon in polygons for arcs in polygon for arc in arcs]
    # Along an inner border, the one part goes this way and the other that way.
    outer = [arc for arc in used if ~arc not in used]
    runs = [lines[arc] if arc >= 0 else lines[~arc][::-1] for arc in outer]
    begin = {run[0]: place for place, run in enumerate(runs)}
    left = set(range(len(runs)))
    while left:
        place: int | None = min(left)
        ring: Line = []
        while place is not None and place in left:
            left.remove(place)
            ring += runs[place][:-1]
            place = begin.get(runs[place][-1])
        yield ring


def cut(ring: Line) -> Line:
    """What of it lies within the frame and its margin (Sutherland and Hodgman)."""
    for axis, edge, sign in (
        (0, -MARGIN, 1),
        (0, WIDTH + MARGIN, -1),
        (1, -MARGIN, 1),
        (1, HEIGHT + MARGIN, -1),
    ):
        found: Line = []
        for start, end in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
            inside = [(point[axis] - edge) * sign >= 0 for point in (start, end)]
            if inside[0] != inside[1]:
                share = (edge - start[axis]) / (end[axis] - start[axis])
                found.append(tuple(a + share * (b - a) for a, b in zip(start, end, strict=True)))  # type: ignore[arg-type]
            if inside[1]:
                found.append(end)
        ring = found
    return ring


def rounded(ring: Line) -> list[tuple[int, int]]:
    whole = [(round(x), round(y)) for x, y in ring]
    return [point for place, point in enumerate(whole) if point != whole[place - 1]]


def path_of(rings: Iterable[list[tuple[int, int]]]) -> str:
    """Each point as its difference from the last: short, and alike often enough to be compressed well."""
    text, last = "", (0, 0)
    for ring in rings:
        for place, point in enumerate(ring):
            command = "m" if place == 0 else "l" if place == 1 else ""
            step = f"{command}{point[0] - last[0]} {point[1] - last[1]}"
            text += step if command or step.startswith("-") else f" {step}"
            last = point
        text += "z"
        last = ring[0]
    return text.replace(" -", "-")


def best_place(ring: Line) -> tuple[int, int, int]:
    """Where within it there is most room for a line of text: the middle, and the width."""
    best = (0.0, 0.0, 0.0)
    ys = [y for _x, y in ring]
    for y in range(round(min(ys)) + HALF_A_LINE, round(max(ys)) - HALF_A_LINE + 1, 2):
        rows = [spans(ring, y + shift) for shift in (-HALF_A_LINE, 0, HALF_A_LINE)]
        for one in rows[0]:
            for two in rows[1]:
                for three in rows[2]:
                    start, end = max(one[0], two[0], three[0], 0), min(one[1], two[1], three[1], WIDTH)
                    if end - start > best[2]:
                        best = ((start + end) / 2, y, end - start)
    if best[2] <= 0:
        xs = [x for x, _y in ring]
        best = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, 0)
    return round(best[0]), round(best[1]), round(best[2])


def spans(ring: Line, y: float) -> list[tuple[float, float]]:
    """From where to where a level line runs inside the ring."""
    crossings = sorted(
        a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (a[1] <= y) != (b[1] <= y)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=True))


def centre_of(ring: Line) -> tuple[int, int]:
    """Where a mark stands for the country: the point furthest from its borders, on a grid of 4 units."""
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    best, room = (sum(xs) / len(xs), sum(ys) / len(ys)), 0.0
    for y in range(round(min(ys)), round(max(ys)), 4):
        for start, end in spans(ring, y):
            for x in range(round(start), round(end), 4):
                near = min(distance((x, y), a, b) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))
                if near > room:
                    best, room = (x, y), near
    return round(best[0]), round(best[1])


def distance(point: Point, start: Point, end: Point) -> float:
    along = (end[0] - start[0], end[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    share = ((point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1]) / length if length else 0
    share = min(1, max(0, share))
    return sqrt((point[0] - start[0] - share * along[0]) ** 2 + (point[1] - start[1] - share * along[1]) ** 2)


def code_of(geometry: dict[str, Any]) -> str:
    name = geometry["properties"]["name"]
    number = geometry.get("id")
    return PART_OF.get(name) or WITHOUT_NUMBER.get(name) or (NUMBERS.get(int(number), "") if number else "")


def countries(source: dict[str, Any]) -> dict[str, Any]:
    lines = lines_of(source, SMALLEST_BEND)
    parts: dict[str, list[dict[str, Any]]] = {}
    for geometry in source["objects"]["countries"]["geometries"]:
        parts.setdefault(code_of(geometry), []).append(geometry)
    shapes = {}
    for code, geometries in sorted(parts.items()):
        rings = [ring for ring in map(cut, rings_of(geometries, lines)) if len(rounded(ring)) > 2]
        rings.sort(key=lambda ring: -abs(area(ring)))
        if not code or not rings:
            continue
        largest = rings[0]
        drawn = [largest, *(ring for ring in rings[1:] if abs(area(ring)) >= SMALLEST_ISLAND)]
        x, y, room = best_place(largest)
        shapes[code] = {
            "path": path_of(rounded(ring) for ring in drawn),
            "centre": centre_of(largest),
            "name": [x, y, room],
            "area": round(sum(abs(area(ring)) for ring in drawn)),
        }
    return shapes


def surroundings(source: dict[str, Any], apart: set[str]) -> str:
    """All land but that of these countries, as one outline."""
    around = [one for one in source["objects"]["countries"]["geometries"] if code_of(one) not in apart]
    return outline(around, lines_of(source, SMALLEST_BEND), SMALLEST_ISLAND)


def stamp(source: dict[str, Any]) -> str:
    """All land as one outline, coarser and in a coarser unit."""
    every = source["objects"]["countries"]["geometries"]
    return outline(every, lines_of(source, BEND_OF_STAMP), ISLAND_OF_STAMP, unit=UNIT_OF_STAMP)


def outline(geometries: list[dict[str, Any]], lines: list[Line], smallest: float, unit: int = 1) -> str:
    rings = [ring for ring in map(cut, rings_of(geometries, lines)) if len(ring) > 2]
    return path_of(
        rounded([(x / unit, y / unit) for x, y in ring]) for ring in rings if abs(area(ring)) >= smallest
    )


def partners() -> set[str]:
    """Of the shipped record."""
    members = json.loads((DATA / "record" / "members.json").read_text(encoding="utf-8"))
    return {state["iso_alpha2"] for state in members["states"]}


def main(source: str) -> None:
    given = json.loads(Path(source).read_text(encoding="utf-8"))
    apart = partners()
    made = {
        "width": WIDTH,
        "height": HEIGHT,
        "stamp": {"unit": UNIT_OF_STAMP, "path": stamp(given)},
        "surroundings": {"path": surroundings(given, apart), "without": sorted(apart)},
        "countries": countries(given),
    }
    # One country on a line, so that a change of one is seen.
    text = json.dumps(made).replace('}, "', '},\n"').replace('{"AD"', '{\n"AD"')
    TARGET.write_text(f"{text}\n", encoding="utf-8")
    print(f"{len(made['countries'])} countries, {len(text)} characters.")


if __name__ == "__main__":
    main(*sys.argv[1:])
