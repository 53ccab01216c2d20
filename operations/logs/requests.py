"""The first of the middleware: keeps an account of each request, and closes it when the answer is given.

What the page cache answers never comes here. A stream is over when its last byte is made, so that what it
asks of the database until then belongs to it.
"""

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.core.signals import request_finished
from django.http import HttpRequest, HttpResponse

from khartoum.compression import COMPRESSES_ITSELF
from khartoum.staff import is_for_staff
from operations.logs import failures
from operations.logs.kinds import kind_of
from operations.logs.observed import Observed, observed
from operations.logs.routes import HEALTH, STATIC, method_of
from operations.metrics import counting

log = logging.getLogger("portal.requests")

HEADER = "X-Request-ID"
# Asked every few seconds by machines, or many times for each page.
OF_LITTLE_INTEREST = frozenset({STATIC, HEALTH})


def observe(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    request_finished.connect(finished, dispatch_uid="operations.logs.requests")

    def middleware(request: HttpRequest) -> HttpResponse:
        seen = Observed(request)
        # Where the page of an error finds it.
        request.request_id = seen.id  # type: ignore[attr-defined]
        observed.set(seen)
        response = get_response(request)
        # How fast a client takes what is streamed to it says nothing of the portal.
        seen.seconds, seen.status = perf_counter() - seen.begun, response.status_code
        if seen.status >= 500 or is_for_staff(request):
            # Nowhere else: whatever a cache may keep is the same for everybody.
            response.headers[HEADER] = seen.id
        return response

    return middleware


def finished(**_signal: Any) -> None:
    """The answer has been given, or given up."""
    seen = observed.get()
    if seen is None:
        return
    observed.set(None)
    method, route, kind = method_of(seen.request), seen.route, kind_of(seen.request.path_info)
    for_cache = COMPRESSES_ITSELF in seen.request.META
    if seen.status >= 500:
        failures.count(seen.status)
    counting.count_request(seen, method=method, route=route, kind=kind, for_cache=for_cache)
    level = logging.DEBUG if kind in OF_LITTLE_INTEREST and seen.status < 400 else logging.INFO
    if log.isEnabledFor(level):
        told = {
            "request_id": seen.id,
            "method": method,
            "route": route,
            "status": seen.status,
            "milliseconds": round(seen.seconds * 1000, 1),
            "queries": seen.queries,
            "database_milliseconds": round(seen.database_seconds * 1000, 1),
        }
        log.log(level, "%s %s %s", method, route, seen.status, extra=told)
