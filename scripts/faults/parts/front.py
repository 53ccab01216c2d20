"""nginx in front, as deploy/nginx configures it."""

import os
import signal
from pathlib import Path

from scripts import deployed_nginx
from scripts.faults.parts.process import Process, plain_environment


class Front(Process):
    def __init__(self, port: int, *, folder: Path, var: Path) -> None:
        self.port, self.home = port, folder / "nginx"
        self.home.mkdir(exist_ok=True)
        main = deployed_nginx.write(
            self.home,
            https_port=port,
            http_port=port + 1,
            host="localhost",
            sockets=str(folder / "run"),
            var=str(var),
            user=None if os.geteuid() else "root",
        )
        # Who asks must trust it.
        self.certificate = self.home / "tls" / "fullchain.pem"
        command = [str(deployed_nginx.NGINX), "-c", str(main)]
        super().__init__("nginx", command, log=folder / "nginx.log", environment=plain_environment())

    def reload(self) -> None:
        self.signal(signal.SIGHUP)
