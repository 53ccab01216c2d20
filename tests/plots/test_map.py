import gzip
from itertools import pairwise

import pytest

from plots.map import Area, Mark, drawn, located, miniature
from plots.map.shapes import shapes

pytestmark = pytest.mark.once

# Those that the Process has had as partners, with its smallest and its most distant ones.
PARTNERS = {
    *(
        "AT",
        "BE",
        "BG",
        "CH",
        "CY",
        "CZ",
        "DE",
        "DJ",
        "DK",
        "EE",
        "EG",
        "ER",
        "ES",
        "ET",
        "FI",
        "FR",
        "GB",
        "GR",
    ),
    *(
        "HR",
        "HU",
        "IE",
        "IT",
        "KE",
        "LT",
        "LU",
        "LV",
        "LY",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "SD",
        "SE",
        "SI",
    ),
    *("SK", "SO", "SS", "TN", "UG"),
}


def test_every_partner_has_its_place_within_the_frame():
    known = shapes()

    assert known.countries.keys() >= PARTNERS
    outside = [
        code
        for code in PARTNERS
        for x, y in [known.countries[code].centre]
        if not (0 < x < known.width and 0 < y < known.height)
    ]
    assert outside == []


def test_countries_that_are_named_are_drawn_apart_from_the_land():
    drawing = drawn([Area("EG", name="Egypt")])

    [egypt] = drawing.areas
    assert egypt.path == shapes().countries["EG"].path
    assert egypt.path not in drawing.land
    assert shapes().countries["SD"].path in drawing.land


def test_what_becomes_a_partner_is_drawn_upon_the_land_around():
    [chad] = drawn([Area("TD", name="Chad")]).areas

    assert chad.path == shapes().countries["TD"].path


def test_a_country_too_small_to_be_seen_gets_a_dot():
    malta, egypt = drawn([Area("MT"), Area("EG")]).areas

    assert malta.dot
    assert egypt.dot is None


def test_a_name_is_written_where_the_country_has_room_for_it():
    egypt, luxembourg, long = drawn(
        [Area("EG", name="Egypt"), Area("LU", name="Luxembourg"), Area("AT", name="République d’Autriche")]
    ).areas

    assert egypt.at
    assert egypt.is_roomy
    assert (luxembourg.at, long.at) == (None, None)


def test_a_name_does_not_cover_the_number_of_its_country():
    [egypt] = (drawing := drawn([Area("EG", name="Egypt")], [Mark("EG", "", count=9)])).areas

    [mark] = drawing.marks
    assert egypt.at[1] > mark.y + mark.radius


def test_a_name_that_a_dot_would_cover_on_a_phone_stands_under_it():
    """There both are larger: a style moves what stands under a dot further down."""
    sudan, libya = drawn(
        [Area("SD", name="Sudan"), Area("LY", name="Libya")], [Mark("SD", "", count=2)]
    ).areas

    assert (sudan.is_roomy, sudan.is_under, libya.is_under) == (True, True, False)


def test_the_area_of_a_dot_grows_with_the_number_and_stays_within_bounds():
    few = drawn(marks=[Mark("EG", "", count=4), Mark("SD", "", count=1)]).marks
    many = drawn(
        marks=[Mark("EG", "", count=40_000), Mark("SD", "", count=10_000), Mark("KE", "", count=1)]
    ).marks

    assert [mark.radius for mark in few] == [30, 15]
    assert [mark.radius for mark in many] == [44, 22, 13]


def test_smaller_dots_lie_above_larger_ones():
    drawing = drawn(marks=[Mark("BE", "", count=1), Mark("NL", "", count=7), Mark("DE", "", count=3)])

    assert all(one.count >= other.count for one, other in pairwise(drawing.marks))


def test_a_number_that_does_not_fit_its_dot_is_left_to_its_title():
    shown, left_out = drawn(
        marks=[Mark("EG", "", count=900, label="900"), Mark("SD", "", count=1, label="more than 1,000")]
    ).marks

    assert (shown.label, left_out.label) == ("900", "")


def test_a_stamp_shows_where_a_country_lies_and_a_dot_where_it_is_small():
    egypt, malta = located("EG"), located("MT")

    assert egypt.path == shapes().countries["EG"].path
    assert egypt.dot is None
    assert malta.dot
    assert located("US") is None


def test_a_stamp_costs_less_than_two_kilobytes():
    stamp = located("GB")

    assert len(gzip.compress((stamp.stamp + stamp.path).encode())) < 2000


def test_what_lies_beyond_the_frame_is_named_instead():
    drawing = drawn([Area("US", name="United States")], [Mark("US", "", count=2), Mark("EG", "", count=1)])

    assert drawing.elsewhere == ["US"]
    assert drawing.areas == []
    assert [mark.code for mark in drawing.marks] == ["EG"]


def test_a_group_of_countries_fits_into_four_kilobytes_without_the_one_that_stands_apart():
    whole, but_one = miniature(PARTNERS), miniature([*PARTNERS, "US"], apart="EG")

    assert len(gzip.compress(f"{whole.stamp}{whole.path}".encode())) < 4500
    assert whole.apart == ""
    assert but_one.apart == located("EG").path
    assert but_one.apart in whole.path
    assert but_one.apart not in but_one.path
