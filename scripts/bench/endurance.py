"""What a server needs to start, and what memory its worker holds: at rest, and after a mixed load."""

import statistics
import time
from itertools import cycle
from typing import Any

from scripts.bench import processor
from scripts.bench.asking import LANGUAGES, Visitor, storm
from scripts.bench.filled import Filled
from scripts.bench.servers import Server, portal

STARTS = 5


def time_to_first_answer(database: Filled) -> float:
    found = []
    for _ in range(STARTS):
        with portal(database.url, database.folder, cached=True) as server:
            found.append(server.wait("/en/events/"))
    return statistics.median(found)


def worker_of(server: Server) -> list[int]:
    """The youngest process serves; the one above it only watches."""
    return [max(server.processes())]


def memory(database: Filled, questions: dict[str, str], *, seconds: int) -> dict[str, Any]:
    """Megabytes. The load asks for every address in turn, in one language after the other; some in a storm of
    a second with its cache on, the others one by one, so that cached and uncached answers mix."""
    with portal(database.url, database.folder, cached=True) as server:
        server.wait("/healthz")
        at_rest = processor.memory_of(worker_of(server))
        server.wait("/en/events/")
        after_one = processor.memory_of(worker_of(server))
        most, answers, ends = after_one, 0, time.monotonic() + seconds
        visitor = Visitor(server)
        asked = [path.replace("/en/", f"/{code}/", 1) for code in LANGUAGES for path in questions.values()]
        for turn, path in enumerate(cycle(asked)):
            if time.monotonic() > ends:
                break
            if turn % 10 == 0:
                answers += storm(server, path, seconds=1, headers={"Accept-Encoding": "gzip"}).answers
            else:
                # No two addresses alike: as visitors who wander through the whole list.
                visitor.get(path)
                answers += 1
            most = max(most, processor.memory_of(worker_of(server)))
        return {
            "at rest": at_rest,
            "after one page": after_one,
            "after the load": processor.memory_of(worker_of(server)),
            "most": most,
            "seconds": seconds,
            "answers": answers,
        }
