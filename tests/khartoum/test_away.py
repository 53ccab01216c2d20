"""What is said when the database is away, takes nothing in or has no room, and of what nothing is said."""

import errno
import re
import sqlite3

import psycopg.errors
import pytest
from django.db import InternalError, OperationalError, ProgrammingError, connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client

from khartoum import away, waiting
from khartoum.away import waits_a_while
from pages.models import Term
from publishing.troubles import AWAY, NO_ROOM_LEFT, NOT_WRITABLE, trouble_in, was_cut
from tests.factories import TermFactory
from tests.html_forms import fields_of
from tests.staff import signed_in

ADDING = "/admin/pages/term/add/"


def as_django_says_it(error, kind=OperationalError):
    found = kind(str(error))
    found.__cause__ = error
    return found


def in_sqlite(statement, path, *, locked=False):
    """What SQLite says to the statement; `locked` while somebody else writes."""
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE IF NOT EXISTS there (number)")
        other.commit()
        if locked:
            other.execute("BEGIN EXCLUSIVE")
        line = sqlite3.connect(path, timeout=0)
        with pytest.raises(sqlite3.OperationalError) as raised:
            line.execute(statement)
        line.close()
    other.close()
    return raised.value


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (OperationalError("no connection"), AWAY),
        (as_django_says_it(psycopg.OperationalError("server closed the connection")), AWAY),
        (as_django_says_it(psycopg.errors.AdminShutdown()), AWAY),
        (as_django_says_it(psycopg.errors.CannotConnectNow()), AWAY),
        # Past Django.
        (psycopg.OperationalError("server closed the connection"), AWAY),
        (as_django_says_it(psycopg.errors.DiskFull()), NO_ROOM_LEFT),
        (OSError(errno.ENOSPC, "No space left on device"), NO_ROOM_LEFT),
        (as_django_says_it(psycopg.errors.ReadOnlySqlTransaction()), NOT_WRITABLE),
        (as_django_says_it(psycopg.errors.UndefinedTable(), ProgrammingError), None),
        (OSError(errno.ENOENT, "No such file"), None),
        (ValueError("OperationalError"), None),
        (None, None),
    ],
)
def test_a_fault_of_the_program_is_told_from_a_database_that_is_away(error, trouble):
    assert trouble_in(error) is trouble


def test_sqlite_calls_both_by_one_name(tmp_path):
    path = tmp_path / "database"
    busy = in_sqlite("INSERT INTO there VALUES (1)", path, locked=True)
    missing = in_sqlite("SELECT * FROM nowhere", path)

    assert trouble_in(as_django_says_it(busy)) is AWAY
    assert trouble_in(as_django_says_it(missing)) is None


@pytest.fixture
def desk(monkeypatch):
    """Sends the form of a new term, while saving it fails with the error."""
    client = signed_in()
    client.raise_request_exception = False
    form = fields_of(client.get(ADDING), "term_form")
    form |= {"slug": "visa", "name_en": "Visa", "new_password": "lanterns"}

    def send(error):
        def fails(*_arguments, **_options):
            raise as_django_says_it(error)

        monkeypatch.setattr(Term, "save_base", fails)
        answer = client.post(ADDING, form, headers={"Origin": "http://testserver"})
        page = answer.content.decode()
        assert not any(word in page for word in ("lanterns", str(error), "Traceback"))
        assert not Term.objects.filter(slug="visa").exists()
        return answer.status_code, page

    return send


@pytest.mark.django_db
def test_on_a_full_disk_the_same_form_comes_back_and_says_so(desk):
    status, page = desk(psycopg.errors.DiskFull("could not extend file"))

    assert (status, "disk is full. Nothing was kept" in page) == (200, True)
    assert re.search('name="name_en"[^>]*value="Visa"|value="Visa"[^>]*name="name_en"', page)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "told"),
    [
        (psycopg.errors.ReadOnlySqlTransaction("cannot execute INSERT"), "can be read, but not written to"),
        (psycopg.errors.AdminShutdown("terminating connection"), "look first whether it was saved"),
    ],
)
def test_without_a_database_that_takes_it_what_was_typed_can_be_sent_again(desk, error, told):
    status, page = desk(error)

    assert (status, told in page) == (503, True)
    assert '<input type="hidden" name="name_en" value="Visa">' in page


@pytest.mark.django_db
def test_a_page_is_tried_again_where_only_the_connection_was_cut(rf, monkeypatch):
    monkeypatch.setattr(away, "close_old_connections", lambda: None)
    cut, fine = HttpResponse(status=503), HttpResponse()
    cut.was_cut = True

    def answers_to(method, path, first=cut):
        answers = iter([first, fine])
        return waits_a_while(lambda _request: next(answers))(rf.generic(method, path))

    assert answers_to("GET", "/en/events/") is fine
    # Perhaps it was saved; and perhaps it is away.
    for method, path, first in [
        ("POST", "/en/report/", cut),
        ("GET", "/admin/", cut),
        ("GET", "/en/", HttpResponse(status=503)),
    ]:
        assert answers_to(method, path, first) is not fine
    waiting.end()


def test_a_server_that_is_known_to_be_away_is_not_asked_twice():
    class Refused(psycopg.OperationalError):
        was_refused = True

    assert was_cut(as_django_says_it(psycopg.OperationalError("server closed the connection")))
    assert was_cut(as_django_says_it(psycopg.errors.AdminShutdown()))
    assert not was_cut(as_django_says_it(Refused()))
    assert not was_cut(as_django_says_it(psycopg.errors.TooManyConnections()))
    assert not was_cut(ValueError())


@pytest.mark.django_db
def test_nobody_waits_for_the_database_when_the_answer_is_sent(client):
    assert client.get("/healthz").status_code == 200
    assert waiting.waiting() is None


def test_a_table_says_where_it_breaks_off(rf, caplog):
    def lines():
        yield b"slug\r\nfirst\r\n"
        raise OperationalError("server closed the connection")

    def table(kind):
        answer = away.tables_say_where_they_break(
            lambda _request: StreamingHttpResponse(lines(), content_type=kind)
        )
        return answer(rf.get("/api/v1/events.csv"))

    assert (
        b"".join(table("text/csv; charset=utf-8")).splitlines()[-1].startswith(b'"This table is not complete')
    )
    assert "broke off" in caplog.text
    with pytest.raises(OperationalError):
        b"".join(table("application/zip"))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_visitor_waits_for_a_silent_question_only_so_long_and_the_desk_longer():
    with (
        waiting.at_most(waiting.Waiting(silence=0.1, longest=0.3)),
        pytest.raises(OperationalError),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT pg_sleep(5)")
    connection.close()
    # The server answered on another connection: it works on the question still, and is not away.
    assert not connection.outage.is_on

    with waiting.at_most(waiting.Waiting(silence=0.1, longest=60)), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.5)")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@pytest.mark.parametrize(
    ("path", "headers", "patience"),
    [
        ("/en/events/", {}, "VISITOR"),
        ("/en/events/", {"X-Asked-Again": "yes"}, "AGAIN"),
        ("/admin/", {"X-Asked-Again": "yes"}, "DESK"),
    ],
)
def test_who_has_waited_once_does_not_wait_again_as_long(rf, path, headers, patience):
    found = []
    waits_a_while(lambda _request: found.append(waiting.waiting()))(rf.get(path, headers=headers))
    waiting.end()

    assert found == [getattr(waiting, patience)]
    assert waiting.AGAIN.longest < 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_connections_to_a_server_that_takes_nothing_in_any_more_are_given_up():
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    refusing = connection.connection

    with pytest.raises(InternalError) as refused:
        TermFactory()
    assert trouble_in(refused.value) is NOT_WRITABLE
    connection.close()
    assert refusing.closed
    TermFactory()


def test_public_answers_hold_no_name_of_what_failed(monkeypatch):
    def fails(*_arguments):
        raise OperationalError('connection to server at "10.0.0.7" failed')

    monkeypatch.setattr("events.views.EventListView.get", fails)
    client = Client(raise_request_exception=False)
    for path, language in [("/en/events/", "en"), ("/fr/events/", "fr"), ("/ar/events/", "ar")]:
        answer = client.get(path)
        assert answer.status_code == 503
        assert f'<html lang="{language}"' in answer.content.decode()
        assert (answer.headers["Retry-After"], answer.headers["Cache-Control"]) == ("5", "no-store")
        assert "10.0.0.7" not in answer.content.decode()


def test_what_cannot_be_read_again_is_left_out(rf):
    request = rf.post("/en/report/", b"no form", content_type="multipart/form-data; boundary=none")

    assert away.answer_to(NO_ROOM_LEFT, request).status_code == 503
