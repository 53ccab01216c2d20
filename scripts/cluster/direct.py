"""Who asks one web machine, as nginx would: without TLS, and saying that it was there."""

import http.client
from collections.abc import Mapping
from time import monotonic

from scripts.faults.asking import LONGEST, Answer, Visitor


class Direct(Visitor):
    def __init__(self, machine: int, front: int, cookies: Mapping[str, str] | None = None) -> None:
        # `port` is the one that the address of the site names.
        self.machine, self.port, self.longest = machine, front, LONGEST
        self.connection = None
        self.cookies = dict(cookies or {})
        self.reconnected = 0

    def _ask(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], began: float
    ) -> Answer:
        told = {
            "Host": "localhost",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "127.0.0.1",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **headers,
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.machine, timeout=self.longest)
        try:
            connection.request(method, path, body=body, headers={k: v for k, v in told.items() if v})
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, content, monotonic() - began)
