"""Starts the portal as a newcomer would, twice, and fetches a page with all it needs."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from scripts.files import ROOT

PATIENCE = 180
PAGE = "/en/events/"


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as response:  # noqa: S310 - our own server
        return response.read().decode()


def wait_for(address: str, server: subprocess.Popen) -> str:
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE:
        if server.poll() is not None:
            sys.exit(f"`make run` ended with {server.returncode}.")
        try:
            return fetch(address)
        except urllib.error.HTTPError as answer:
            sys.exit(f"{address} answers {answer.code}.")
        except OSError:
            time.sleep(0.1)
    sys.exit(f"{address} did not answer within {PATIENCE} seconds.")


def stop(server: subprocess.Popen) -> None:
    """It and all it started; what does not go when asked is made to."""
    for name in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(server.pid, name)
            server.wait(timeout=10)


def start_once(var: str) -> None:
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    begun = time.monotonic()
    environment = {"HOME": var, "PATH": os.environ["PATH"], "VAR_DIR": var}
    server = subprocess.Popen(  # noqa: S603 - as typed by a person
        ["make", "run", f"PORT={port}"],  # noqa: S607
        cwd=ROOT,
        env=environment,
        start_new_session=True,
    )
    try:
        page = wait_for(site + PAGE, server)
        print(f"{PAGE} after {time.monotonic() - begun:.1f} seconds", flush=True)
        parts = re.findall(r'(?:<link[^>]*rel="(?:stylesheet|icon)"[^>]*href|src)="(/[^"]+)"', page)
        for part in parts:
            fetch(site + part)
        print(f"with {', '.join(parts)}", flush=True)
    finally:
        stop(server)


if __name__ == "__main__":
    # Ended from outside, it still takes its server with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Ended before it was done."))
    with tempfile.TemporaryDirectory() as var:
        start_once(var)
        start_once(var)
