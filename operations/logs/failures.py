"""How many answers of this machine were errors, minute by minute, for a day.

All workers count in one small file, which outlives them, so that the status page can tell of it where nobody
collects figures. Nothing is written while nothing fails.
"""

import logging
import os
import struct
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from accounts.counter_file import LockedFile

log = logging.getLogger(__name__)

# The minute since 1970, faults of the program, and refusals because a part was away.
SLOT = struct.Struct("<III")
MINUTES = 24 * 60
UNAVAILABLE = 503


@dataclass(frozen=True)
class Failures:
    faults: int = 0
    refusals: int = 0
    # The minute of the last fault, in seconds since 1970.
    last_fault: int | None = None


class FailureFile(LockedFile):
    def count(self, status: int) -> None:
        minute = _minute()
        place = minute % MINUTES * SLOT.size
        with self.locked() as file:
            of, faults, refusals = SLOT.unpack(os.pread(file, SLOT.size, place).ljust(SLOT.size, b"\0"))
            if of != minute:
                # It was another day's.
                faults = refusals = 0
            if status == UNAVAILABLE:
                refusals += 1
            else:
                faults += 1
            os.pwrite(file, SLOT.pack(minute, faults, refusals), place)

    def within(self, minutes: int) -> Failures:
        """This minute and those before it. What a clock that was wrong counted ahead of now is left out."""
        now = _minute()
        with self.locked() as file:
            content = os.pread(file, MINUTES * SLOT.size, 0)
        whole = content[: len(content) // SLOT.size * SLOT.size]
        rows = [row for row in SLOT.iter_unpack(whole) if now - minutes < row[0] <= now]
        return Failures(
            faults=sum(faults for _minute, faults, _refusals in rows),
            refusals=sum(refusals for _minute, _faults, refusals in rows),
            last_fault=max((minute * 60 for minute, faults, _refusals in rows if faults), default=None),
        )


def _minute() -> int:
    return int(time.time()) // 60


def count(status: int) -> None:
    """What stands in the way of it, such as a full disk, stands not in the way of the answer."""
    try:
        failures().count(status)
    except OSError:
        log.warning("An error could not be counted.", exc_info=True)


def failures() -> FailureFile:
    return _file(Path(settings.VAR_DIR) / "failures")


@lru_cache(maxsize=1)
def _file(path: Path) -> FailureFile:
    return FailureFile(path)
