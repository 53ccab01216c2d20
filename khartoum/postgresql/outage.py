"""Whether a database is away: found out once, apart from those who wait for it, and told to all.

Of those who ask while it is away, each would otherwise wait as long as the first, and a server process has
few threads: visitors whose pages are in memory would wait behind those whose pages are not.
"""

import logging
from collections.abc import Callable
from threading import Event, Lock, Thread
from time import monotonic, sleep

log = logging.getLogger(__name__)

# In seconds, between two attempts to reach it: service returns so soon after the database.
PAUSE = 0.25
# Who has not answered by then on a new connection is away; or this machine is too busy to hear.
ANSWERS_WITHIN = 1.5


class Outage:
    """Of one database. `ask` opens a connection and asks something; it raises where there is no answer."""

    def __init__(self, name: str, ask: Callable[[], None]) -> None:
        self.name, self.ask = name, ask
        self.is_on = False
        # When a connection was last found cut: what was heard before says nothing of those that are left.
        self.doubted_at = 0.0
        self._begun = 0.0
        self._lock = Lock()
        # While somebody is looking: set once there is a first answer, or none.
        self._looking: Event | None = None

    def suspect(self) -> Event:
        """Somebody looks, until it answers. Nobody waits."""
        with self._lock:
            if self._looking is None:
                self._looking = Event()
                arguments = (self._looking,)
                Thread(target=self._look, args=arguments, name=f"outage-{self.name}", daemon=True).start()
            return self._looking

    def answers(self, within: float | None = None) -> bool:
        """Who has less time than it may take learns that nobody answered, and says nothing of the server."""
        if not self.is_on:
            looking = self.suspect()
            longest = ANSWERS_WITHIN if within is None else min(within, ANSWERS_WITHIN)
            if not looking.wait(longest):
                if longest < ANSWERS_WITHIN:
                    return False
                self._begin(looking, "no answer to a new connection")
        return not self.is_on

    def _look(self, looking: Event) -> None:
        while True:
            try:
                self.ask()
            except Exception as error:  # noqa: BLE001 - whatever it is: it does not answer
                self._begin(looking, str(error))
                looking.set()
                sleep(PAUSE)
            else:
                self._end()
                looking.set()
                return

    def _begin(self, looking: Event, why: str) -> None:
        with self._lock:
            # It may have answered just now.
            if self.is_on or self._looking is not looking:
                return
            self.is_on, self._begun = True, monotonic()
        log.error(
            "The database %s is away: %s. Kept pages are served; the rest is refused until it is back.",
            self.name,
            why.strip(),
        )

    def _end(self) -> None:
        with self._lock:
            was_on, self.is_on, self._looking = self.is_on, False, None
        if was_on:
            log.error("The database %s is back after %.1f seconds.", self.name, monotonic() - self._begun)
