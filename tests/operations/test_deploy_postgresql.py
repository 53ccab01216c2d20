"""What PostgreSQL, as deploy/postgresql configures it, writes down (nothing that was typed) and archives."""

import re
import subprocess
import time
from contextlib import suppress

import psycopg
import pytest

from scripts.files import ROOT
from tests.own_postgresql import own_postgresql

pytestmark = pytest.mark.once

SETTING = re.compile(r"^(log_\w+) = (.+)$", re.MULTILINE)
TYPED = "'halima@example.org'"
GUIDE = (ROOT / "docs/backups.md").read_text()
ARCHIVE = re.compile(r"^(?:# |    )archive_command = '(.+)'$", re.MULTILINE)
RECOVERY = re.compile(r"/recovery\.conf <<END\n(.+?)^    END$", re.MULTILINE | re.DOTALL)


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


def archive_command(folder):
    """As the guide has it, with another folder."""
    [command] = ARCHIVE.findall(GUIDE)
    return command.replace("/var/backups/portal-wal", str(folder))


def test_guide_and_configuration_archive_alike():
    assert ARCHIVE.findall((ROOT / "deploy/postgresql/portal.conf").read_text()) == ARCHIVE.findall(GUIDE)


def test_segment_is_archived_again_after_a_crash_and_another_never_takes_its_place(tmp_path):
    archive, segment = tmp_path / "archive", tmp_path / "00000001"
    archive.mkdir()

    def archives(text):
        segment.write_text(text)
        command = archive_command(archive).replace("%p", str(segment)).replace("%f", segment.name)
        return subprocess.run(["sh", "-c", command], check=False).returncode == 0  # noqa: S603, S607 - the guide's

    assert [archives(text) for text in ("same", "same", "another")] == [True, True, False]
    assert {path.name: path.read_text() for path in archive.iterdir()} == {"00000001": "same"}


def recovered(server, moment):
    """What is in the table after the guide's way back to that moment."""
    [lines] = RECOVERY.findall(GUIDE)
    lines = re.sub(r"(recovery_target_time = ).+", rf"\1'{moment}'", lines)
    lines = lines.replace("/var/backups/portal-wal", "../archive")
    made = "rm -rf data && cp -a base data && touch data/recovery.signal && cat >> data/postgresql.conf"
    server.run("/bin/sh", "-c", made, input=lines, text=True)
    server.start()
    with psycopg.connect(server.address, autocommit=True) as portal:
        until(portal, "SELECT NOT pg_is_in_recovery()")
        found = [number for (number,) in portal.execute("SELECT number FROM kept ORDER BY number")]
    # Not as when the power fails: it archives what it has written, for whoever comes after.
    server.run("pg_ctl", "-D", "data", "-m", "fast", "-w", "stop")
    return found


def test_way_back_is_tried_again_with_a_later_moment():
    keeping = {"archive_mode": "on", "archive_command": archive_command("../archive")}
    with own_postgresql(**keeping, fsync="off") as server:
        server.run("/bin/mkdir", "archive")
        where = ("-h", "127.0.0.1", "-p", str(server.port), "-U", "postgres")
        server.run("pg_basebackup", "-D", "base", "--checkpoint", "fast", "--wal-method", "none", *where)
        moments = []
        with psycopg.connect(server.address, autocommit=True) as portal:
            portal.execute("CREATE TABLE kept (number int)")
            for number in (1, 2, 3):
                portal.execute("INSERT INTO kept VALUES (%s)", [number])
                moments += portal.execute("SELECT clock_timestamp()").fetchone()
            [last] = portal.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
            until(portal, f"SELECT last_archived_wal >= '{last}' FROM pg_stat_archiver")  # noqa: S608
        server.stop()

        assert [recovered(server, moment) for moment in moments[:2]] == [[1], [1, 2]]


def until(portal, is_so):
    end = time.monotonic() + 20
    while not portal.execute(is_so).fetchone()[0]:
        assert time.monotonic() < end
        time.sleep(0.05)
