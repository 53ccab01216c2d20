"""How databases are reached, and how it is found out that one is away."""

from threading import Event

import pytest
from django.core.exceptions import ImproperlyConfigured

from khartoum.databases import database, databases
from khartoum.postgresql import outage as outages
from khartoum.postgresql.outage import Outage


def test_the_address_may_bring_options_of_its_own():
    found = database(
        "postgres://portal:pass%2Fword@db.example.org:6432/portal?sslmode=require&connect_timeout=4"
    )

    assert (found["ENGINE"], found["NAME"], found["PASSWORD"]) == (
        "khartoum.postgresql",
        "portal",
        "pass/word",
    )
    options = found["OPTIONS"]
    assert (options["sslmode"], int(options["connect_timeout"]), options["keepalives"]) == ("require", 4, 1)


def test_an_embedded_database_has_readers_that_never_wait_and_no_pool():
    found = database("sqlite:////tmp/portal.sqlite3")

    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]
    assert "pool" not in found["OPTIONS"]


@pytest.mark.parametrize(("process", "port"), [("web", 6432), ("", 5432)])
def test_web_processes_go_through_a_pooler_and_commands_past_it(monkeypatch, process, port):
    monkeypatch.setenv("PORTAL_PROCESS", process)

    found = databases(
        "postgres://portal@db.example.org:5432/portal",
        pooler_url="postgres://portal@db.example.org:6432/portal",
    )["default"]

    assert found["PORT"] == port
    # A session of PgBouncer's is gone after each transaction, and what it held open with it.
    assert found.get("DISABLE_SERVER_SIDE_CURSORS", False) is (process == "web")


def test_pooler_is_of_postgresql():
    with pytest.raises(ImproperlyConfigured, match="postgres://"):
        databases("sqlite:////tmp/portal.sqlite3", pooler_url="sqlite:////tmp/other.sqlite3")


class Server:
    """Answers, refuses, or says nothing at all."""

    def __init__(self):
        self.refuses, self.asked, self.speaks = False, 0, Event()
        self.speaks.set()

    def ask(self):
        self.asked += 1
        self.speaks.wait()
        if self.refuses:
            raise ConnectionRefusedError("refused")


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(outages, "PAUSE", 0.01)
    monkeypatch.setattr(outages, "ANSWERS_WITHIN", 0.05)
    server = Server()
    yield server
    server.refuses = False
    server.speaks.set()


def comes_true(condition):
    turn = Event()
    for _time in range(500):
        if condition():
            return True
        turn.wait(0.01)
    return False


def test_a_server_that_answers_is_not_away(server):
    assert Outage("one", server.ask).answers()
    assert server.asked == 1


def test_who_has_less_time_than_an_answer_may_take_says_nothing_of_the_server(server):
    outage = Outage("one", server.ask)
    server.speaks.clear()

    assert not outage.answers(within=0.01)
    assert not outage.is_on


@pytest.mark.parametrize("trouble", ["refuses", "says nothing"])
def test_one_looks_until_it_is_back_and_nobody_waits_meanwhile(server, trouble, caplog):
    outage = Outage("one", server.ask)
    if trouble == "refuses":
        server.refuses = True
    else:
        server.speaks.clear()

    assert not outage.answers()
    asked = server.asked
    assert [outage.answers() for _time in range(50)] == [False] * 50
    # Those fifty asked nobody.
    assert server.asked <= asked + 20

    server.refuses = False
    server.speaks.set()
    assert comes_true(lambda: not outage.is_on)
    assert outage.answers()
    # Said by the thread that looked, a moment after all others know.
    assert comes_true(lambda: len(caplog.records) == 2)
    assert [record.message.split(":")[0] for record in caplog.records] == [
        "The database one is away",
        caplog.records[1].message,
    ]
    assert "is back after" in caplog.records[1].message


def test_an_outage_can_come_again(server):
    outage = Outage("one", server.ask)
    for _time in range(3):
        server.refuses = True
        assert not outage.answers()
        server.refuses = False
        assert comes_true(lambda: not outage.is_on)
