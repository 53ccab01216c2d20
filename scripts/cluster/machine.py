"""A web machine: the portal's processes with a folder and a port of their own."""

import signal
import sys
from pathlib import Path

from scripts.faults.parts.process import Process

BIN = Path(sys.executable).parent


class Machine(Process):
    def __init__(self, port: int, *, folder: Path, environment: dict[str, str], workers: int = 1) -> None:
        self.port = port
        options = [
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--workers",
            str(workers),
        ]
        command = [str(BIN / "granian"), *options, "--blocking-threads", "4", "--respawn-failed-workers"]
        super().__init__(
            f"The web machine at port {port}",
            [*command, "--log-level", "warning", "khartoum.wsgi:application"],
            log=folder / "portal.log",
            environment=environment,
        )

    def stop(self) -> None:
        """As systemd does (KillMode=mixed): the first process is asked, and sees to the others."""
        if self.running is not None:
            self.signal(signal.SIGTERM)
            self.running.wait(timeout=30)
            self.running = None
