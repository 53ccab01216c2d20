"""Either database, written down as it is at one moment, brought back whole or not at all, and described."""

from contextlib import AbstractContextManager
from typing import Any, Protocol

from operations.backup.contents import Contents
from operations.backup.databases import postgresql, sqlite
from operations.backup.errors import BackupError
from operations.backup.places import Readable


class Moment(Protocol):
    """A database as it was at one moment, whatever is written meanwhile."""

    @property
    def alias(self) -> str:
        """Under which Django's models read it."""

    def dump(self) -> AbstractContextManager[Readable]:
        """All of it, for `load`."""

    def contents(self) -> Contents: ...


class Replacement(Protocol):
    def load(self, source: Readable, expected: Contents) -> list[str]:
        """Puts what was dumped in place of what is there. Returns what differs from what is expected; then
        everything is as it was before."""


class Database(Protocol):
    def version(self, connection: Any) -> str: ...

    def refuse_unfit(self, connection: Any) -> None:
        """Raises BackupError where a tool is missing that dumping and loading need."""

    def is_empty(self, connection: Any) -> bool:
        """No table at all."""

    def moment(self, connection: Any) -> AbstractContextManager[Moment]: ...

    def contents(self, connection: Any) -> Contents:
        """Of a database that nobody writes to."""

    def holding(self, connection: Any) -> AbstractContextManager[Replacement]:
        """Nobody else may write until the block ends, where the database can see to that; all may read."""

    def scratch(self, connection: Any) -> AbstractContextManager[str]:
        """The alias of a new and empty database beside it, that goes when the block ends."""


def database(connection: Any) -> Database:
    known: dict[str, Any] = {"postgresql": postgresql, "sqlite": sqlite}
    if connection.vendor not in known:
        raise BackupError(f"There are no backups of {connection.vendor}: only of PostgreSQL and SQLite.")
    found: Database = known[connection.vendor]
    return found
