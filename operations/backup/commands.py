"""What the commands for backups share: they stop with one sentence, and can be ended at any moment."""

import errno
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError

from operations.backup.errors import BackupError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def told_plainly() -> Iterator[None]:
    previous = _ended_by_exception()
    try:
        yield
    except BackupError as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(sentence_for(error)) from error
    except DatabaseError as error:
        raise CommandError(f"The database did not do what it was asked: {error}".strip()) from error
    finally:
        if previous is not None:
            signal.signal(signal.SIGTERM, previous)


def sentence_for(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in FULL:
        return (
            f"The disk is full{where}: nothing was kept. Make room, or choose another place, and try again."
        )
    reason = error.strerror or str(error)
    return f"{reason}{where}. Check that it is there and that the portal's account may write to it."


def _ended_by_exception() -> Any:
    """So that whoever ends the service finds nothing half done afterwards either."""
    try:
        return signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    except ValueError:
        # Not in the main thread: nobody's business.
        return None
