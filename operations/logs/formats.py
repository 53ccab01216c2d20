"""How a line of the log looks: JSON for machines to search, or plain for people at a terminal."""

import logging
from datetime import UTC, datetime
from typing import Any

from pythonjsonlogger.orjson import OrjsonFormatter

from operations.logs.exceptions import told, without_addresses
from operations.logs.observed import observed

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


class JSONLines(OrjsonFormatter):
    def __init__(self) -> None:
        super().__init__(
            ["levelname", "name", "message"], rename_fields={"levelname": "level", "name": "logger"}
        )

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        log_data["message"] = without_addresses(log_data["message"])
        return {name: value for name, value in log_data.items() if name in PARTS}

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        log_data["time"] = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        super().add_fields(log_data, record, message_dict)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        return told(ei[1])


PARTS = frozenset({"time", "level", "logger", "message", "exc_info", *TOLD})


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
