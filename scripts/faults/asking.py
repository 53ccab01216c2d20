"""A visitor: one connection over TLS, kept open, that says exactly what came of each question."""

import contextlib
import http.client
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from time import monotonic
from urllib.parse import urlencode

# Longer than the portal may take, so that what is too slow is seen to be, and not taken for lost.
LONGEST = 30.0


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes
    took: float

    @cached_property
    def text(self) -> str:
        return self.body.decode(errors="replace")


class Visitor:
    def __init__(self, port: int, authority: Path, *, number: int = 0, longest: float = LONGEST) -> None:
        self.port, self.longest = port, longest
        self.context = ssl.create_default_context(cafile=str(authority))
        self.source = f"127.1.{number // 250 % 250}.{number % 250 + 1}"
        self.connection: http.client.HTTPSConnection | None = None
        self.cookies: dict[str, str] = {}
        self.reconnected = 0

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, fields: Mapping[str, list[str]], referer: str = "", **headers: str) -> Answer:
        body = urlencode(fields, doseq=True).encode()
        return self.send(path, body, "application/x-www-form-urlencoded", referer, **headers)

    def send(self, path: str, body: bytes, kind: str, referer: str = "", **headers: str) -> Answer:
        origin = f"https://localhost:{self.port}"
        told = {"Content-Type": kind, "Origin": origin, "Referer": origin + (referer or path), **headers}
        return self.ask("POST", path, body=body, headers=told)

    def ask(
        self, method: str, path: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Raises OSError or HTTPException where no whole answer came.

        A kept connection may be closed from the other side just when it is used again. What changes nothing
        is then asked once more on a new one, as every browser does (RFC 9110, 9.2.2); a form is not.
        """
        began = monotonic()
        was_kept = self.connection is not None
        if was_kept and body is not None and self._is_closed():
            self.close()
        try:
            return self._ask(method, path, body, headers or {}, began)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError, ssl.SSLEOFError):
            self.close()
            if not was_kept or body is not None:
                raise
            self.reconnected += 1
            return self._ask(method, path, body, headers or {}, began)

    def _ask(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], began: float
    ) -> Answer:
        if self.connection is None:
            self.connection = self.new_connection()
        told = dict(headers)
        if self.cookies:
            told["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self.connection.request(method, path, body=body, headers=told)
            response = self.connection.getresponse()
            content = response.read()
        except BaseException:
            self.close()
            raise
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        if response.will_close:
            self.close()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, content, monotonic() - began)

    def new_connection(self) -> http.client.HTTPSConnection:
        """From the visitor's address, for who wants to send piece by piece."""
        made = http.client.HTTPSConnection(
            "localhost",
            self.port,
            timeout=self.longest,
            context=self.context,
            source_address=(self.source, 0),
        )
        # Not ::1, which has no address like the visitor's.
        made._create_connection = _to_ipv4  # type: ignore[attr-defined]
        return made

    def _is_closed(self) -> bool:
        """A browser sees it before it sends a form."""
        sock = self.connection.sock if self.connection is not None else None
        if sock is None:
            return True
        sock.settimeout(0)
        try:
            return sock.recv(1) == b""
        except (ssl.SSLWantReadError, BlockingIOError):
            return False
        except OSError:
            return True
        finally:
            with contextlib.suppress(OSError):
                sock.settimeout(self.longest)

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def _to_ipv4(address: tuple[str, int], timeout: float, source: tuple[str, int]) -> socket.socket:
    return socket.create_connection(("127.0.0.1", address[1]), timeout, source)
