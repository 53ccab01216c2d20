import re

import pytest
from django.utils.translation import override

from plots.amounts import Amount
from plots.bars import Bar, bars, pieces_of

pytestmark = pytest.mark.once


def bar(value, **more):
    return Bar(f"Row {value}", Amount(value, str(value), f"/list/?of={value}"), **more)


def test_bars_are_as_long_as_their_numbers():
    assert [piece.width for row in (bar(4), bar(1)) for piece in pieces_of(row, longest=4)] == ["100%", "25%"]


def test_bars_grow_from_the_side_on_which_one_begins_to_read():
    with override("en"):
        (left,) = pieces_of(bar(1), longest=4)
    with override("ar"):
        (right,) = pieces_of(bar(1), longest=4)

    assert (left.x, right.x) == ("0%", "75%")


def test_parts_of_a_bar_stand_one_after_another_and_differ():
    first, last = pieces_of(bar(4, parts=[1, 0, 3]), longest=4)

    assert (first.x, first.width, last.x, last.width) == ("0%", "25%", "25%", "75%")
    assert first.fill != last.fill


def test_every_number_is_a_link_in_a_table_however_many_rows_there_are():
    html = bars([bar(number) for number in range(1, 31)], caption="Numbers", heads=("What", "How many"))

    assert re.findall(r'href="/list/\?of=(\d+)"', html) == [str(number) for number in range(1, 31)]
    assert html.count("<caption") == 2
    assert html.count('scope="row"') == 30


def test_nothing_is_no_link():
    html = bars([Bar("None", Amount(0, "0"))], caption="Numbers", heads=("What", "How many"))

    assert "href" not in html
