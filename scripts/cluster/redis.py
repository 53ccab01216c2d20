"""A Redis that keeps nothing on disk."""

import shutil
import socket
from pathlib import Path

from scripts.faults.parts.process import Process, plain_environment, wait_for

PROGRAM = shutil.which("redis-server")


class Redis(Process):
    def __init__(self, port: int, *, folder: Path) -> None:
        self.port = port
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
        super().__init__(
            "redis-server",
            [PROGRAM or "redis-server", *options],
            log=folder / "redis.log",
            environment=plain_environment(),
        )

    def create(self) -> None:
        self.start()
        wait_for(self.answers, "Redis")

    def answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True
