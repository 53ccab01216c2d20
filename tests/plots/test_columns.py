import pytest
from django.utils.translation import override

from plots.amounts import Amount
from plots.columns import ROOM_ABOVE, Series, Year, columns_of, trend

pytestmark = pytest.mark.once


def years(*numbers):
    return [Year(str(2014 + place), Amount(number, str(number))) for place, number in enumerate(numbers)]


def drawn(rows, **options):
    return columns_of(rows, [Series("Events", Amount(0, ""))], height=100, **options)


def test_the_highest_column_reaches_the_top_and_nothing_has_no_column():
    columns = drawn(years(2, 0, 4))

    heights = [[segment.height for segment in column.segments] for column in columns]
    assert heights == [[50], [], [100]]
    assert columns[2].top == ROOM_ABOVE


def test_what_is_stacked_stands_on_what_is_beneath_it():
    parts = [Amount(1, "1"), Amount(0, "0"), Amount(3, "3")]
    series = [Series(name, Amount(0, "")) for name in ("a", "b", "c")]

    (column,) = columns_of([Year("2014", Amount(4, "4"), parts)], series, height=100)

    assert [(part.series, part.y, part.height) for part in column.segments] == [
        ("a", ROOM_ABOVE + 75, 25),
        ("c", ROOM_ABOVE, 75),
    ]
    assert len({part.fill for part in column.segments}) == 2


def test_in_arabic_the_first_year_stands_on_the_right():
    with override("en"):
        first, last = drawn(years(1, 1))
    with override("ar"):
        first_in_arabic, last_in_arabic = drawn(years(1, 1))

    assert (first.x, last.x) == (last_in_arabic.x, first_in_arabic.x)
    assert float(first.x.rstrip("%")) < float(last.x.rstrip("%"))


def test_names_of_many_years_are_thinned_out_and_the_last_is_named():
    columns = drawn(years(*[1] * 30), named=7)

    named = [column.year.name for column in columns if column.is_named]
    assert len(named) <= 7
    assert named[-1] == "2043"


def test_numbers_stand_above_all_columns_or_above_the_highest_alone():
    assert [column.is_numbered for column in drawn(years(1, 0, 2), room=6)] == [True, False, True]
    assert [column.is_numbered for column in drawn(years(1, 0, 2), room=5)] == [False, False, True]


def test_names_are_escaped_in_the_drawing():
    row = Year("<b>", Amount(1, "1", "/en/events/?a=1&b=2"))

    drawing = trend([row], "Events & more", height=50)

    assert "<b>" not in drawing
    assert "/en/events/?a=1&amp;b=2" in drawing
    assert "Events &amp; more" in drawing
