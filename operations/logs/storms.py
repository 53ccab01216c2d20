"""So many times in so much time, and no more: what is told again and again is not read."""

from collections import deque
from collections.abc import Callable
from threading import Lock
from time import monotonic


class AtMost:
    """For one process."""

    def __init__(self, times: int, *, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self.times, self.seconds, self.clock = times, seconds, clock
        self.told: deque[float] = deque()
        self.lock = Lock()

    def may_be_told(self) -> bool:
        with self.lock:
            now = self.clock()
            while self.told and self.told[0] <= now - self.seconds:
                self.told.popleft()
            if len(self.told) >= self.times:
                return False
            self.told.append(now)
            return True
