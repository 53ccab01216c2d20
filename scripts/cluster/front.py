"""nginx as deploy/nginx configures it, in front of several web machines."""

import os
import re
import socket
from pathlib import Path

from scripts import deployed_nginx
from scripts.faults.parts.process import Process, plain_environment, wait_for

# What docs/growing.md says for several machines: one that is gone is asked again after a few seconds.
MACHINE = "server {address} max_fails=1 fail_timeout=5s;"


class Front(Process):
    def __init__(
        self, port: int, plain_port: int, *, machines: list[str], static: Path, folder: Path
    ) -> None:
        self.port = port
        self.home = folder / "front"
        self.home.mkdir()
        main = deployed_nginx.write(
            self.home,
            https_port=port,
            http_port=plain_port,
            host="localhost",
            static=str(static),
            user=None if os.geteuid() else "root",
        )
        self.certificate = self.home / "tls" / "fullchain.pem"
        name_machines(self.home / "nginx" / "http.conf", machines)
        command = [str(deployed_nginx.NGINX), "-c", str(main)]
        super().__init__("nginx", command, log=folder / "front.log", environment=plain_environment())

    def create(self) -> None:
        self.start()
        wait_for(self.answers, "nginx")

    def answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


def name_machines(configuration: Path, machines: list[str]) -> None:
    """In place of the two instances of one machine."""
    servers = "\n".join(f"    {MACHINE.format(address=address)}" for address in machines)
    text = configuration.read_text()
    text, _number = re.subn(
        r"^ *server unix:\S+/a\.sock.*\n *server unix:\S+/b\.sock.*$", servers, text, flags=re.M
    )
    configuration.write_text(text)
