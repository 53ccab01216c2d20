import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import translation

from events.models import Event
from publishing.dates import PartialDate
from publishing.models import Change
from publishing.paging import (
    BY_CHANGE,
    BY_SLUG,
    LATEST_CHANGE_FIRST,
    NEWEST_FIRST,
    OLDEST_FIRST,
    Page,
    bounded_count,
    found_label,
    number_label,
    page_of,
)
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


def walk(*, size, order=NEWEST_FIRST):
    """Every row, page by page, and back again."""
    pages = [page_of(Event.objects.all(), order=order, size=size)]
    while pages[-1].next_cursor:
        pages.append(page_of(Event.objects.all(), order=order, size=size, after=pages[-1].next_cursor))
    return pages


@pytest.mark.parametrize("order", [NEWEST_FIRST, BY_SLUG])
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_together_hold_each_row_once_in_order(order, size):
    EventFactory.create_batch(4)
    EventFactory.create_batch(2, date=None)
    EventFactory(date=PartialDate.parse("2016"))

    rows = [row for page in walk(size=size, order=order) for row in page.rows]

    assert rows == list(order.applied(Event.objects.all()))


def test_going_back_shows_the_pages_one_came_by():
    EventFactory.create_batch(5)
    forth = walk(size=2)

    back = [forth[-1]]
    while back[-1].previous_cursor:
        back.append(page_of(Event.objects.all(), order=NEWEST_FIRST, size=2, before=back[-1].previous_cursor))

    assert [page.rows for page in back] == [page.rows for page in reversed(forth)]
    assert [page.is_first for page in back] == [False, False, True]


def test_a_row_that_comes_meanwhile_is_neither_repeated_nor_makes_another_skipped():
    old = EventFactory.create_batch(4)
    first = page_of(Event.objects.all(), order=NEWEST_FIRST, size=2)
    EventFactory(date=PartialDate.parse("2030"))

    second = page_of(Event.objects.all(), order=NEWEST_FIRST, size=2, after=first.next_cursor)

    assert {row.pk for row in first.rows + second.rows} == {row.pk for row in old}


@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2025-04-09T12:00:00",
        "9999-99-99T00:00:00Z",
        "x",
    ],
)
def test_a_moment_that_no_clock_shows_is_no_place_in_a_list(client, moment):
    with pytest.raises(ValidationError, match="Start from its first page"):
        LATEST_CHANGE_FIRST.read(f"{moment}~1")

    assert client.get("/en/whats-new/", {"after": f"{moment}~1"}).status_code == 200


def test_a_moment_is_the_same_place_in_whatever_zone_it_is_told():
    here, there = (
        LATEST_CHANGE_FIRST.read(f"{told}~1") for told in ("2025-04-09T12:00Z", "2025-04-09T14:00+02:00")
    )

    assert here == there


@pytest.mark.parametrize("slug", ["", "a b", "a\0b", "é"])
def test_a_slug_that_is_none_is_no_place_in_a_list(slug):
    with pytest.raises(ValidationError, match="Start from its first page"):
        BY_SLUG.read(slug)


@pytest.mark.parametrize(
    "cursor", ["x", "1", "1~2~3", "1~x", "-1~2", "1~99999999999999999999", "٢~٢", "1_0~1_0"]
)
def test_a_cursor_that_is_none_is_refused_with_advice(cursor):
    with pytest.raises(ValidationError, match="Start from its first page"):
        page_of(Event.objects.all(), order=NEWEST_FIRST, size=2, after=cursor)


def test_both_directions_at_once_are_refused():
    with pytest.raises(ValidationError, match="not both"):
        page_of(Event.objects.all(), order=NEWEST_FIRST, size=2, after="1~1", before="1~1")


def test_links_keep_the_other_parameters():
    page = Page([], next_cursor="1~2").link("/en/events/", QueryDict("type=webinar&after=9~9&q=a+b"))

    assert (page.next_url, page.previous_url) == ("/en/events/?type=webinar&q=a+b&after=1~2", None)


def test_links_leave_out_what_asks_nothing():
    page = Page([], next_cursor="1~2").link("/en/events/", QueryDict("q=&type=webinar&year="))

    assert page.next_url == "/en/events/?type=webinar&after=1~2"


def test_a_page_takes_one_query(django_assert_num_queries):
    EventFactory.create_batch(3)

    with django_assert_num_queries(1):
        page_of(Event.objects.all(), order=NEWEST_FIRST, size=2)


def test_counting_stops_above_what_is_said_exactly(monkeypatch):
    monkeypatch.setattr("publishing.paging.COUNTED_EXACTLY", 2)
    EventFactory.create_batch(5)

    assert bounded_count(Event.objects.all()) == 3


@pytest.mark.parametrize(
    ("count", "label"),
    [(0, "0 found"), (1, "1 found"), (1000, "1,000 found"), (1001, "more than 1,000 found")],
)
def test_found_label_is_exact_up_to_a_thousand(count, label):
    assert found_label(count) == label


@pytest.mark.parametrize(("language", "said"), [("en", "1,000"), ("fr", "1\u202f000"), ("ar", "1,000")])
def test_numbers_are_written_as_the_language_writes_them(language, said):
    with translation.override(language):
        assert number_label(1000) == said


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("model", "order", "place"),
    [
        (Event, NEWEST_FIRST, "202601010~5"),
        (Event, OLDEST_FIRST, "202601010~5"),
        (Event, BY_CHANGE, "2026-01-01T00:00:00Z~5"),
        (Change, LATEST_CHANGE_FIRST, "2026-01-01T00:00:00Z~5"),
    ],
)
def test_an_index_is_entered_at_the_very_place_however_many_rows_share_the_first_column(model, order, place):
    rows = model.objects.filter(order.beyond(order.read(place)))

    assert "(ROW(" in order.applied(rows).explain()
