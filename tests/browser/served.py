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
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    environment |= {"VAR_DIR": str(folder), "SITE_URL": address}
    subprocess.run(
        [sys.executable, "manage.py", "setup"], cwd=settings.BASE_DIR, env=environment, check=True, stdout=subprocess.DEVNULL
    )
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--log-level", "warning"]
    process = subprocess.Popen([*server, "khartoum.wsgi:application"], cwd=settings.BASE_DIR, env=environment)
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
