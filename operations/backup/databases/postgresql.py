"""PostgreSQL, by its own tools: pg_dump writes down, pg_restore and psql bring back."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import DatabaseError, connections, transaction

from operations.backup.aliases import known_as
from operations.backup.contents import Contents, differences
from operations.backup.databases.description import SCHEMA, described, numbers_in, spans
from operations.backup.databases.tools import Feeding, Tool, running
from operations.backup.errors import BackupError, BusyError
from operations.backup.places import PIECE, Readable

# Where what was there stays until what was brought back has proved to be whole.
ASIDE = "before_restoration"
TOOLS = ("pg_dump", "pg_restore", "psql")
HELD = "held"
# How the names of databases begin that a drill brings a backup back into.
SCRATCH = "backup_drill"
# In seconds: how long a restoration waits for those who are writing.
PATIENCE_SECONDS = 30
# Any number that nobody else uses: while one backup reads a database, from whichever machine, no other does.
ADVISORY_LOCK = 7_241_120_141_128


def version(connection: Any) -> str:
    connection.ensure_connection()
    number: int = connection.pg_version
    return f"{number // 10000}.{number % 10000}"


def refuse_unfit(connection: Any) -> None:
    for tool in TOOLS:
        if shutil.which(tool) is None:
            raise BackupError(
                f"{tool} is not installed on this machine. Install PostgreSQL's client programs: "
                "apt install postgresql-client"
            )
    told = subprocess.run(["pg_dump", "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S607
    [own] = re.findall(r"\) (\d+)", told)
    server = int(version(connection).partition(".")[0])
    if int(own) < server:
        raise BackupError(
            f"pg_dump here is of PostgreSQL {own} and the server is {server}: an older one cannot write down "
            f"a newer server. Install postgresql-client-{server}."
        )


def is_empty(connection: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_class WHERE relkind = 'r' AND relnamespace = %s::regnamespace LIMIT 1", [SCHEMA]
        )
        return cursor.fetchone() is None


def contents(connection: Any) -> Contents:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        found = described(cursor)
        numbers = numbers_in(cursor)
        found.sequences = spans(numbers, numbers)
        return found


@dataclass
class Snapshot:
    """One transaction that pg_dump joins."""

    alias: str
    name: str
    numbers: dict[str, int]

    @contextmanager
    def dump(self) -> Iterator[Readable]:
        command = [
            "pg_dump",
            "--format=custom",
            "--compress=0",
            f"--snapshot={self.name}",
            f"--schema={SCHEMA}",
        ]
        with running(command, self.alias) as tool:
            yield tool

    def contents(self) -> Contents:
        with connections[self.alias].cursor() as cursor:
            found = described(cursor)
            found.sequences = spans(self.numbers, numbers_in(cursor))
        return found


@contextmanager
def moment(connection: Any) -> Iterator[Snapshot]:
    with _connected_besides(connection) as alias, transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            # However impatient the portal is with visitors.
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ADVISORY_LOCK])
            if not cursor.fetchone()[0]:
                raise BusyError(
                    "A backup of this database is being made already, perhaps by another machine."
                )
            cursor.execute("SELECT pg_export_snapshot()")
            name = cursor.fetchone()[0]
            numbers = numbers_in(cursor)
        yield Snapshot(alias, name, numbers)


@dataclass
class Replacement:
    connection: Any
    psql: Tool

    def load(self, source: Readable, expected: Contents) -> list[str]:
        """The old tables are read until the new ones are there: all of it is one transaction. They stay aside
        until the new ones have been compared, and come back if those are not what they should be."""
        self.psql.say(f"ALTER SCHEMA {SCHEMA} RENAME TO {ASIDE};")
        # What other roles may do, they may again, if they are there.
        rights = [] if self._knows(expected.roles) else ["--no-privileges"]
        command = ["pg_restore", "--file=-", "--no-owner", *rights]
        alias = self.connection.alias
        with running(command, alias) as reader:
            feeding = Feeding(source, reader)
            try:
                while piece := reader.read(PIECE):
                    self.psql.write(piece)
            except BackupError:
                # What was read may be the cause.
                raise feeding.problem or reader.failed() from None
            feeding.finish()
        # A new schema is its maker's alone; this one is whose the database is, and everybody may look.
        self.psql.say(f"GRANT USAGE ON SCHEMA {SCHEMA} TO PUBLIC;")
        self.psql.say(f"ALTER SCHEMA {SCHEMA} OWNER TO pg_database_owner; COMMIT;")
        self.psql.end()
        return self._compared(expected)

    def _knows(self, roles: list[str]) -> bool:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT rolname FROM pg_roles")
            return set(roles) <= {name for (name,) in cursor.fetchall()}

    def _compared(self, expected: Contents) -> list[str]:
        different = differences(expected, contents(self.connection))
        with self.connection.cursor() as cursor:
            if different:
                cursor.execute(f"DROP SCHEMA {SCHEMA} CASCADE")
                cursor.execute(f"ALTER SCHEMA {ASIDE} RENAME TO {SCHEMA}")
            else:
                cursor.execute(f"DROP SCHEMA {ASIDE} CASCADE")
        return different


def _refuse_extensions(cursor: Any) -> None:
    """They would be exchanged with the tables, and are the superuser's."""
    cursor.execute(
        "SELECT extname FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace"
        " WHERE nspname = %s",
        [SCHEMA],
    )
    if found := cursor.fetchone():
        raise BackupError(
            f"The extension {found[0]} stands among the portal's own tables. Give it a place of its own, as "
            f"the superuser: CREATE SCHEMA extensions; ALTER EXTENSION {found[0]} SET SCHEMA extensions;"
        )


@contextmanager
def holding(connection: Any) -> Iterator[Replacement]:
    with connection.cursor() as cursor:
        _refuse_extensions(cursor)
        # Of a restoration that was interrupted after it had taken effect.
        cursor.execute(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE")
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = %s::regnamespace", [SCHEMA]
        )
        tables = ", ".join(f'{SCHEMA}."{name}"' for (name,) in cursor.fetchall())
    command = [
        "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", "--file=-",
    ]  # fmt: skip
    with running(command, connection.alias) as psql:
        psql.say("BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0;")
        psql.say(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s';")
        if tables:
            psql.say(f"LOCK TABLE {tables} IN SHARE MODE;")
        psql.say(f"\\echo {HELD}")
        if not psql.hears(HELD):
            raise psql.failed()
        yield Replacement(connection, psql)


@contextmanager
def scratch(connection: Any) -> Iterator[str]:
    """Beside the portal's own, on the same server."""
    with _connected_besides(connection) as server:
        with connections[server].cursor() as cursor:
            start = start_of_names(cursor)
            _drop_left_behind(cursor, start)
            name = start + uuid4().hex[:8]
            try:
                # With the rules of the portal's own database, by which rows are ordered and compared.
                cursor.execute(
                    "SELECT datcollate, datctype FROM pg_database WHERE datname = current_database()"
                )
                collate, ctype = cursor.fetchone()
                cursor.execute(
                    f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE %s LC_CTYPE %s",
                    [collate, ctype],
                )
            except DatabaseError as error:
                raise BackupError(
                    f"No scratch database can be made: {str(error).strip()}. Let the portal's role make "
                    f'some, as the superuser: ALTER ROLE "{connection.settings_dict["USER"]}" CREATEDB;'
                ) from error
        try:
            with known_as(name, NAME=name) as alias:
                yield alias
        finally:
            with connections[server].cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def start_of_names(cursor: Any) -> str:
    """With the number of the portal's own database: other portals of the same server have theirs."""
    cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
    return f"{SCRATCH}_{cursor.fetchone()[0]}_"


def _drop_left_behind(cursor: Any, start: str) -> None:
    """By drills that were killed. One that is under way is connected to its own."""
    cursor.execute(
        "SELECT datname::text FROM pg_database WHERE starts_with(datname::text, %s)"
        " AND NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datid = pg_database.oid)",
        [start],
    )
    for (name,) in cursor.fetchall():
        # It may have gone, or somebody have come to it, just now.
        with suppress(DatabaseError):
            cursor.execute(f"DROP DATABASE {cursor.db.ops.quote_name(name)}")


def empty(connection: Any) -> None:
    """As it was before anything was made there."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {SCHEMA} CASCADE")
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        cursor.execute(f"GRANT USAGE ON SCHEMA {SCHEMA} TO PUBLIC")
        cursor.execute(f"ALTER SCHEMA {SCHEMA} OWNER TO pg_database_owner")


@contextmanager
def _connected_besides(connection: Any) -> Iterator[str]:
    """The portal's own connection may be in the midst of something."""
    with known_as(f"backup_{uuid4().hex[:8]}", NAME=connection.settings_dict["NAME"]) as alias:
        yield alias
