import pytest

from scripts.map_geometry import (
    HEIGHT,
    MARGIN,
    WIDTH,
    area,
    best_place,
    centre_of,
    cut,
    path_of,
    project,
    rings_of,
    simplified,
)

pytestmark = pytest.mark.once


def test_a_line_keeps_its_ends_and_its_bends_but_not_what_nobody_sees():
    assert simplified([(0, 0), (5, 0.1), (10, 0), (10, 10)], 5) == [(0, 0), (10, 0), (10, 10)]


def test_an_island_is_never_simplified_away():
    island = simplified([(0, 0), (1, 0), (1, 1), (0.5, 1.1), (0, 1), (0, 0)], 1000)

    assert len(island) == 4


def test_parts_of_one_country_have_no_border_between_them():
    # Two halves of a square: the line in the middle is used by both, in opposite directions.
    middle, left, right = (
        [(5, 0), (5, 10)],
        [(5, 10), (0, 10), (0, 0), (5, 0)],
        [(5, 0), (10, 0), (10, 10), (5, 10)],
    )
    halves = [{"type": "Polygon", "arcs": [[0, 1]]}, {"type": "Polygon", "arcs": [[2, ~0]]}]

    [around] = rings_of(halves, [middle, left, right])

    assert abs(area(around)) == 100
    assert len(next(rings_of(halves[:1], [middle, left, right]))) == 4


def test_what_lies_beyond_the_frame_is_cut_off():
    ring = cut([(-500, -500), (WIDTH + 500, -500), (WIDTH + 500, HEIGHT + 500), (-500, HEIGHT + 500)])

    assert {x for x, _y in ring} == {-MARGIN, WIDTH + MARGIN}
    assert {y for _x, y in ring} == {-MARGIN, HEIGHT + MARGIN}


def test_points_are_written_as_their_difference_from_the_last():
    assert (
        path_of([[(10, 10), (20, 10), (15, 5)], [(1, 2), (3, 4), (0, 0)]]) == "m10 10l10 0-5-5zm-9-8l2 2-3-4z"
    )


def test_marks_and_names_stand_where_the_country_has_room():
    tall = [(0, 0), (10, 0), (10, 60), (100, 60), (100, 120), (0, 120)]

    x, y, room = best_place(tall)

    assert (x, room) == (50, 100)
    assert 60 < y < 120
    assert 60 < centre_of(tall)[1] < 120


def test_the_capitals_at_the_ends_of_the_route_are_within_the_frame():
    for longitude, latitude in [(-9.1, 38.7), (45.3, 2.0), (10.7, 59.9), (32.6, 0.3)]:
        x, y = project(longitude, latitude)

        assert 0 < x < WIDTH
        assert 0 < y < HEIGHT
