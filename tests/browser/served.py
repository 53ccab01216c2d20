"""The portal as `make run` serves it: prepared by `setup`, the whole record, the production server."""

import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

SECONDS_TO_START = 60
# What the tests themselves run with, and the served portal must not.
LEFT_OUT = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}


@contextmanager
def served_portal(folder: Path) -> Iterator[str]:
    """Its address, while it runs with everything it writes in `folder`, which several may share."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # An address of its own for each process; links in the pages do not carry it.
    address = f"http://localhost:{port}"
    environment = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    # Tests look at once at what they have changed; visitors may wait a second.
    environment |= {"VAR_DIR": str(folder), "SITE_URL": address, "PAGE_CACHE_MEGABYTES": "0"}
    prepare(folder, environment)
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    process = subprocess.Popen(  # noqa: S603 - our own server
        [*server, "--log-level", "warning", "khartoum.wsgi:application"],
        cwd=settings.BASE_DIR,
        env=environment,
    )
    try:
        wait_for(f"{address}/readyz")
        yield address
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def prepare(folder: Path, environment: dict[str, str]) -> None:
    """The first who comes does the work, the others wait for it and find nothing left to do."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "preparing").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "prepared").exists():
            subprocess.run(
                [sys.executable, "manage.py", "setup"],
                cwd=settings.BASE_DIR,
                env=environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )
            (folder / "prepared").touch()


def wait_for(address: str) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            urllib.request.urlopen(address).close()  # noqa: S310 - our own server
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
