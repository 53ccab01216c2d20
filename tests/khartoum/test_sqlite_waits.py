"""How long somebody waits who wants to write into SQLite while somebody else does."""

import sqlite3
import time
from contextlib import closing

import pytest
from django.db import ConnectionHandler, OperationalError

from khartoum import waiting
from khartoum.databases import databases
from publishing.troubles import AWAY, trouble_in

pytestmark = [pytest.mark.once, pytest.mark.django_db]

SHORT = waiting.Waiting(silence=0.1, longest=0.1)
LONG = waiting.Waiting(silence=2, longest=60)


@pytest.fixture
def portal(tmp_path):
    path = tmp_path / "portal.sqlite3"
    with closing(sqlite3.connect(path)) as first:
        first.execute("CREATE TABLE there (number)")
    connection = ConnectionHandler(databases(f"sqlite:///{path}"))["default"]
    yield connection, path
    connection.close()


def waits(connection):
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA busy_timeout").fetchone()[0] / 1000


def test_each_waits_as_long_as_who_asks_may(portal):
    connection, _path = portal

    with waiting.at_most(SHORT):
        assert waits(connection) < 0.1
    assert waits(connection) == 20
    with waiting.at_most(LONG):
        assert waits(connection) == 20


@pytest.mark.parametrize("is_connected", [True, False])
def test_what_waited_in_vain_is_told_soon_as_a_database_that_is_away(portal, is_connected):
    connection, path = portal
    if is_connected:
        connection.ensure_connection()

    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()
        with waiting.at_most(SHORT), pytest.raises(OperationalError) as raised:
            connection.cursor().execute("INSERT INTO there VALUES (1)")

    # Without a limit it would be twenty.
    assert time.monotonic() < began + 10
    assert trouble_in(raised.value) is AWAY
