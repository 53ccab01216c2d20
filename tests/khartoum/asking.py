"""The page cache as a server asks it, with a clock of the test's own."""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from khartoum import last_known, page_cache
from khartoum.page_cache import PageCache

# Made once: it looks through all static files.
django = cache(WSGIHandler)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes
    # In seconds, as caches are told; other than that, answers from memory are those of Django.
    outlasts: int | None = field(default=None, compare=False)

    def __post_init__(self):
        told = re.search(
            r"stale-while-revalidate=1, stale-if-error=([0-9]+)$", self.headers.get("Cache-Control", "")
        )
        if told:
            self.outlasts = int(told[1])
            self.headers["Cache-Control"] = self.headers["Cache-Control"].replace(told[0], "must-revalidate")


@dataclass
class Portal:
    application: object = field(default_factory=django)
    megabytes: int = 1
    now: float = 1000.0

    def __post_init__(self):
        # What Django was asked for.
        self.asked = []
        self.cache = PageCache(self.django, megabytes=self.megabytes)

    def django(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        return self.application(environ, start_response)

    def get(self, path, method="GET", **headers) -> Answer:
        return ask(self.cache, path, method, **headers)

    def later(self, seconds):
        self.now += seconds


def ask(application, path, method="GET", **headers) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    environ = RequestFactory().generic(method, path, headers={"Host": "testserver", **named}).environ
    told = []
    response = application(environ, lambda *said: told.extend(said[:2]))
    content = b"".join(response)
    if hasattr(response, "close"):
        response.close()
    return Answer(int(told[0][:3]), dict(told[1]), b"" if method == "HEAD" else content)


@contextmanager
def connections_left_open():
    """As Django's own client for tests does: the test's transaction is to outlast the answer."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def portal_for(monkeypatch, **values) -> Portal:
    portal = Portal(**values)
    for module in (page_cache, last_known):
        monkeypatch.setattr(module, "monotonic", lambda: portal.now)
    monkeypatch.setattr(last_known, "close_old_connections", lambda: None)
    return portal
