import time

import pytest
from django.db import DatabaseError, connection

from operations.logs import queries
from operations.logs.queries import shape_of
from operations.logs.storms import AtMost
from publishing.models import RecordVersion
from publishing.together import Together
from tests.factories import EventFactory
from tests.operations.logged import logged

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return EventFactory(slug="secret-meeting")


@pytest.fixture
def slow_database(settings, monkeypatch):
    """Each question takes longer than is allowed."""
    settings.SLOW_QUERY_MILLISECONDS = 1
    monkeypatch.setattr(queries, "lines", AtMost(60, seconds=60))

    def later(execute, *arguments):
        time.sleep(0.002)
        return execute(*arguments)

    with connection.execute_wrapper(later):
        yield


def named(lines):
    return [line for line in lines if line["logger"] == "portal.queries"]


def test_a_slow_question_is_named_with_its_route_and_without_what_was_asked_for(client, event, slow_database):
    with logged() as lines:
        client.get(event.get_absolute_url())

    found = named(lines)
    request = next(line for line in lines if line["logger"] == "portal.requests")
    assert len(found) == request["queries"]
    assert {line["route"] for line in found} == {"events:detail"}
    assert {line["request_id"] for line in found} == {request["request_id"]}
    assert min(line["milliseconds"] for line in found) >= 2
    assert all(len(line["shape"]) == 8 and line["sql"].startswith("SELECT") for line in found)
    assert "secret-meeting" not in str(found)


def test_questions_written_by_hand_are_seen_as_well(slow_database):
    together = Together(lambda number: {"versions": RecordVersion.objects.filter(number=number)})

    with logged() as lines:
        together.ask(number=4711)

    assert [("publishing_recordversion" in line["sql"], "4711" in str(line)) for line in lines] == [
        (True, False)
    ]


def test_a_question_that_fails_late_is_named_too(slow_database):
    with logged() as lines, pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")

    assert [line["sql"] for line in named(lines)] == ["SELECT nothing FROM nowhere"]


def test_nothing_is_slow_without_a_limit(slow_database, settings):
    settings.SLOW_QUERY_MILLISECONDS = 0

    with logged() as lines:
        RecordVersion.objects.count()

    assert lines == []


def test_a_storm_of_slow_questions_does_not_fill_the_log(slow_database):
    with logged() as lines:
        for _time in range(70):
            RecordVersion.objects.count()

    assert len(named(lines)) == 60


@pytest.mark.parametrize(
    ("asked", "shape"),
    [
        ("SELECT a FROM b WHERE c IN (%s, %s, %s)", "SELECT a FROM b WHERE c IN (%s, …)"),
        ("SELECT a\n  FROM b WHERE c = 'it''s mine'", "SELECT a FROM b WHERE c = …"),
        ("INSERT INTO a VALUES (%s, %s), (%s, %s), (%s, %s)", "INSERT INTO a VALUES (%s, …), …"),
        ("SELECT T4.c12 FROM b LIMIT 25", "SELECT T4.c12 FROM b LIMIT …"),
        ('SELECT "a"."b1" FROM "a" WHERE x > 2.5', 'SELECT "a"."b1" FROM "a" WHERE x > …'),
    ],
)
def test_shape_of_a_statement_is_the_same_whatever_is_asked_for(asked, shape):
    assert shape_of(asked) == shape
