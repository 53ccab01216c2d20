"""The one way out of a machine without a network: a proxy that listens inside and asks outside.

A socket stays in the network namespace in which it was made. So the door is made inside, and answered by
threads that have never left the network of this process.
"""

import ctypes
import os
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

PORT = 3128
CLONE_NEWNET = 0x40000000
PIECE = 65536
LONGEST_HEAD = 65536

libc = ctypes.CDLL(None, use_errno=True)


@contextmanager
def network_of(process: int) -> Iterator[None]:
    """What this thread does meanwhile, it does in the network of that process."""
    own = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    other = os.open(f"/proc/{process}/ns/net", os.O_RDONLY)
    try:
        enter(other)
        yield
    finally:
        enter(own)
        os.close(own)
        os.close(other)


def enter(namespace: int) -> None:
    if libc.setns(namespace, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "Entering a network namespace needs root.")


def open_for(process: int) -> socket.socket:
    """Whoever asks 127.0.0.1:3128 inside is led on, until the door is closed."""
    with network_of(process):
        door = socket.create_server(("127.0.0.1", PORT), backlog=64)
    threading.Thread(target=keep, args=[door], daemon=True).start()
    return door


def keep(door: socket.socket) -> None:
    while True:
        try:
            visitor, _address = door.accept()
        except OSError:
            return
        threading.Thread(target=serve, args=[visitor], daemon=True).start()


def serve(visitor: socket.socket) -> None:
    with visitor:
        head = b""
        while b"\r\n\r\n" not in head and len(head) < LONGEST_HEAD:
            piece = visitor.recv(PIECE)
            if not piece:
                return
            head += piece
        asked = re.match(rb"(\S+) (\S+) ", head)
        if asked is None:
            return
        method, target = asked[1].decode(), asked[2].decode()
        try:
            server, is_answered = way_out(method, target)
        except OSError:
            visitor.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
            return
        with server:
            if is_answered:
                visitor.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                server.sendall(head)
            other = threading.Thread(target=pour, args=[visitor, server], daemon=True)
            other.start()
            pour(server, visitor)
            other.join(5)


def way_out(method: str, target: str) -> tuple[socket.socket, bool]:
    """The server, or this machine's own proxy if it has one; and whether the client awaits an answer yet."""
    scheme = "https" if method == "CONNECT" else "http"
    proxy = os.environ.get(f"{scheme}_proxy") or os.environ.get(f"{scheme.upper()}_PROXY")
    where = urlsplit(proxy or (f"//{target}" if method == "CONNECT" else target))
    server = socket.create_connection((where.hostname, where.port or 80), timeout=60)
    server.settimeout(None)
    return server, method == "CONNECT" and not proxy


def pour(source: socket.socket, target: socket.socket) -> None:
    try:
        while piece := source.recv(PIECE):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass
