"""A real database, set up as badly as can be: the doctor, asked once, finds each and names its cure."""

import json
import os
import subprocess
import sys
import time

import psycopg
import pytest
from django.conf import settings

from tests.own_postgresql import own_postgresql

CURES = {
    "fsync is off": "ALTER SYSTEM SET fsync = on",
    "synchronous_commit is off": "ALTER SYSTEM SET synchronous_commit = on",
    "full_page_writes is off": "ALTER SYSTEM SET full_page_writes = on",
    "Autovacuum is off": "ALTER SYSTEM SET autovacuum = on",
    "Arabic cannot be kept": "--encoding UTF8",
    "is a superuser of the database": "Give it a role that owns its database and no more",
    "The database allows 5 connections": "Raise max_connections",
    "lacks migrations of this release": "manage.py migrate",
    "could not be archived": "Mend archive_command",
}


def asked_of(database_url, *options):
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment |= {"DATABASE_URL": database_url, "VAR_DIR": str(settings.VAR_DIR)}
    return doctor(*options, environment=environment)


def doctor(*options, environment):
    """What it finds, problem → cure, and how it ends."""
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", "doctor", "--json", *options],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    findings = json.loads(done.stdout)["findings"]
    return {finding["problem"]: finding["cure"] for finding in findings}, done.returncode


@pytest.fixture(scope="module")
def ill():
    spoilt = dict.fromkeys(["fsync", "synchronous_commit", "full_page_writes", "autovacuum"], "off")
    encoding = ["--encoding", "SQL_ASCII", "--locale", "C"]
    archive = {"archive_mode": "on", "archive_command": "false"}
    with own_postgresql(*encoding, **spoilt, **archive, max_connections=8) as server:
        fill_a_segment(server)
        found, ended = asked_of(server.address, "--group", "database")
        server.freeze()
        began = time.monotonic()
        frozen, _ended = asked_of(server.address, "--group", "security")
        yield found, ended, frozen, time.monotonic() - began


def fill_a_segment(server):
    """And wait until it could not be archived."""
    with psycopg.connect(server.address, autocommit=True) as connection:
        connection.execute("CREATE TABLE anything ()")
        connection.execute("SELECT pg_switch_wal()")
        end = time.monotonic() + 10
        while not connection.execute("SELECT failed_count FROM pg_stat_archiver").fetchone()[0]:
            assert time.monotonic() < end
            time.sleep(0.05)


@pytest.mark.once
@pytest.mark.parametrize("problem", CURES)
def test_what_is_wrong_with_a_database_is_found_and_its_cure_is_named(ill, problem):
    found, ended, _frozen, _seconds = ill

    [cure] = [cure for told, cure in found.items() if problem in told]
    assert CURES[problem] in cure
    assert ended == 1


@pytest.mark.once
def test_a_frozen_database_is_told_in_time_and_the_rest_is_looked_at_all_the_same(ill):
    _found, _ended, frozen, seconds = ill

    [told] = [told for told in frozen if "database" in told]
    assert "The database does not answer" in told
    assert any("SECOND_FACTOR_REQUIRED" in cure for cure in frozen.values())
    assert seconds < 15


@pytest.mark.once
def test_a_database_that_is_away_is_told_with_what_it_says():
    found, ended = asked_of("postgres://postgres@127.0.0.1:9/postgres", "--group", "database")

    [(problem, cure)] = found.items()
    assert "refused" in problem
    assert "systemctl start postgresql" in cure
    assert ended == 1
