"""How long the portal waits for its databases, and which questions are slow.

Every question that goes through a cursor of Django's is seen, also those that are written by hand
(`publishing/together.py`, `publishing/shapes.py`). Past Django go the limits of a visitor's patience, which
are no questions. PostgreSQL gives all rows before the clock stops; SQLite looks on while they are read.
"""

import logging
import re
from collections.abc import Callable
from hashlib import blake2b
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db.backends.signals import connection_created

from operations.logs.observed import observed
from operations.logs.storms import AtMost
from operations.metrics import counting

log = logging.getLogger("portal.queries")

# Of a statement this is told; its shape's name tells those apart that begin alike.
LONGEST = 1500
# While everything is slow, the log need not say so of every question; all are counted.
lines = AtMost(60, seconds=60)

SEVERAL = re.compile(r"(%s|\?)(?:, ?(?:%s|\?))+")
ROWS = re.compile(r"(\((?:%s|\?)(?:, …)?\))(?:, ?\1)+")
LITERAL = re.compile(r"'(?:[^']|'')*'")
NUMBER = re.compile(r"(?<![\w.\"])\d+(?:\.\d+)?(?![\w.\"])")
SPACE = re.compile(r"\s+")


def watch(*, connection: Any, **_signal: Any) -> None:
    """A connection of a thread is opened anew by each request, where a pool stands behind it."""
    if timed not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, timed)


def begin() -> None:
    connection_created.connect(watch, dispatch_uid="operations.logs.queries")


def timed(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    begun = perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        took = perf_counter() - begun
        seen = observed.get()
        if seen is not None:
            seen.queries += 1
            seen.database_seconds += took
        limit = settings.SLOW_QUERY_MILLISECONDS
        if limit and took * 1000 > limit:
            was_slow(sql, took, route=seen.route if seen is not None else "")


def was_slow(sql: str, seconds: float, *, route: str) -> None:
    counting.count_slow_query(route)
    if not lines.may_be_told():
        return
    shape = shape_of(str(sql))
    told = {
        "route": route,
        "milliseconds": round(seconds * 1000, 1),
        "shape": blake2b(shape.encode(), digest_size=4).hexdigest(),
        "sql": shape[:LONGEST],
    }
    log.warning("Slow query.", extra=told)


def shape_of(sql: str) -> str:
    """The statement without what was asked for: equal for all that differ in that alone."""
    plain = SPACE.sub(" ", sql).strip()
    without_values = NUMBER.sub("…", LITERAL.sub("…", plain))
    return ROWS.sub(r"\1, …", SEVERAL.sub(r"\1, …", without_values))
