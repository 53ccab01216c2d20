"""What is known of the request that this thread answers: its id, its questions to the database, how long.

Read by every record of the log, so it stands apart from whatever needs the apps to be ready.
"""

import re
from contextvars import ContextVar
from os import urandom
from time import perf_counter

from django.http import HttpRequest

from operations.logs.routes import route_of

# As proxies make them. Anything else could forge lines of a log, or be a name.
LOOKS_RIGHT = re.compile(r"[0-9A-Za-z-]{16,64}")


class Observed:
    """One request."""

    __slots__ = ("begun", "database_seconds", "id", "queries", "request", "seconds", "status")

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        given = request.META.get("HTTP_X_REQUEST_ID")
        self.id = given if given and LOOKS_RIGHT.fullmatch(given) else urandom(16).hex()
        self.begun, self.seconds, self.status = perf_counter(), 0.0, 0
        self.queries, self.database_seconds = 0, 0.0

    @property
    def route(self) -> str:
        return route_of(self.request)


observed: ContextVar[Observed | None] = ContextVar("observed", default=None)
