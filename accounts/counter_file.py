"""Counters in files that all workers of one machine share.

A count costs a few microseconds: a lock, one read and one write of a file that stays in the system's memory.
Nothing is made durable, for a count is worth nothing after a minute.
"""

import fcntl
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HEAD = struct.Struct("<Q")
SLOT = struct.Struct("<16sI")
SLOTS_TOGETHER = 4
BUCKET = SLOT.size * SLOTS_TOGETHER
# Room for 65,536 clients in one period, in 1.3 MB. Where there are more, the one that has asked least is
# forgotten: a flood of addresses does not hide the one that asks most.
BUCKETS = 16_384
DAY = struct.Struct("<II")


class LockedFile:
    def __init__(self, path: Path) -> None:
        self.file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        # The system's lock is one process's against another's; threads of one need their own.
        self.threads = threading.Lock()

    @contextmanager
    def locked(self) -> Iterator[int]:
        with self.threads:
            fcntl.lockf(self.file, fcntl.LOCK_EX)
            try:
                yield self.file
            finally:
                fcntl.lockf(self.file, fcntl.LOCK_UN)


class PeriodFile(LockedFile):
    """How often each of many was counted in the present period; the first count of the next empties it."""

    def count(self, digest: bytes, period: int) -> int:
        """Counts once more, and says how often that is now."""
        place = HEAD.size + int.from_bytes(digest[:4], "little") % BUCKETS * BUCKET
        with self.locked() as file:
            self._begin(file, period)
            slots = list(SLOT.iter_unpack(os.pread(file, BUCKET, place).ljust(BUCKET, b"\0")))
            found = next((number for number, (of, _times) in enumerate(slots) if of == digest), None)
            if found is None:
                number, times = min(range(SLOTS_TOGETHER), key=lambda one: slots[one][1]), 1
            else:
                number, times = found, slots[found][1] + 1
            os.pwrite(file, SLOT.pack(digest, times), place + number * SLOT.size)
        return times

    def _begin(self, file: int, period: int) -> None:
        stored = os.pread(file, HEAD.size, 0)
        # Another worker may have begun the next period while this one waited.
        if len(stored) < HEAD.size or HEAD.unpack(stored)[0] not in (period, period + 1):
            os.ftruncate(file, 0)
            os.pwrite(file, HEAD.pack(period), 0)


class DayFile(LockedFile):
    """How often a number, such as that of a key, was counted on the last day that it was counted at all."""

    def count(self, number: int, day: int) -> None:
        with self.locked() as file:
            times = self._read(file, number, day)
            os.pwrite(file, DAY.pack(day, times + 1), number * DAY.size)

    def counted(self, number: int, day: int) -> int:
        with self.locked() as file:
            return self._read(file, number, day)

    def _read(self, file: int, number: int, day: int) -> int:
        of_day, times = DAY.unpack(os.pread(file, DAY.size, number * DAY.size).ljust(DAY.size, b"\0"))
        return times if of_day == day else 0
