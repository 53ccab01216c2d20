"""SQLite, by its own interface for copying a database while it is used."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from django.conf import settings

from operations.backup.aliases import known_as
from operations.backup.contents import Contents, differences
from operations.backup.errors import AlteredError, BackupError
from operations.backup.places import PIECE, Readable

# In seconds: as long as Django waits for whoever writes.
PATIENCE = 20
AT_ONCE = 500
# How the names of folders begin that copies of the database are made in.
SCRATCH = "copy-for-backup-"


def version(connection: Any) -> str:
    return sqlite3.sqlite_version


def refuse_unfit(connection: Any) -> None:
    """Python brings all that is needed."""


def is_empty(connection: Any) -> bool:
    with closing(_opened(connection)) as own:
        return own.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None


def contents(connection: Any) -> Contents:
    with closing(_opened(connection)) as own:
        return described(own)


@dataclass
class Copy:
    """A file that nobody else knows."""

    alias: str
    path: Path

    @contextmanager
    def dump(self) -> Iterator[Readable]:
        with self.path.open("rb") as file:
            yield file

    def contents(self) -> Contents:
        with closing(sqlite3.connect(self.path)) as own:
            return described(own)


@contextmanager
def moment(connection: Any) -> Iterator[Copy]:
    _clear_up()
    with _folder() as folder:
        path = folder / "copy.sqlite3"
        with closing(_opened(connection)) as source, closing(sqlite3.connect(path)) as target:
            source.backup(target)
            # One file, without the log of what was written last beside it.
            target.execute("PRAGMA journal_mode=DELETE")
        with _known(path) as alias:
            yield Copy(alias, path)


@dataclass
class Replacement:
    connection: Any

    def load(self, source: Readable, expected: Contents) -> list[str]:
        """Looked at before it is let in; then all pages are written in one transaction of the other file."""
        with _folder() as folder:
            path = folder / "restored.sqlite3"
            with path.open("wb") as file:
                while piece := source.read(PIECE):
                    file.write(piece)
            with closing(sqlite3.connect(path)) as restored:
                different = differences(expected, self._looked_at(restored))
                if not different:
                    with closing(_opened(self.connection)) as target:
                        restored.backup(target)
            return different

    def _looked_at(self, restored: sqlite3.Connection) -> Contents:
        [found] = restored.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise AlteredError(f"SQLite finds the database of this backup damaged: {found}.")
        dangling = restored.execute("PRAGMA foreign_key_check").fetchone()
        if dangling:
            raise AlteredError(
                f"In this backup a row of {dangling[0]} refers to one of {dangling[2]} that is not there."
            )
        return described(restored)


@contextmanager
def holding(connection: Any) -> Iterator[Replacement]:
    """Writers wait only while the pages are written."""
    yield Replacement(connection)


@contextmanager
def scratch(connection: Any) -> Iterator[str]:
    _clear_up()
    with _folder() as folder, _known(folder / "scratch.sqlite3") as alias:
        yield alias


def described(own: sqlite3.Connection) -> Contents:
    found = Contents()
    tables = own.execute(
        "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    ).fetchall()
    for name, kind in tables:
        found.tables[name] = _rows_of(own, name, is_virtual=kind == "virtual")
    found.schema = {
        f"{kind} {name}": sql
        for kind, name, sql in own.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    }
    if "table sqlite_sequence" in found.schema:
        numbers = own.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
        found.sequences = {name: (number, number) for name, number in numbers}
    return found


def _rows_of(own: sqlite3.Connection, name: str, *, is_virtual: bool) -> tuple[int, str]:
    digest, count = sha256(), 0
    keys = [
        column[1]
        for column in sorted(own.execute(f'PRAGMA table_info("{name}")'), key=lambda column: column[5])
        if column[5]
    ]
    order = ", ".join(f'"{key}"' for key in keys) or "rowid"
    columns = "rowid, *" if is_virtual else "*"
    cursor = own.execute(f'SELECT {columns} FROM "{name}" ORDER BY {order}')  # noqa: S608 - names of its own
    while rows := cursor.fetchmany(AT_ONCE):
        count += len(rows)
        digest.update(repr(rows).encode())
    return count, digest.hexdigest()


def _opened(connection: Any) -> sqlite3.Connection:
    """A connection besides Django's, which may be in the midst of something."""
    name = str(connection.settings_dict["NAME"])
    # Tests have theirs in memory, under an address.
    address = name if name.startswith("file:") else f"file:{quote(name)}"
    try:
        return sqlite3.connect(address, uri=True, timeout=PATIENCE)
    except sqlite3.Error as error:
        raise BackupError(f"The database {name} cannot be opened: {error}.") from error


@contextmanager
def _folder() -> Iterator[Path]:
    """Beside the database, so that there is as much room as for it."""
    with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=settings.VAR_DIR) as folder:
        yield Path(folder)


def _clear_up() -> None:
    """Of a backup, drill or restoration that was killed. Whoever begins one now is alone on this machine, by
    `making.alone`."""
    for left in Path(settings.VAR_DIR).glob(f"{SCRATCH}*"):
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _known(path: Path) -> Iterator[str]:
    with known_as(f"backup_{uuid4().hex[:8]}", NAME=str(path)) as alias:
        yield alias
