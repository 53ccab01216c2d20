"""What SQLite does for the lists of events. Its plans do not depend on how many rows there are."""

from datetime import date

import pytest
from django.db import connection

from events.models import Event
from publishing.paging import NEWEST_FIRST, SOONEST_FIRST

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="plans of PostgreSQL depend on the rows"),
]

# Where the list of what is past begins, which nothing without a day may stand before.
BEGINNING = [
    "SCALAR SUBQUERY 1",
    "SEARCH U0 USING INDEX event_soonest (open_until=?)",
    "USE TEMP B-TREE FOR ORDER BY",
]

# In the order of the index and no further than the list is long: nothing is sorted.
PLANS = {
    "upcoming": (lambda events: events.upcoming(), "SEARCH … event_soonest (open_until>?)"),
    "own upcoming": (
        lambda events: events.own().upcoming(),
        "SEARCH … event_whose_soonest (whose=? AND open_until>?)",
    ),
    "upcoming of a type": (
        lambda events: events.filter(type="training").upcoming(),
        "SEARCH … event_type_soonest (type=? AND open_until>?)",
    ),
    "upcoming in a country": (
        lambda events: events.in_country("EG").upcoming(),
        "SEARCH … event_country_soonest (country=? AND open_until>?)",
    ),
    "upcoming of a level": (
        lambda events: events.of_level("technical").upcoming(),
        "SEARCH … event_level_soonest (level_of_type=? AND open_until>?)",
    ),
    "past": (lambda events: events.past(), "SEARCH … event_newest (sort_key<?)"),
    "own": (lambda events: events.own().newest_first(), "SEARCH … event_whose_newest (whose=?)"),
    "own past": (lambda events: events.own().past(), "SEARCH … event_whose_newest (whose=? AND sort_key<?)"),
    "not own past": (
        lambda events: events.not_own().past(),
        "SEARCH … event_whose_newest (whose=? AND sort_key<?)",
    ),
    "past of a type": (
        lambda events: events.filter(type="training").past(),
        "SEARCH … event_type_newest (type=? AND sort_key<?)",
    ),
    "past of a level": (
        lambda events: events.of_level("political").past(),
        "SEARCH … event_level_newest (level_of_type=? AND sort_key<?)",
    ),
}


def plan(rows):
    lines = rows.values_list("pk", flat=True)[:26].explain().splitlines()
    details = [line.split(" ", 3)[3] for line in lines]
    return [detail.replace("events_event USING INDEX", "…") for detail in details]


@pytest.mark.parametrize("name", PLANS)
def test_list_is_read_off_an_index_and_not_sorted(name):
    rows_of, expected = PLANS[name]

    beginning = BEGINNING if "past" in name else []
    assert plan(rows_of(Event.objects.published())) == [expected, *beginning]


def test_a_year_is_read_between_the_two_ends_it_has_in_the_index():
    found = plan(Event.objects.published().in_year(2016).past())

    assert found == [
        "SEARCH … event_newest (sort_key>? AND sort_key<?)",
        "SCALAR SUBQUERY 1",
        "SEARCH U0 USING COVERING INDEX event_new_years (<expr>>?)",
        "SCALAR SUBQUERY 2",
        *BEGINNING[1:],
    ]


@pytest.mark.parametrize(
    ("rows_of", "expected"),
    [
        (
            lambda rows: rows.newest_first(),
            "SEARCH … COVERING INDEX involvement_newest (partner_id=?)",
        ),
        (
            lambda rows: rows.upcoming(),
            "SEARCH … COVERING INDEX involvement_soonest (partner_id=? AND open_until>?)",
        ),
    ],
)
def test_the_events_of_a_partner_are_read_off_an_index_of_its_own(rows_of, expected):
    found = plan(rows_of(Event.objects.published().with_partner("egypt")))

    assert found[0].replace("events_involvement USING", "…") == expected
    # Each is then looked up by its key, and nothing is sorted.
    assert found[-1] == "SEARCH events_event USING INTEGER PRIMARY KEY (rowid=?)"


@pytest.mark.parametrize("goes_back", [False, True])
def test_pages_of_what_is_upcoming_are_read_off_its_index_in_both_directions(goes_back):
    place = (date(2031, 5, 6), 7)
    beyond = SOONEST_FIRST.beyond(place, reverse=goes_back)
    rows = Event.objects.published().when("upcoming").filter(beyond)

    found = plan(SOONEST_FIRST.applied(rows, reverse=goes_back))

    assert found == [
        "SEARCH … event_soonest (open_until>? AND open_until<?)" if goes_back else PLANS["upcoming"][1]
    ]


def test_what_is_upcoming_is_looked_at_alone_in_any_other_order():
    found = plan(NEWEST_FIRST.applied(Event.objects.published().when("upcoming")))

    assert found == [
        "SEARCH events_event USING INTEGER PRIMARY KEY (rowid=?)",
        "LIST SUBQUERY 1",
        "SEARCH U0 USING INDEX event_soonest (open_until>?)",
        "USE TEMP B-TREE FOR ORDER BY",
    ]


def test_years_are_read_at_the_ends_of_two_indexes():
    asked = []

    def keep(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        assert Event.objects.published().years() == []

    details = []
    with connection.cursor() as cursor:
        for sql, params in asked:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            details += [row[3] for row in cursor.fetchall()]
    assert details == [
        "SEARCH events_event USING INDEX event_first_day (date_earliest>? AND date_earliest<?)",
        "SEARCH events_event USING INDEX event_span (date_latest>? AND date_latest<?)",
    ]
