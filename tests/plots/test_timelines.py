from datetime import date

import pytest
from django.utils.translation import override

from plots.amounts import Amount
from plots.timelines import Band, DrawnLane, Lane, Mark, Scale, fill, timeline

pytestmark = pytest.mark.once

SCALE = Scale(2014, 2023, today=date(2023, 7, 1))


def placed(lane, scale=SCALE):
    made = DrawnLane(lane.name, 0)
    fill(made, lane, scale, gap=2, y=0)
    return made.things


def share(text):
    return float(text.rstrip("%"))


def on(day, **more):
    return Mark(day, day, title=str(day), **more)


def test_a_day_is_a_mark_and_a_year_is_as_long_as_the_year():
    known = on(date(2016, 3, 1))
    half_known = Mark(date(2016, 1, 1), date(2016, 12, 31), title="2016", is_inexact=True)

    day, year = sorted(placed(Lane("Events", marks=[known, half_known])), key=lambda thing: thing.kind)

    assert (day.kind, year.kind) == ("dot", "span")
    assert round(share(year.x)) == 20
    assert round(share(year.width)) == 10


def test_marks_that_would_cover_one_another_stand_in_rows():
    days = [date(2016, 3, 1), date(2016, 3, 2), date(2020, 1, 1)]

    rows = [thing.y for thing in placed(Lane("Events", marks=[on(day) for day in days]))]

    assert rows[0] != rows[1]
    assert rows[0] == rows[2]


def test_what_lasts_still_reaches_to_today():
    (band,) = placed(Lane("Chair", bands=[Band(date(2023, 1, 1), None, title="Now")]))

    assert round(share(band.x) + share(band.width), 1) == round(SCALE.share(date(2023, 7, 2)), 1)


def test_chairs_who_hand_over_on_a_day_stand_in_one_row():
    bands = [
        Band(date(2014, 1, 1), date(2016, 12, 16), "First", "One"),
        Band(date(2016, 12, 16), date(2019, 1, 1), "Second", "Two"),
        Band(date(2017, 12, 1), date(2020, 1, 1), "Meanwhile", "Three"),
    ]

    first, second, meanwhile = placed(Lane("Chair", bands=bands))

    assert first.y == second.y
    assert meanwhile.y > first.y + first.height


@pytest.mark.parametrize(
    ("name", "lines", "after"),
    [
        ("Italy", ("Italy",), ""),
        ("United Kingdom", ("United", "Kingdom"), ""),
        ("Liechtenstein and others", (), "Liechtenstein and others"),
    ],
)
def test_a_name_without_room_in_its_band_takes_two_lines_or_stands_after_it(name, lines, after):
    (band,) = placed(Lane("Chair", bands=[Band(date(2016, 1, 1), date(2016, 8, 31), name, name)]))

    assert (band.lines, band.label_after) == (lines, after)
    assert (band.text_x == band.x) is bool(lines)


def test_every_second_term_goes_on_behind_what_fell_into_it():
    years = [(date(year, 1, 1), date(year, 12, 31)) for year in (2014, 2015, 2016)]
    terms = Lane("Chair", [Band(first, last, str(first.year)) for first, last in years], is_ground=True)

    drawing = timeline([terms, Lane("Events", marks=[on(date(2015, 3, 1))])], SCALE, gap=2, years_named=20)

    assert drawing.count('class="ground" x="9.99%"') == drawing.count('class="ground"') == 1


def test_what_is_shorter_than_a_mark_and_no_day_is_a_mark_with_a_dashed_edge():
    month = Mark(date(2016, 5, 1), date(2016, 5, 31), title="May 2016", is_inexact=True)

    assert [thing.kind for thing in placed(Lane("Events", marks=[month]))] == ["dot"]
    assert 'class="mark dot inexact"' in timeline(
        [Lane("Events", marks=[month])], SCALE, gap=2, years_named=20
    )


def test_in_arabic_time_runs_from_the_right():
    lane = Lane("Chair", bands=[Band(date(2014, 1, 1), date(2014, 12, 31), title="First")])

    with override("ar"):
        (band,) = placed(lane)

    assert round(share(band.x) + share(band.width)) == 100


def test_every_mark_and_number_leads_to_what_it_stands_for():
    lanes = [
        Lane(
            "Events",
            marks=[on(date(2016, 3, 1), url="/en/events/a/"), on(date(2017, 3, 1), url="/en/events/b/")],
        ),
        Lane("Many", counts=[(2018, Amount(120, "120", "/en/events/?year=2018"))]),
    ]

    drawing = timeline(lanes, SCALE, gap=2, years_named=20)

    for address in ("/en/events/a/", "/en/events/b/", "/en/events/?year=2018"):
        assert f'href="{address}"' in drawing
    assert "<title>2016-03-01</title>" in drawing
