"""Questions to a database that whoever collects figures does not wait for longer than PATIENCE.

A frozen database answers nobody. So it is asked by a thread of its own; while a question hangs, there is no
second one; and what was found out a moment ago is told again.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from time import monotonic, perf_counter
from typing import Any

from django.db import connections, transaction
from prometheus_client.core import GaugeMetricFamily, Metric

from khartoum import waiting

log = logging.getLogger(__name__)

# In seconds.
PATIENCE = 3.0
# Figures are asked for by several, or again after a loss: the database need not be.
LASTS = 5.0
LONGEST = waiting.Waiting(silence=PATIENCE, longest=PATIENCE)
# So that what nobody waits for does not stay at work in the database. In milliseconds.
LIMIT = 2000

# Name, text and value.
Reading = tuple[str, str, float]
Reader = Callable[[Any], list[Reading]]


@dataclass
class Look:
    began: float = field(default_factory=monotonic)
    done: Event = field(default_factory=Event)
    found: list[Reading] = field(default_factory=list)
    is_good: bool = False


class Asked:
    """A collector: what `readers` find out on the connection they are given. `name` goes into
    `portal_<name>_up`, which is told in any case, and `portal_<name>_answer_seconds`."""

    def __init__(self, name: str, alias: str, *readers: Reader) -> None:
        self.name, self.alias, self.readers = name, alias, readers
        self.latest: Look | None = None
        self.beginning = Lock()

    def begin(self) -> Look:
        """So that several can be waited for at once."""
        with self.beginning:
            latest = self.latest
            if latest is None or (latest.done.is_set() and monotonic() > latest.began + LASTS):
                latest = self.latest = Look()
                Thread(target=self._ask, args=[latest], name=f"figures-{self.name}", daemon=True).start()
            return latest

    def collect(self) -> Iterator[Metric]:
        look = self.begin()
        look.done.wait(max(0.0, look.began + PATIENCE - monotonic()))
        is_up = look.done.is_set() and look.is_good
        yield _gauge(f"portal_{self.name}_up", "Whether it answered", float(is_up))
        if is_up:
            for name, text, value in look.found:
                yield _gauge(name, text, value)

    def _ask(self, look: Look) -> None:
        connection, begun = connections[self.alias], perf_counter()
        try:
            with waiting.at_most(LONGEST), transaction.atomic(self.alias):
                if connection.vendor == "postgresql":
                    with connection.cursor() as cursor:
                        cursor.execute(f"SET LOCAL statement_timeout = {LIMIT:d}")
                for reader in self.readers:
                    look.found += reader(connection)
            took = perf_counter() - begun
            look.found.append((f"portal_{self.name}_answer_seconds", "How long all questions took", took))
            look.is_good = True
        except Exception:
            # Whatever it is, the figures of the web processes are told all the same.
            log.warning("The %s gave no figures.", self.name, exc_info=True)
        finally:
            connections.close_all()
            look.done.set()


def _gauge(name: str, text: str, value: float) -> Metric:
    found = GaugeMetricFamily(name, text)
    found.add_metric([], value)
    return found
