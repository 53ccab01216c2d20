"""A PostgreSQL of a test's own, set up as badly as it likes."""

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

# Not root, under whom PostgreSQL refuses to run.
OWNER = "postgres"
PLACES = "/usr/lib/postgresql"


def program(name):
    """Of the newest PostgreSQL on this machine."""
    there = sorted(Path(PLACES).glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = str(there[-1]) if there else shutil.which(name)
    if found is None:
        pytest.skip(f"needs PostgreSQL’s own {name}")
    return found


@contextmanager
def cluster(*initdb_options, **settings):
    """Its address, and the number of its first process."""
    # Short, for the name of a socket; and where the owner gets to.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    owner = OWNER if os.geteuid() == 0 else None
    if owner:
        shutil.chown(folder, owner)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": folder, **settings}
    given = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "user": owner, "cwd": folder}
    data = folder / "data"
    subprocess.run(  # noqa: S603
        [program("initdb"), "-D", data, "-A", "trust", "-U", "postgres", "--no-sync", *initdb_options],
        check=True,
        **quiet,
    )
    server = subprocess.Popen([program("postgres"), "-D", data, *given], **quiet)  # noqa: S603
    try:
        wait_for(port, server)
        yield f"postgres://postgres@127.0.0.1:{port}/postgres", server.pid
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder)


def wait_for(port, server):
    ask = [program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    for _time in range(100):
        if server.poll() is not None:
            pytest.fail("PostgreSQL did not start.")
        if subprocess.run(ask, check=False).returncode == 0:  # noqa: S603
            return
    pytest.fail("PostgreSQL did not come up.")
