"""A connection that does not wait for ever, and knows when it last heard from the server."""

from collections.abc import Generator
from time import monotonic
from typing import Any

import psycopg
from psycopg import errors

from khartoum import waiting
from khartoum.postgresql.outage import Outage

# What was heard from so lately is not asked whether it is there.
FRESH = 1.0


class Connection(psycopg.Connection[Any]):
    # Set as soon as it is open. Without one, nobody else can be asked.
    outage: Outage | None = None
    heard_at = 0.0
    # The pool sets itself here while the connection is lent.
    _pool: Any = None

    def wait(self, gen: Any, *args: Any, **kwargs: Any) -> Any:
        """All that the driver says and hears comes by here."""
        limit = waiting.waiting()
        try:
            heard = super().wait(gen if limit is None else self._bounded(gen, limit), *args, **kwargs)
        except psycopg.OperationalError:
            if self.outage is not None and self.closed:
                # Others that are open were perhaps cut with it.
                self.outage.doubted_at = monotonic()
            raise
        except errors.ReadOnlySqlTransaction:
            # Another server has taken over. New connections are led to it by the address, where that names
            # both and says which is wanted (target_session_attrs).
            if self._pool is not None:
                self._pool.drain()
            raise
        self.heard_at = monotonic()
        return heard

    def _bounded(self, gen: Any, limit: waiting.Waiting) -> Generator[Any, Any, Any]:
        """The same steps. The driver comes back ten times in a second, even if nothing has come."""
        begun = monotonic()
        ask_at = begun + limit.silence
        try:
            state = next(gen)
            while True:
                ready = yield state
                now = monotonic()
                if ready:
                    ask_at = now + limit.silence
                elif now >= begun + limit.longest:
                    self._give_up(f"no answer within {limit.longest} seconds")
                elif self.outage is not None and (self.outage.is_on or now >= ask_at):
                    if not self.outage.answers(begun + limit.longest - now):
                        self._give_up("the server says nothing, on other connections neither")
                    ask_at = monotonic() + limit.silence
                state = gen.send(ready)
        except StopIteration as done:
            return done.value

    def _give_up(self, why: str) -> None:
        # Not politely: that would be another question, and what was asked may still be answered one day.
        self.pgconn.finish()
        raise psycopg.OperationalError(f"The connection was closed: {why}.")

    def is_alive(self) -> bool:
        """One way there and back, where it has been idle."""
        doubted_at = self.outage.doubted_at if self.outage is not None else 0.0
        if self.heard_at > max(doubted_at, monotonic() - FRESH):
            return True
        try:
            self.execute("")
        except psycopg.Error:
            return False
        return True
