import pytest
from django.db import connection

from events.querysets import EventQuerySet
from publishing.patience import TooSlowError, stopping_after
from publishing.shapes import Shape
from tests.factories import EventFactory

# A few hundredths of a second, and longer than anybody waits.
COUNTING = {
    "postgresql": "(SELECT count(*) FROM generate_series(1, {0}))",
    "sqlite": "(WITH RECURSIVE c AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM c LIMIT {0})"
    " SELECT count(*) FROM c)",
}


def counting(number: int) -> str:
    return COUNTING[connection.vendor].format(number)


def count(number: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counting(number)}")
        return cursor.fetchone()[0]


def slow(rows, number):
    return rows.extra(where=[f"{counting(number)} > 0"])  # noqa: S610 - nobody types it


@pytest.mark.django_db(transaction=True)
def test_what_takes_longer_is_stopped_and_the_connection_is_as_before():
    with pytest.raises(TooSlowError), stopping_after(1):
        count(500_000)
    with stopping_after(10_000):
        assert count(10) == 10
    # Nobody else is limited afterwards, be it a visitor or staff; nor is a transaction left open.
    assert count(500_000) == 500_000
    driver = connection.connection
    is_sqlite = connection.vendor == "sqlite"
    assert not (driver.in_transaction if is_sqlite else driver.info.transaction_status)


@pytest.mark.django_db
def test_within_a_transaction_it_is_stopped_and_the_limit_ends_with_the_question():
    with stopping_after(10_000):
        assert count(10) == 10
    assert count(500_000) == 500_000
    with pytest.raises(TooSlowError), stopping_after(1):
        count(500_000)


@pytest.mark.django_db(transaction=True)
def test_one_inside_of_another_neither_begins_anew_nor_ends_it():
    told = []
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        connection.connection.add_notice_handler(lambda notice: told.append(notice.message_primary))

    def ask_twice():
        with stopping_after(10_000):
            assert count(10) == 10
        count(10_000_000)

    with pytest.raises(TooSlowError), stopping_after(20):
        ask_twice()

    assert told == []
    assert count(500_000) == 500_000


@pytest.mark.postgresql
@pytest.mark.django_db
def test_nothing_is_compiled_for_a_question_that_may_not_take_long():
    def compiles():
        with connection.cursor() as cursor:
            cursor.execute("SHOW jit")
            return cursor.fetchone()[0]

    usually = compiles()
    with stopping_after(10_000):
        assert compiles() == "off"
    assert compiles() == usually


@pytest.mark.django_db(transaction=True)
def test_visitors_are_told_what_to_do_instead(client, monkeypatch, settings):
    monkeypatch.setattr(EventQuerySet, "in_country", lambda self, code: slow(self, 10**9))
    settings.QUESTION_MILLISECONDS = 50
    EventFactory(country="EG")

    for language, direction in (("en", "ltr"), ("ar", "rtl")):
        answer = client.get(f"/{language}/events/?country=EG&mode=in_person")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "30"
        assert "no-store" in answer.headers["Cache-Control"]
        text = answer.content.decode()
        assert f'dir="{direction}"' in text
        assert f'href="/{language}/events/"' in text
    assert client.get("/en/events/events.ics?country=EG").status_code == 503

    answer = client.get("/api/v1/events/?country=EG")
    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Retry-After"] == "30"
    assert "Narrow your search" in answer.json()["detail"]


@pytest.mark.django_db
def test_a_plain_list_and_a_place_in_it_are_given_their_time(client, monkeypatch, settings):
    past = EventQuerySet.past
    monkeypatch.setattr(EventQuerySet, "past", lambda self: slow(past(self), 500_000))
    settings.QUESTION_MILLISECONDS = 1
    EventFactory(country="EG")

    assert client.get("/en/events/").status_code == 200
    assert client.get("/en/events/?after=1~1").status_code == 200
    assert client.get("/en/events/?mode=in_person").status_code == 503


@pytest.mark.django_db(transaction=True)
def test_home_leaves_out_a_timeline_that_takes_too_long_to_count(client, monkeypatch, settings):
    monkeypatch.setattr("khartoum.views.outline", lambda: count(10**9))
    settings.QUESTION_MILLISECONDS = 50
    event = EventFactory()

    answer = client.get("/en/")

    assert (answer.status_code, answer.context["timeline"]) == (200, "")
    assert answer.context["latest_events"] == [event]


@pytest.mark.django_db(transaction=True)
def test_nothing_that_is_asked_of_home_narrows_it(client, monkeypatch, settings):
    monkeypatch.setattr("khartoum.views.bounded_count", lambda rows: count(500_000))
    monkeypatch.setattr("khartoum.views.outline", lambda: count(10**9))
    settings.QUESTION_MILLISECONDS = 1

    answer = client.get("/en/?utm_source=newsletter")

    assert (answer.status_code, answer.context["timeline"]) == (200, "")


@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_narrowed_is_refused_or_says_that_it_is_not_whole(client, monkeypatch, settings):
    monkeypatch.setattr("publishing.api_tables.ROWS_AT_ONCE", 1)
    settings.QUESTION_MILLISECONDS = 50
    EventFactory.create_batch(2)
    read, slow_from = Shape.read, [0]

    def read_slowly(shape, keys):
        slow_from[0] -= 1
        if slow_from[0] < 0:
            count(20_000_000)
        return read(shape, keys)

    monkeypatch.setattr(Shape, "read", read_slowly)
    at_once = client.get("/api/v1/events.csv?mode=in_person")
    slow_from[0] = 1
    later = client.get("/api/v1/events.csv?mode=in_person")
    lines = b"".join(later).decode().splitlines()

    assert (at_once.status_code, at_once.headers["Retry-After"]) == (503, "30")
    assert at_once.headers["Content-Type"] == "application/problem+json"
    assert later.status_code == 200
    assert lines[-1].startswith('"This table is not complete')
    assert len([line for line in lines if line.startswith("event-")]) == 1


@pytest.mark.django_db(transaction=True)
def test_a_whole_table_is_given_its_time(client, monkeypatch, settings):
    settings.QUESTION_MILLISECONDS = 1
    EventFactory()
    read = Shape.read
    monkeypatch.setattr(Shape, "read", lambda shape, keys: count(500_000) and read(shape, keys))

    assert len(b"".join(client.get("/api/v1/events.csv")).splitlines()) == 2
