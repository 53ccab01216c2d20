"""Errors by kind, counted as they are logged."""

import logging

from operations.logs.exceptions import name_of
from operations.metrics import counting


class CountedErrors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        status = getattr(record, "status_code", "")
        counting.count_error(name_of(error) if error is not None else f"{record.name} {status}".rstrip())
