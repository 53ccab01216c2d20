"""The portal that is looked at: one that runs, or one of our own, with states that are hard to show."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.bench.servers import free_port
from scripts.files import ROOT
from scripts.quality import walk

PATIENCE = 60


@dataclass(frozen=True)
class Site:
    address: str
    has_hard_states: bool

    def paths(self) -> dict[str, int]:
        """Where there is something to look at, after the language, and with which status it answers."""
        pages = [*walk.shipped(), *(walk.made() if self.has_hard_states else ())]
        errors = walk.ERRORS if self.has_hard_states else {"nowhere/": 404}
        return {**dict.fromkeys(pages, 200), **errors}

    def fetch(self, path: str) -> bytes:
        """What stands there, whatever the status: pages of errors are pages."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:  # noqa: S310 - as given
                return answer.read()
        except urllib.error.HTTPError as answer:
            return answer.read()


@contextmanager
def site_at(address: str) -> Iterator[Site]:
    """The one at the address, or for none one of our own, which is gone afterwards."""
    if address:
        yield Site(address.rstrip("/"), has_hard_states=False)
        return
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as own:
        yield Site(own, has_hard_states=True)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    port = free_port()
    address = f"http://localhost:{port}"
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "VAR_DIR": str(folder),
        "SITE_URL": address,
        "COMPONENT_GALLERY": "yes",
    }
    for words in (("manage.py", "setup"), ("-m", "scripts.quality.hard_states")):
        command = [sys.executable, *words]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    server = subprocess.Popen(  # noqa: S603 - our own server
        [*granian, "--blocking-threads", "4", "--log-level", "warning", "scripts.quality.wsgi:application"],
        cwd=ROOT,
        env=environment,
        # It tells of each page that is an error, as those are that are looked at.
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"{address}/readyz", server)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=10)


def wait_for(address: str, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(address, timeout=PATIENCE).close()  # noqa: S310 - our own server
        except OSError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
