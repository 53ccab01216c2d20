"""Whether an answer costs the same with many records as with few: asked of both, in turns."""

import statistics
from contextlib import ExitStack
from typing import Any

from scripts.bench.asking import BadAnswer, Visitor, check, cost_of
from scripts.bench.filled import Filled
from scripts.bench.servers import portal

MOST = 1.3
# Below this, in seconds, a difference is more often the machine's than ours.
NOISE = 0.0005
# Of whom each asks once more, if the one before was stopped.
WARMINGS = 4


def flatness(few: Filled, many: Filled, *, rounds: int, seconds: float, only: str = "") -> dict[str, Any]:
    """Name → seconds of processor with few and with many, until the answer was there, and the ratio."""
    asked = {database: database.questions() for database in (few, many)}
    names = [name for name in asked[few] if name in asked[many] and only in name]
    costs: dict[str, dict[Filled, list[Any]]] = {name: {few: [], many: []} for name in names}
    stopped: dict[str, str] = {}
    with ExitStack() as stack:
        visitors = {}
        for database in (few, many):
            server = stack.enter_context(portal(database.url, database.folder, cached=False))
            server.wait("/en/events/")
            visitors[database] = Visitor(server)
        first_asked = {
            name: [warm(visitor, asked[database][name]) for database, visitor in visitors.items()]
            for name in names
        }
        for _ in range(rounds):
            for name in names:
                for database, visitor in visitors.items():
                    if name in stopped:
                        continue
                    try:
                        cost = cost_of(visitor, asked[database][name], most=20, seconds=seconds)
                    except BadAnswer as answer:
                        stopped[name] = f"{database.label}: {answer}"
                    else:
                        costs[name][database].append(cost)
    return {
        name: {"path": asked[many][name], "stopped": stopped[name]}
        if name in stopped
        else {
            **result_of(asked[many][name], by_database[few], by_database[many]),
            "was_stopped_at_first": any(first_asked[name]),
        }
        for name, by_database in costs.items()
    }


def warm(visitor: Visitor, path: str) -> bool:
    """Whether the first who asks was stopped: then all that the database reads for it came from disk."""
    for number in range(WARMINGS):
        try:
            check(visitor.get(path), path)
        except BadAnswer:
            continue
        return number > 0
    return True


def result_of(path: str, few: list[Any], many: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"path": path}
    for label, costs in (("few", few), ("many", many)):
        for what in ("server", "database", "processor", "waited"):
            found[f"{what}_{label}"] = statistics.median(getattr(cost, what) for cost in costs)
    for what in ("processor", "waited"):
        found[f"{what}_ratio"] = found[f"{what}_many"] / found[f"{what}_few"]
    found["is_flat"] = (
        found["processor_ratio"] <= MOST or found["processor_many"] - found["processor_few"] < NOISE
    )
    return found
