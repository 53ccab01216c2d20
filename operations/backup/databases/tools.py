"""PostgreSQL's own programs: read from, written to, and asked why they failed."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from tempfile import TemporaryFile
from threading import Thread
from typing import IO, cast

from django.db import connections
from psycopg.pq import Conninfo

from operations.backup.errors import ToolError
from operations.backup.places import PIECE, Readable

# What PostgreSQL says, and what to do about it.
ADVICE = {
    "must be owner of schema": "The portal's role has to own its database: ALTER DATABASE … OWNER TO …",
    "lock timeout": "Somebody writes all the time. Stop the portal first: systemctl stop 'portal-web@*'.",
    "No space left on device": "The database's disk is full: it needs room for all of it once more.",
    "server version mismatch": "Install the client programs of the server's version.",
}


class Tool:
    """A program of PostgreSQL at work: read from it, write to it, and be told why it failed."""

    def __init__(self, command: list[str], errors: IO[bytes], environment: dict[str, str]) -> None:
        self.name, self.errors = command[0], errors
        self.process = subprocess.Popen(  # noqa: S603 - only what this package writes
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=environment
        )
        self.input, self.output = cast(IO[bytes], self.process.stdin), cast(IO[bytes], self.process.stdout)

    def read(self, size: int) -> bytes:
        """Raises BackupError at the end, if that came too early."""
        piece = self.output.read(size)
        if not piece and self.process.wait():
            raise self.failed()
        return piece

    def write(self, piece: bytes) -> None:
        try:
            self.input.write(piece)
        except BrokenPipeError:
            raise self.failed() from None

    def say(self, words: str) -> None:
        self.write(words.encode() + b"\n")
        with suppress(BrokenPipeError):
            self.input.flush()

    def hears(self, word: str) -> bool:
        return self.output.readline().strip() == word.encode()

    def end(self) -> None:
        with suppress(BrokenPipeError):
            self.input.close()
        if self.process.wait():
            raise self.failed()

    def failed(self) -> ToolError:
        self.process.wait()
        self.errors.seek(0)
        told = " ".join(self.errors.read(4000).decode(errors="replace").split())
        advice = next((advice for sign, advice in ADVICE.items() if sign in told), "")
        return ToolError(self.name, told, advice)


class Feeding(Thread):
    """Writes to a tool what it reads, while somebody else reads what the tool makes of it."""

    def __init__(self, source: Readable, tool: Tool) -> None:
        super().__init__(daemon=True)
        self.source, self.tool = source, tool
        self.problem: Exception | None = None
        self.start()

    def run(self) -> None:
        try:
            while piece := self.source.read(PIECE):
                self.tool.input.write(piece)
            self.tool.input.close()
        except BrokenPipeError:
            # It has failed, and says why to whoever reads from it.
            return
        except Exception as error:  # noqa: BLE001 - raised by `join`
            self.problem = error
            # Without an end it does not take what it has for the whole.
            self.tool.process.kill()

    def finish(self) -> None:
        self.join()
        if self.problem is not None:
            raise self.problem


@contextmanager
def running(command: list[str], alias: str) -> Iterator[Tool]:
    """It ends with the block, if it has not by itself."""
    with TemporaryFile() as errors:
        tool = Tool(command, errors, _environment(alias))
        try:
            yield tool
        finally:
            tool.process.kill()
            tool.process.wait()
            tool.output.close()
            with suppress(BrokenPipeError):
                tool.input.close()


def _environment(alias: str) -> dict[str, str]:
    """Of the tools: passwords do not stand in a list of processes."""
    connection = connections[alias]
    connection.ensure_connection()
    parameters = connection.get_connection_params()
    # Where several servers are named: the one that Django has found.
    info = connection.connection.info
    parameters |= {"host": info.host, "port": info.port, "dbname": info.dbname, "user": info.user}
    variables = {option.keyword.decode(): option.envvar for option in Conninfo.get_defaults()}
    own = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return own | {
        variable.decode(): str(parameters[name])
        for name, variable in variables.items()
        if variable is not None and parameters.get(name) is not None
    }
