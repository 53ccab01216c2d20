"""Which database answers. The replica is a second connection to the test's own database."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, ProgrammingError, connections, router
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import ApiKey
from events.models import Event
from khartoum import last_known
from publishing.reading import IS_BEHIND, KNOWN_NUMBER, REPLICA, read, reading_from_replica
from publishing.standing import UNCHANGED_SINCE, standing
from tests.factories import EventFactory
from tests.khartoum.asking import connections_left_open, portal_for
from tests.staff import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
OF_VISITORS = ["/en/events/", "/ar/search/?q=meeting", "/api/v1/events/", "/en/events/one/", "/sitemap.xml"]


@pytest.fixture(autouse=True)
def replica(monkeypatch, settings):
    primary = connections[DEFAULT_DB_ALIAS]
    primary.ensure_connection()
    monkeypatch.setitem(connections.settings, REPLICA, {**primary.settings_dict})
    settings.DATABASE_ROUTERS = ["publishing.reading.Router"]
    # Tests may not ask any other by name.
    connections[REPLICA].alias = DEFAULT_DB_ALIAS
    yield connections[REPLICA]
    connections[REPLICA].close()
    del connections[REPLICA]


@contextmanager
def counted():
    with (
        CaptureQueriesContext(connections[DEFAULT_DB_ALIAS]) as primary,
        CaptureQueriesContext(connections[REPLICA]) as replica,
    ):
        yield primary, replica


def failing(times, error=OperationalError):
    """What the replica says for so many questions: as if it had just died."""
    left = [times]

    def execute(execute, *question):
        if left[0]:
            left[0] -= 1
            raise error("terminating connection")
        return execute(*question)

    return execute


def behind(execute, sql, *rest):
    """What the replica says while it lacks the latest change."""
    number = '"publishing_recordversion"."number"'
    return execute(sql.replace(number, f"{number} - 1"), *rest)


def test_what_visitors_read_comes_from_the_replica_alone(client):
    EventFactory(slug="one")

    for path in OF_VISITORS:
        with counted() as (primary, replica):
            assert client.get(path).status_code == 200, path

        assert len(primary) == 0, path
        assert len(replica) > 0, path


def test_staff_read_and_write_at_the_primary():
    staff = signed_in()

    with counted() as (primary, replica):
        assert staff.get("/admin/events/event/").status_code == 200
        EventFactory()

    assert len(replica) == 0
    assert len(primary) > 0


def test_who_may_ask_is_known_at_the_primary(client):
    """A key that was revoked a moment ago is refused, however far the replica is behind."""
    with counted() as (primary, _replica):
        client.get("/api/v1/events/", headers={"Authorization": f"Bearer kp_{'x' * 43}"})

    assert any(ApiKey._meta.db_table in query["sql"] for query in primary)


def test_what_is_written_while_reading_goes_to_the_primary():
    with reading_from_replica():
        assert router.db_for_read(Event) == REPLICA
        assert router.db_for_write(Event) == DEFAULT_DB_ALIAS
    assert router.db_for_read(Event) == DEFAULT_DB_ALIAS


def test_visitors_do_not_notice_that_it_dies(client, replica):
    EventFactory(slug="one")

    for path in OF_VISITORS:
        for times in (1, 2, 1000):
            with replica.execute_wrapper(failing(times)):
                assert client.get(path).status_code == 200, (path, times)


def test_other_errors_are_not_asked_about_again(client, replica):
    with replica.execute_wrapper(failing(1, ProgrammingError)), pytest.raises(ProgrammingError):
        client.get("/en/events/")


def test_how_the_record_stands_is_asked_of_it_and_when_it_dies_of_the_primary(replica):
    with counted() as (primary, asked):
        read(standing)
    assert (len(primary), len(asked)) == (0, 1)

    with replica.execute_wrapper(failing(1000)):
        assert read(standing).state.number == standing().state.number


def test_what_was_read_where_less_is_known_is_told_to_whoever_keeps_it(client):
    number = standing().state.number

    behind = client.get("/en/events/", **{KNOWN_NUMBER: number + 1})
    as_new = client.get("/en/events/", **{KNOWN_NUMBER: number})

    assert IS_BEHIND in behind.wsgi_request.META
    assert IS_BEHIND not in as_new.wsgi_request.META


def test_a_page_of_a_replica_that_is_behind_is_not_kept_as_one_of_the_present(monkeypatch):
    """How the record stands was asked of one server of the list, and the page is read at another."""
    EventFactory()
    ahead = standing()
    ahead = replace(ahead, state=replace(ahead.state, number=ahead.state.number + 1))
    with connections_left_open():
        portal = portal_for(monkeypatch)
        monkeypatch.setattr(last_known, "standing", lambda: ahead)

        for _ in range(2):
            assert portal.get("/en/events/").status == 200
        assert len(portal.asked) == 2
        monkeypatch.setattr(last_known, "standing", standing)
        portal.later(2)
        for _ in range(2):
            assert portal.get("/en/events/").status == 200
        assert len(portal.asked) == 3


def test_since_when_an_answer_holds_is_not_told_of_one_that_was_read_where_less_is_known(client):
    number, since = standing().state.number, datetime(2026, 3, 1, tzinfo=UTC)

    behind, as_new = (
        client.get("/en/events/", **{KNOWN_NUMBER: known, UNCHANGED_SINCE: since})
        for known in (number + 1, number)
    )

    assert [answer.headers.get("Last-Modified") for answer in (behind, as_new)] == [
        None,
        "Sun, 01 Mar 2026 00:00:00 GMT",
    ]


def test_a_place_in_the_changes_that_it_does_not_know_yet_is_looked_up_at_the_primary(replica):
    client = Client(raise_request_exception=False)
    EventFactory(slug="one")
    cursor = client.get("/api/v1/changes/?since=latest").json()["cursor"]
    feed, number, moment = cursor.split(".")
    path = f"/api/v1/changes/?since={cursor}"

    with replica.execute_wrapper(behind):
        known = client.get(path)
        with connections[DEFAULT_DB_ALIAS].execute_wrapper(failing(1000)):
            while_away = client.get(path)
        never_told = client.get(f"/api/v1/changes/?since={feed}.{int(number) + 1}.{moment}")

    assert (known.status_code, known.json()["cursor"], known.json()["results"]) == (200, cursor, [])
    assert (while_away.status_code, "Retry-After" in while_away.headers) == (503, True)
    assert never_told.status_code == 400


def test_a_list_in_step_is_read_at_the_primary_and_not_kept(client):
    """The place from which somebody goes on afterwards may be one of a server that knows more."""
    EventFactory(slug="one")

    with counted() as (primary, replica):
        answer = client.get("/api/v1/events/?modified_since=2015-01-01")

    assert [row["slug"] for row in answer.json()["results"]] == ["one"]
    assert (len(replica), len(primary) > 0) == (0, True)
    assert IS_BEHIND in answer.wsgi_request.META
