"""Plots of made-up numbers: many rows, long names, nothing, a thousand beside one, half-known dates."""

from datetime import date

from django.utils.safestring import SafeString

from khartoum.gallery import records
from overview.map import PATTERNED
from overview.map_roles import Role
from plots.amounts import Amount
from plots.bars import Bar, bars
from plots.columns import Series, Year, stacked_columns, trend
from plots.figures import Figure
from plots.map.drawing import Area, Drawing, drawn
from plots.map.drawing import Mark as MapMark
from plots.timelines import Band, Lane, Mark, Scale, timeline

FIRST_YEAR, LAST_YEAR = 2014, 2026


def amount(value: int) -> Amount:
    return Amount(value, f"{value:,}", "#" if value else "")


def figures() -> list[Figure]:
    return [
        Figure(
            "gallery-bars", "Bars", "A thousand beside one, none, and a long name.", _bars(), breadth="half"
        ),
        Figure("gallery-trend", "Trend", "Most in 2020.", _trend(), breadth="half"),
        Figure("gallery-columns", "Columns", "Six kinds, a year of none.", _columns()),
        Figure(
            "gallery-timeline",
            "Timeline",
            "Two terms that overlap, one that lasts, marks of which only the year is known.",
            _timeline(),
            notes=["A note on what is left out."],
        ),
    ]


def _bars() -> SafeString:
    rows = [Bar("Egypt", amount(1204), "#"), Bar(records.LONG["en"], amount(87)), Bar("Malta", amount(0))]
    many = [Bar(f"Country {number}", amount(number)) for number in range(14, 0, -1)]
    return bars([*rows, *many], caption="Hosts", heads=("Country", "Events"))


def _years(*, kinds: int) -> list[Year]:
    found = []
    for place, name in enumerate(range(FIRST_YEAR, LAST_YEAR + 1)):
        values = [0 if name == FIRST_YEAR + 3 else (place * (kind + 2)) % 7 for kind in range(kinds)]
        found.append(Year(str(name), amount(sum(values)), [amount(value) for value in values]))
    return found


def _columns() -> SafeString:
    years = _years(kinds=6)
    names = [
        "Conferences",
        "Senior officials",
        records.SHORT["fr"],
        records.LONG["ar"],
        "Trainings",
        "Others",
    ]
    series = [
        Series(name, amount(sum(year.amounts[kind].value for year in years)))
        for kind, name in enumerate(names)
    ]
    return stacked_columns(years, series, caption="Events by year and type", heads=("Year", "All"))


def _trend() -> SafeString:
    return trend(_years(kinds=1), "Events", height=56, table=("Events by year", ("Year", "Events")))


def _timeline() -> SafeString:
    bands = [
        Band(date(2014, 11, 28), date(2016, 2, 1), "Italy, 2014 to 2016", "Italy", "#"),
        Band(
            date(2015, 6, 1),
            date(2017, 12, 31),
            "Ethiopia, to 2017",
            records.SHORT["ar"],
            "#",
            is_inexact=True,
        ),
        Band(date(2025, 4, 9), None, "France, since 9 April 2025", "France", "#"),
    ]
    marks = [
        Mark(date(2018, 1, 1), date(2018, 12, 31), "2018", "#", is_inexact=True),
        Mark(date(2018, 5, 1), date(2018, 5, 31), "May 2018", "#", is_inexact=True),
        Mark(date(2020, 3, 5), date(2020, 3, 6), "A meeting of two days", "#", shape="square"),
        Mark(date(2025, 4, 9), date(2025, 4, 9), "A conference", "#", "Cairo", shape="diamond"),
    ]
    scale = Scale(FIRST_YEAR, LAST_YEAR, date(2026, 6, 1))
    lanes = [
        Lane("Chairs", bands=bands, is_ground=True),
        Lane("Meetings", marks=marks),
        Lane("Nothing in this lane"),
    ]
    return timeline(lanes, scale, gap=1.5, years_named=7)


def map_drawing() -> Drawing:
    """A country in each role, small ones among them; a dot of hundreds beside a dot of one."""
    looks = {
        "EG": ("is-seat has-chaired", "seat"),
        "FR": ("is-chair", ""),
        "GB": ("is-not-now", "not-now"),
        "MT": ("is-seat", "seat"),
        "LU": ("is-member", ""),
        "SD": ("is-member has-chaired", ""),
    }
    areas = [
        Area(code, name=code, title=records.LONG["en"], url="#", look=look, pattern=pattern)
        for code, (look, pattern) in looks.items()
    ]
    marks = [
        MapMark(code, f"{code}: {count}", count, label=str(count), url="#")
        for code, count in (("EG", 321), ("FR", 40), ("MT", 1), ("DJ", 1))
    ]
    return drawn(areas, marks)


def map_legend() -> list[dict[str, object]]:
    return [{"role": role.value, "label": role.label, "is_patterned": role in PATTERNED} for role in Role]
