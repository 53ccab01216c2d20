#!/usr/bin/python3
"""Waits until an instance answers at its socket; with `--ready`, until its database and storage do, too."""

import http.client
import socket
import sys
import time

PATIENCE = 90.0


class AtSocket(http.client.HTTPConnection):
    """Speaks to an instance as nginx does."""

    def __init__(self, path: str, *, timeout: float = 30.0) -> None:
        super().__init__("localhost", timeout=timeout)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def status(path: str, address: str, *, host: str = "localhost", timeout: float = 30.0) -> int:
    connection = AtSocket(path, timeout=timeout)
    try:
        connection.request("GET", address, headers={"Host": host, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status
    finally:
        connection.close()


def wait(path: str, address: str = "/healthz", patience: float = PATIENCE) -> bool:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            if status(path, address) == 200:
                return True
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.05)
    return False


if __name__ == "__main__":
    asked = "/readyz" if "--ready" in sys.argv else "/healthz"
    sys.exit(0 if wait(sys.argv[1], asked) else f"{sys.argv[1]} does not answer {asked} with 200.")
