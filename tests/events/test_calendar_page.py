"""The events of a month: on their days where these are known, beside them where they are not."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from events.models import Event
from events.months import Month
from publishing.dates import PartialDate
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/en/events/calendar/"


def asked(client, query="", language="en"):
    return client.get(f"/{language}/events/calendar/{query}").context


def days_of(context):
    """Day → the slugs of its events, with which of their days it is."""
    return {
        str(day.date): [(entry.event.slug, entry.nth, entry.days) for entry in day.entries]
        for week in context["sheet"].weeks
        for day in week
        if day.entries
    }


def beside(context):
    return [(group.date, [event.slug for event in group.events]) for group in context["sheet"].beside]


def test_an_event_stands_on_each_of_its_days_also_beyond_the_month(client):
    EventFactory(slug="over-the-end", date=PartialDate.parse("2018-04-30", "2018-05-02"))
    EventFactory(slug="one-day", date=PartialDate.parse("2018-05-09"))
    EventFactory(slug="later", date=PartialDate.parse("2018-06-01"))

    assert days_of(asked(client, "?month=2018-05")) == {
        "2018-05-01": [("over-the-end", 2, 3)],
        "2018-05-02": [("over-the-end", 3, 3)],
        "2018-05-09": [("one-day", 1, 1)],
    }


def test_what_is_known_by_month_or_year_stands_beside_the_days_and_on_none(client):
    EventFactory(slug="in-may", date=PartialDate.parse("2018-05"))
    EventFactory(slug="in-two-months", date=PartialDate.parse("2018-04", "2018-05"))
    EventFactory(slug="in-2018", date=PartialDate.parse("2018"))
    EventFactory(slug="no-date", date=None)

    context = asked(client, "?month=2018-05")

    assert days_of(context) == {}
    assert beside(context) == [
        ("April\u2009–\u2009May 2018", ["in-two-months"]),
        ("May 2018", ["in-may"]),
        ("2018", ["in-2018"]),
    ]


def test_only_what_is_published_is_shown_or_led_to(client):
    shown = EventFactory(date=PartialDate.parse("2018-05-09"))
    for state in ("draft", "scheduled", "withdrawn"):
        for day in ("2018-05-09", "2018-05", "2018", "2018-04-30", "2018-06-01"):
            EventFactory(date=PartialDate.parse(day), **{state: True})

    context = asked(client, "?month=2018-05")

    assert days_of(context) == {"2018-05-09": [(shown.slug, 1, 1)]}
    assert beside(context) == []
    assert (context["previous_month"], context["next_month"]) == (None, None)


def test_links_lead_to_the_months_beside_it_and_over_those_without_events(client):
    EventFactory(date=PartialDate.parse("2017-12-07"))
    EventFactory(date=PartialDate.parse("2018-05-09"))
    EventFactory(date=PartialDate.parse("2018-06"))
    EventFactory(date=PartialDate.parse("2019-01"), type="webinar")

    context = asked(client, "?month=2018-05")

    assert context["previous_month"] == ("April 2018", f"{ADDRESS}?month=2018-04")
    assert context["earlier"] == ("December 2017", f"{ADDRESS}?month=2017-12")
    assert context["next_month"] == ("June 2018", f"{ADDRESS}?month=2018-06")
    assert context["later"] is None
    # They keep what narrows the list.
    context = asked(client, "?month=2018-05&type=webinar")
    assert context["later"] == ("January 2019", f"{ADDRESS}?type=webinar&month=2019-01")


def test_without_a_month_it_is_the_present_one_or_the_nearest_that_has_events(client):
    present = Month.of(timezone.localdate())
    EventFactory(date=PartialDate.parse(present.plus(-3).iso), status="held")
    EventFactory(date=PartialDate.parse(present.plus(2).iso), status="planned")
    assert asked(client)["sheet"].month == present.plus(2)

    EventFactory(date=PartialDate.parse(present.iso), status="planned")

    assert asked(client)["sheet"].month == present


def test_a_portal_without_events_shows_the_present_month(client):
    sheet = asked(client)["sheet"]

    assert (sheet.month, sheet.is_empty) == (Month.of(timezone.localdate()), True)


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("?month=2018-13", "“2018-13” is not a month. Write it as 2024-05."),
        ("?month=٢٠١٨-٠٥", "“٢٠١٨-٠٥” is not a month. Write it as 2024-05."),
        ("?month=0001-01", "“0001-01” is not of our time: a year from 1900 to 2199 is wanted."),
        ("?month=2018-05&month=2018-06", "“month” is given more than once."),
        ("?month=2018-05&colour=red", "There is no filter called “colour”."),
    ],
)
def test_what_is_not_understood_is_said_and_nothing_shown(client, query, problem):
    EventFactory(date=PartialDate.parse("2018-05-09"))

    context = asked(client, query)

    assert (context["problems"], context.get("sheet")) == ([problem], None)


def test_a_month_that_is_none_is_given_back_to_be_mended_with_the_filters_as_they_were(client):
    page = client.get(f"{ADDRESS}?month=october+2024&type=webinar")

    box = re.search('<form class="go-to-month.*?</form>', page.content.decode(), re.DOTALL)[0]
    assert '<input type="text" id="month" name="month" value="october 2024"' in box
    assert '<input type="hidden" name="type" value="webinar">' in box
    assert [row.value for row in page.context["active_filters"]] == ["Webinar"]
    assert "<details open>" not in page.context["filter_form"]


def test_a_filter_that_is_none_leaves_the_month(client):
    page = client.get(f"{ADDRESS}?month=2018-05&type=party")

    assert '<input type="month" id="month" name="month" value="2018-05"' in page.content.decode()
    assert "<details open>" in page.context["filter_form"]


@pytest.mark.parametrize(("language", "first"), [("en", "Monday"), ("fr", "lundi"), ("ar", "السبت")])
def test_the_week_begins_where_readers_of_the_language_begin_it(client, language, first):
    sheet = asked(client, "?month=2018-05", language)["sheet"]

    assert sheet.weekdays[0][1] == first
    assert {len(week) for week in sheet.weeks} == {7}


def test_the_ways_of_looking_carry_the_filters_and_not_the_month(client):
    ways = asked(client, "?month=2018-05&type=webinar")["ways"]

    assert (ways[0].url, ways[1].url) == ("/en/events/?type=webinar", f"{ADDRESS}?type=webinar")
    assert [way.is_current for way in ways[:2]] == [False, True]


@pytest.mark.parametrize("count", [1, 3])
def test_a_month_takes_the_same_queries_however_much_is_in_it(client, django_assert_num_queries, count):
    EventFactory.create_batch(count, date=PartialDate.parse("2018-05-09"))
    EventFactory.create_batch(count, date=PartialDate.parse("2018"))
    client.get(f"{ADDRESS}?month=2018-04")

    # As what the record stands, for the page and for its form, and what is in the month and around it.
    with django_assert_num_queries(3):
        client.get(f"{ADDRESS}?month=2018-05")
    with django_assert_num_queries(1):
        client.get(f"{ADDRESS}?month=2018-05")


def test_a_month_with_more_than_can_be_shown_says_so(client, monkeypatch):
    monkeypatch.setattr("events.month_view.SHOWN_IN_A_MONTH", 2)
    EventFactory.create_batch(3, date=PartialDate.parse("2018-05-09"))

    context = asked(client, "?month=2018-05")

    assert context["has_more"]
    assert [len(entries) for entries in days_of(context).values()] == [2]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="plans of PostgreSQL depend on the rows")
def test_a_month_is_read_off_indexes_however_many_events_there_are():
    rows = Event.objects.published()
    month = Month.parse("2018-05")
    found = {
        "begun": rows.begun_within(month.first, month.last),
        "beyond": rows.beyond_a_month(month.first, month.last),
        "before": rows.last_before(month.first),
        "after": rows.first_after(month.last),
    }

    plans = {
        name: rows.values("pk")[:1].explain().split("INDEX ")[1].split()[0] for name, rows in found.items()
    }

    assert plans == {
        "begun": "event_newest",
        "beyond": "event_new_months",
        "before": "event_newest",
        "after": "event_newest",
    }


def test_a_month_is_written_as_a_year_and_a_month():
    assert Month.parse("2024-02").last == date(2024, 2, 29)
    assert Month.parse("2024-12").plus(1) == Month(2025, 1)
    assert Month.parse("2024-01").plus(-1) == Month(2023, 12)
    with pytest.raises(ValidationError):
        Month.parse("2024-2")
