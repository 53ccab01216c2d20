"""A PostgreSQL server of a test's own, to be stopped, frozen and started: no other test is disturbed."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

UTF8 = ("-E", "UTF8", "--locale=C.UTF-8")


def programs():
    """The folder of the newest server's programs, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    return Path(there).parent if there else None


class Server:
    def __init__(self, folder, port):
        self.folder, self.port = folder, port
        self.address = f"postgres://postgres@127.0.0.1:{port}/postgres"

    def run(self, program, *arguments, **options):
        # The server refuses to run as root.
        other = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        subprocess.run(  # noqa: S603 - PostgreSQL's own
            [str(programs() / program), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            **other,
            **options,
        )

    def create(self, initdb_options, settings):
        self.run("initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-N", *initdb_options)
        own = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "port": self.port}
        with (self.folder / "data" / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in {**own, **settings}.items())

    def start(self):
        self.run("pg_ctl", "-D", "data", "-l", "log", "-w", "start")

    def stop(self):
        """As when the power fails."""
        self.run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")

    def freeze(self):
        self._tell_all(signal.SIGSTOP)

    def thaw(self):
        self._tell_all(signal.SIGCONT)

    def _tell_all(self, what):
        first = (self.folder / "data" / "postmaster.pid").read_text().split()[0]
        # Named in this order, none is born unnoticed: the first is asleep when its children are counted.
        os.kill(int(first), what)
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for child in children:
            # It may have ended just now.
            with suppress(ProcessLookupError):
                os.kill(int(child), what)


@contextmanager
def own_postgresql(*initdb_options, **settings):
    if programs() is None:
        pytest.skip("PostgreSQL's server is not installed here: apt install postgresql")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="own-postgresql-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    server = Server(folder, port)
    try:
        server.create(initdb_options or UTF8, settings)
        server.start()
        yield server
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            server.thaw()
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
