"""What PostgreSQL writes down as deploy/postgresql configures it: nothing that somebody typed."""

import re
from contextlib import suppress

import psycopg
import pytest

from scripts.files import ROOT
from tests.own_postgresql import own_postgresql

pytestmark = pytest.mark.once

SETTING = re.compile(r"^(log_\w+) = (.+)$", re.MULTILINE)
TYPED = "'halima@example.org'"


def test_log_tells_of_errors_and_of_waiting_and_not_what_somebody_typed():
    told = {
        name: value.strip("'")
        for name, value in SETTING.findall((ROOT / "deploy/postgresql/portal.conf").read_text())
    }
    with own_postgresql(**told, deadlock_timeout="50ms", fsync="off") as server:
        with (
            psycopg.connect(server.address, autocommit=True) as one,
            psycopg.connect(server.address) as other,
        ):

            def fails(statement):
                with suppress(psycopg.Error):
                    one.execute(statement)

            one.execute("CREATE TABLE people (email text PRIMARY KEY, age int NOT NULL)")
            # Values stand in the statement: as the portal sends them.
            one.execute(f"INSERT INTO people VALUES ({TYPED}, 1)")  # noqa: S608
            fails(f"INSERT INTO people VALUES ({TYPED}, 2)")  # noqa: S608
            fails(f"INSERT INTO people VALUES (upper({TYPED}), NULL)")  # noqa: S608
            fails(f"SELECT nothing FROM people WHERE email = {TYPED}")  # noqa: S608
            one.execute(f"SELECT pg_sleep(1.1), {TYPED}")
            other.execute(f"UPDATE people SET age = 3 WHERE email = {TYPED}")  # noqa: S608
            one.execute("SET lock_timeout = '300ms'")
            fails(f"UPDATE people SET age = 4 WHERE email = {TYPED}")  # noqa: S608
        log = (server.folder / "log").read_text()

    assert "duplicate key value violates unique constraint" in log
    assert "still waiting for ShareLock" in log
    assert "halima" not in log.lower()
