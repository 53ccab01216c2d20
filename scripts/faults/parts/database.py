"""A PostgreSQL server of the harness's own, which keeps what it has acknowledged: fsync is on."""

import contextlib
import os
import shutil
import signal
from pathlib import Path

import psycopg

from scripts.bench import processor
from scripts.faults.parts.process import as_other, plain_environment, run, wait_for

OWNER = "postgres"
NAME, ROLE = "portal", "portal"
SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 60
shared_buffers = 64MB
# As it comes: what was committed is on the disk.
fsync = on
synchronous_commit = on
full_page_writes = on
wal_level = replica
max_wal_size = 256MB
log_line_prefix = '%m [%p] '
"""


def programs() -> Path:
    """Where Debian keeps the server's programs, or wherever they are."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if found:
        return found[-1]
    there = shutil.which("pg_ctl")
    if there is None:
        raise SystemExit("PostgreSQL's server is not installed: apt-get install postgresql")
    return Path(there).parent


class Cluster:
    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.data, self.log = folder / "data", folder / "server.log"
        self.url = f"postgres://{ROLE}@127.0.0.1:{port}/{NAME}"

    def create(self) -> None:
        self.prepare_folder()
        self._run(
            "initdb", "-D", str(self.data), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
        )
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(f"{SETTINGS}port = {self.port}\n")
        self.start()
        with self.as_owner(OWNER) as server:
            server.execute(f"CREATE ROLE {ROLE} LOGIN")
            server.execute(f"CREATE DATABASE {NAME} OWNER {ROLE}")

    def prepare_folder(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if not os.geteuid():
            shutil.chown(self.folder, OWNER, OWNER)

    def copy_of(self, primary: "Cluster") -> None:
        """A standby that follows the other one."""
        self.prepare_folder()
        source = f"host=127.0.0.1 port={primary.port} user={OWNER}"
        self._run("pg_basebackup", "-D", str(self.data), "-R", "-X", "stream", "-c", "fast", "-d", source)
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(f"port = {self.port}\n")
        self.start()

    def start(self) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-l", str(self.log), "-w", "-t", "60", "start")

    def stop(self, mode: str = "immediate") -> None:
        """Immediate: without any farewell, as when the machine's power goes."""
        self._run("pg_ctl", "-D", str(self.data), "-m", mode, "-w", "stop")

    def drop(self) -> None:
        with contextlib.suppress(SystemExit):
            self.thaw()
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def answers(self) -> bool:
        try:
            with self.connect() as database:
                database.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True

    def wait(self) -> float:
        return wait_for(self.answers, "The database")

    def is_running(self) -> bool:
        return bool(self.pids())

    def connect(self) -> "psycopg.Connection[tuple]":
        return psycopg.connect(self.url, autocommit=True, connect_timeout=5)

    def as_owner(self, name: str = NAME) -> "psycopg.Connection[tuple]":
        return psycopg.connect(
            f"postgres://{OWNER}@127.0.0.1:{self.port}/{name}", autocommit=True, connect_timeout=5
        )

    def pids(self) -> list[int]:
        try:
            first = int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return []
        return [pid for pid in processor.tree(first) if (processor.PROC / str(pid)).exists()]

    def _signal(self, name: signal.Signals) -> None:
        for pid in self.pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, name)

    def _run(self, program: str, *arguments: str) -> None:
        run(
            [*as_other(OWNER), str(programs() / program), *arguments],
            plain_environment(HOME=str(self.folder)),
        )
