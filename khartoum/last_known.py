"""How the public record stood when that was last known: for how long it is sure, and for how long it will do
while the database is away."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic

from django.db import Error, close_old_connections
from django.http import HttpResponse

from khartoum import waiting
from publishing.reading import read
from publishing.standing import State, standing
from publishing.troubles import is_away
from publishing.views import set_public_cache

CHECKED_EVERY = 1.0
# In seconds: what is kept may be given for so long while nobody can tell whether it still holds, but never
# past the moment at which it is known to change.
LONGEST_OUTAGE = 3600.0
# Those who wait for the one who asks get what is kept soon enough.
CHECK = waiting.Waiting(silence=1, longest=2.5)
PUBLIC = ("Cache-Control", set_public_cache(HttpResponse()).headers["Cache-Control"])


class LastKnown:
    def __init__(self) -> None:
        self.state: State | None = None
        self.good_until = self.outlasts_until = 0.0
        # Whether nobody could tell when it was last asked. For metrics.
        self.has_failed = False
        # What caches are told of public answers: for how long they may outlast the portal, too.
        self.cache_control = PUBLIC
        self.asking = Lock()

    @contextmanager
    def now(self) -> Iterator[State | None]:
        """Asked of the database, at most once a second; None where nobody can tell. One asks, and inside is
        alone; others get what was known before if that one has to wait."""
        if not self.asking.acquire(timeout=CHECK.longest):
            yield self.state if monotonic() < self.outlasts_until else None
            return
        try:
            if monotonic() >= self.good_until:
                self._ask()
            yield self.state
        finally:
            self.asking.release()

    def _ask(self) -> None:
        begun = monotonic()
        try:
            with waiting.at_most(CHECK):
                now = read(standing)
            self.state, self.has_failed = now.state, False
            self.outlasts_until = begun + min(LONGEST_OUTAGE, now.lasts.total_seconds())
        except Error as error:
            begun, self.has_failed = monotonic(), True
            if begun >= self.outlasts_until or not is_away(error):
                self.state, self.outlasts_until = None, begun + CHECKED_EVERY
        finally:
            close_old_connections()
        self.good_until = min(begun + CHECKED_EVERY, self.outlasts_until)
        self.cache_control = _told(self.outlasts_until - begun) if self.state else PUBLIC


def _told(outlasts: float) -> tuple[str, str]:
    """For RFC 5861. An answer may be sent a second after this; a cache counts from when its own second is
    over, and may give it for one more while somebody asks again."""
    left = int(outlasts) - 3
    if left <= 0:
        return PUBLIC
    return (
        "Cache-Control",
        f"public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error={left}",
    )
