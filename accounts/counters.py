"""What is counted of the API's use, for all workers together: in files of the machine, or, where there are
several machines, in Redis.

The database is not asked: a count would wait for whoever writes to it, and a replica cannot be written to.
"""

import logging
import time
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b

from django.conf import settings
from django.core.cache import caches

from accounts.counter_file import DayFile, PeriodFile

log = logging.getLogger(__name__)

SHARED = "shared"
PAUSE_SECONDS = 5
PERIOD_KEPT_SECONDS = 2 * 60
DAY_KEPT_SECONDS = 400 * 24 * 60 * 60


class MachineCounters:
    def __init__(self) -> None:
        self.requests = PeriodFile(settings.VAR_DIR / "api_requests")
        self.days = DayFile(settings.VAR_DIR / "api_key_days")

    def count(self, name: str, period: int) -> int:
        """Counts the name once more in this period, and says how often that is now."""
        return self.requests.count(hidden(name), period)

    def count_use(self, key: int, day: int) -> None:
        self.days.count(key, day)

    def used(self, key: int, day: int) -> int:
        """How often a key was used on the last day that it was used."""
        return self.days.counted(key, day)


class SharedCounters:
    """While Redis is away each machine counts for itself: nobody is refused for want of it."""

    def __init__(self, own: MachineCounters) -> None:
        # Only who has Redis needs the library in memory.
        from redis.exceptions import RedisError  # noqa: PLC0415

        self.own = own
        self.away = RedisError
        self.cache = caches[SHARED]
        self.away_until = 0.0

    def count(self, name: str, period: int) -> int:
        key = f"requests:{period}:{hidden(name).hex()}"
        return self._ask(
            lambda: self._one_more(key, PERIOD_KEPT_SECONDS), lambda: self.own.count(name, period)
        )

    def count_use(self, key: int, day: int) -> None:
        def here() -> int:
            self.own.count_use(key, day)
            return 0

        self._ask(lambda: self._one_more(f"use:{key}:{day}", DAY_KEPT_SECONDS), here)

    def used(self, key: int, day: int) -> int:
        return self._ask(lambda: self.cache.get(f"use:{key}:{day}", 0), lambda: self.own.used(key, day))

    def _one_more(self, key: str, seconds: int) -> int:
        try:
            return self.cache.incr(key)
        except ValueError:
            # Not there yet, or made by somebody else in between.
            return 1 if self.cache.add(key, 1, seconds) else self.cache.incr(key)

    def _ask(self, shared: Callable[[], int], own: Callable[[], int]) -> int:
        if time.monotonic() >= self.away_until:
            try:
                return shared()
            except self.away:
                log.warning("Redis does not answer: requests are counted by each machine for itself.")
                self.away_until = time.monotonic() + PAUSE_SECONDS
        return own()


def hidden(name: str) -> bytes:
    """So that no address is kept, however short."""
    return blake2b(name.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).digest()


@lru_cache(maxsize=1)
def counters() -> MachineCounters | SharedCounters:
    own = MachineCounters()
    return SharedCounters(own) if SHARED in settings.CACHES else own
