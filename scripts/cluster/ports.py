"""Ports of this machine that nobody listens on."""

import socket
from contextlib import ExitStack


def free_ports(number: int) -> list[int]:
    """All held at the same time, so that none is given twice."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(number)]
        return [one.getsockname()[1] for one in sockets]
