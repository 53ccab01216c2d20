"""What the commands for backups share: they stop with one sentence, and can be ended at any moment."""

import errno
import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from khartoum.unattended import tell_failure
from operations.backup import register
from operations.backup.errors import BackupError, BusyError, NoKeyError, ToolError
from operations.backup.models import Run
from operations.logs.exceptions import message_of

log = logging.getLogger(__name__)

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def add_wait(parser: CommandParser) -> None:
    """Timers that were missed start together: whoever comes second has its turn later."""
    parser.add_argument(
        "--wait",
        type=float,
        default=0.0,
        metavar="MINUTES",
        help="How long to wait for another one that is under way. Otherwise it ends at once.",
    )


@contextmanager
def told_plainly(*, noted_as: Run.Kind | None = None, name: str = "") -> Iterator[None]:
    """With `noted_as`, the register and the log know of what went wrong, too."""
    began_at, previous = timezone.now(), _ended_by_exception()
    try:
        yield
    except (BackupError, OSError, DatabaseError) as error:
        told = sentence_for(error)
        # That another one is at work, or that the key is elsewhere, is no failure.
        if noted_as is not None and not isinstance(error, BusyError | NoKeyError):
            # The database itself may be what is away.
            with suppress(DatabaseError):
                register.note(noted_as, began_at=began_at, name=name, problem=told)
            tell_failure(f"The {noted_as} failed: {_without_values(error)}", log=log)
        raise CommandError(told) from error
    finally:
        if previous is not None:
            signal.signal(signal.SIGTERM, previous)


def sentence_for(error: Exception) -> str:
    if isinstance(error, DatabaseError):
        return f"The database did not do what it was asked: {error}".strip()
    if not isinstance(error, OSError):
        return str(error)
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in FULL:
        return (
            f"The disk is full{where}: nothing was kept. Make room, or choose another place, and try again."
        )
    reason = error.strerror or str(error)
    return f"{reason}{where}. Check that it is there and that the portal's account may write to it."


def _without_values(error: Exception) -> str:
    """For the log and letters, which have nothing of a row in them."""
    if isinstance(error, DatabaseError):
        return f"The database did not do what it was asked: {message_of(error)}".strip()
    return error.without_values if isinstance(error, ToolError) else sentence_for(error)


def _ended_by_exception() -> Any:
    """So that whoever ends the service finds nothing half done afterwards either."""
    try:
        return signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    except ValueError:
        # Not in the main thread: nobody's business.
        return None
