"""The portal as `make run` serves it: prepared by `setup`, the whole record, the production server."""

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


@contextmanager
def served_portal(folder: Path) -> Iterator[str]:
    """Its address, while it runs with everything it writes in `folder`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://localhost:{port}"
    of_tests = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in of_tests}
    environment |= {"VAR_DIR": str(folder), "SITE_URL": address}
    here = {"cwd": settings.BASE_DIR, "env": environment}
    setup = [sys.executable, "manage.py", "setup"]
    subprocess.run(setup, check=True, stdout=subprocess.DEVNULL, **here)  # noqa: S603 (our own command)
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--log-level", "warning"]
    process = subprocess.Popen(  # noqa: S603 (our own server)
        [*server, "--port", str(port), "khartoum.wsgi:application"], **here
    )
    try:
        _wait_for(f"{address}/readyz")
        yield address
    finally:
        process.terminate()
        process.wait()


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            urllib.request.urlopen(address).close()  # noqa: S310 (our own server)
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
