"""How a line of the log looks: JSON for machines to search, or plain for people at a terminal."""

import logging
from datetime import UTC, datetime
from typing import Any

import orjson

from operations.logs.exceptions import told, without_addresses
from operations.logs.observed import observed

# Whose message has a method, a route and a status: nothing to take out.
OF_REQUESTS = "portal.requests"
# What a record may bring besides its message. Others hang whole requests on it.
TOLD = (
    "request_id",
    "method",
    "route",
    "status",
    "milliseconds",
    "queries",
    "database_milliseconds",
    "shape",
    "sql",
)


class OfRequest(logging.Filter):
    """Says which request a record belongs to, and names addresses by their route: a path may hold a secret,
    such as that of a link to set a password."""

    def filter(self, record: logging.LogRecord) -> bool:
        seen = observed.get()
        if seen is not None:
            record.__dict__.setdefault("request_id", seen.id)
            record.__dict__.setdefault("route", seen.route)
            if isinstance(record.args, tuple):
                route, path = seen.route, seen.request.path
                record.args = tuple(route if part == path else part for part in record.args)
        return True


class JSONLines(logging.Formatter):
    """One object a line. Written by each request that Django answers, so it is written quickly."""

    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message if record.name == OF_REQUESTS else without_addresses(message),
        }
        brought = record.__dict__
        for name in TOLD:
            if name in brought:
                line[name] = brought[name]
        if record.exc_info and record.exc_info[1] is not None:
            line["exc_info"] = told(record.exc_info[1])
        return orjson.dumps(line, default=str).decode()


class PlainLines(logging.Formatter):
    """The same, for reading as it comes by."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        record.message = without_addresses(record.message)
        found = ((name, record.__dict__.get(name)) for name in TOLD)
        details = " ".join(f"{name}={value}" for name, value in found if value is not None)
        return f"{super().formatMessage(record)} {details}".rstrip()

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        return told(ei[1])
