"""How many letters of which kind went out lately, known to all processes of this machine."""

import fcntl
import json
from pathlib import Path
from time import monotonic, time
from typing import IO

from operations.logs.storms import AtMost

# A storm does not open the file for each of its errors.
QUIET = 60
MOST_KINDS = 500


class Sent:
    def __init__(self, path: Path, *, most: int, seconds: int) -> None:
        self.path, self.most, self.seconds = path, most, seconds
        self.quiet_until: dict[str, float] = {}
        self.without_file = AtMost(most, seconds=seconds)

    def count(self, kind: str) -> int:
        """Which letter of so many it is, from 1; 0 if it is not to be sent."""
        if monotonic() < self.quiet_until.get(kind, 0):
            return 0
        try:
            number = self._count(kind)
        except OSError:
            # On a full disk, this process counts for itself.
            number = int(self.without_file.may_be_told())
        if len(self.quiet_until) > MOST_KINDS:
            self.quiet_until.clear()
        self.quiet_until[kind] = monotonic() + QUIET
        return number

    def _count(self, kind: str) -> int:
        now = time()
        with self.path.open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            lately = {name: at for name, at in _read(file).items() if now - self.seconds < at <= now}
            if kind in lately or len(lately) >= self.most:
                return 0
            lately[kind] = now
            file.seek(0)
            file.truncate()
            json.dump(lately, file)
        return len(lately)


def _read(file: IO[str]) -> dict[str, float]:
    file.seek(0)
    try:
        found = json.load(file)
    except ValueError:
        # Empty, or cut by a full disk.
        return {}
    return found if isinstance(found, dict) else {}
