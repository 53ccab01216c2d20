"""What was written, and what the portal said of it."""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count

# Of all ledgers together: the day of an event follows from it, and no two faults may take the same.
NUMBERS = count(1)


class Fate(StrEnum):
    # The answer that says it is done came.
    ACKNOWLEDGED = "acknowledged"
    # The portal said that nothing was kept, and why.
    REFUSED = "refused"
    # No whole answer, or one that says neither.
    UNKNOWN = "unknown"


class Kind(StrEnum):
    CREATED = "event created"
    CHANGED = "event changed"
    PUBLISHED = "event published"
    DOCUMENT = "document with a file"
    REPORT = "report of a problem"


@dataclass
class Write:
    kind: Kind
    # In the text of what is written, and nowhere else.
    token: str
    # Of the record that is written to.
    slug: str = ""
    sha256: str = ""
    # Which writer: its thread is called so.
    by: str = field(default_factory=lambda: threading.current_thread().name)
    began: float = field(default_factory=time.monotonic)
    ended: float = 0.0
    fate: Fate = Fate.UNKNOWN
    said: str = ""

    @property
    def is_answered(self) -> bool:
        """Not broken off on purpose."""
        return self.ended > 0

    @property
    def is_unclear(self) -> bool:
        """Whoever sent it does not know what became of it, and was not told why."""
        return self.is_answered and self.fate == Fate.UNKNOWN and not self.said.startswith("503")

    @property
    def took(self) -> float:
        return self.ended - self.began


class Ledger:
    def __init__(self) -> None:
        self.writes: list[Write] = []
        self._lock = threading.Lock()
        self._run = f"{int(time.time()):x}"

    def token(self) -> str:
        with self._lock:
            return f"tok-{self._run}-{next(NUMBERS):06d}"

    def open(self, kind: Kind, token: str, **more: str) -> Write:
        """Entered before it is sent: whatever happens then, it may have been written."""
        write = Write(kind, token, **more)
        self.writes.append(write)
        return write

    def of(self, *kinds: Kind) -> Iterable[Write]:
        return [write for write in self.writes if write.kind in kinds]

    def counted(self) -> dict[str, int]:
        found = dict.fromkeys(Fate, 0)
        for write in self.writes:
            found[write.fate] += 1
        return {str(fate): number for fate, number in found.items()}
