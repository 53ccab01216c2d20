"""An hour of mixed load, at the highest rate the machine sustains: does memory grow, does anything fail?

python -m scripts.faults.soak [--minutes N] [--rate N] [--json FILE]
"""

import argparse
import json
import signal
import statistics
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from scripts.bench import processor
from scripts.bench.machine import machine
from scripts.faults import ports
from scripts.faults.judging import Asked, counted
from scripts.faults.ledger import Ledger
from scripts.faults.readers import Reader, warm
from scripts.faults.site import Site, site
from scripts.faults.truth import truth_of
from scripts.faults.writers import writers_of

READERS = 8
SAMPLED_EVERY = 10.0
# The rate is raised by so much, for so long each time, until the slowest twentieth waits longer than this.
FACTOR, STEP_SECONDS, MOST_WAIT = 1.5, 15.0, 1.0
FIRST_RATE, HIGHEST_RATE = 10.0, 2000.0
# The load runs for so much of the time before memory is compared: until then caches fill.
WARMING = 0.25
# Below what it just sustains: with no room at all, any hiccup would build a queue.
SUSTAINED = 0.8
MOST_GROWTH = 0.05
DATABASE, FRONT = "PostgreSQL", "nginx"
LEVELS = "▁▂▃▄▅▆▇█"


@dataclass
class Soak:
    rate: float = 0.0
    seconds: float = 0.0
    asked: list[Asked] = field(default_factory=list)
    # Process → megabytes at each sampling.
    memory: dict[str, list[float]] = field(default_factory=dict)
    # How many samplings of each there were before caches had filled.
    warmed_after: int = 0
    ledger: Ledger = field(default_factory=Ledger)
    steps: list[dict[str, float]] = field(default_factory=list)
    truth: dict[str, list[str]] = field(default_factory=dict)


class Load:
    """Readers at a common rate, each at its part of it."""

    def __init__(self, portal: Site, per_second: float, asked: list[Asked]) -> None:
        each = per_second / READERS
        self.readers = [Reader(portal, number, per_second=each, asked=asked) for number in range(READERS)]

    def __enter__(self) -> "Load":
        for reader in self.readers:
            reader.start()
        return self

    def __exit__(self, *_error: object) -> None:
        for reader in self.readers:
            reader.is_done.set()
        for reader in self.readers:
            reader.join()


def highest_rate(portal: Site, soak: Soak) -> float:
    """What was answered in time, and as often as it was asked for."""
    rate, best = FIRST_RATE, FIRST_RATE
    while rate <= HIGHEST_RATE:
        asked: list[Asked] = []
        with Load(portal, rate, asked):
            time.sleep(STEP_SECONDS)
        came = len(asked) / STEP_SECONDS
        waited = slowest_twentieth(asked)
        soak.steps.append({"asked for": round(rate, 1), "came": round(came, 1), "p95, s": round(waited, 3)})
        print(f"    {rate:6.0f} a second asked for, {came:6.0f} came, p95 {waited * 1000:.0f} ms", flush=True)
        if waited > MOST_WAIT or came < 0.9 * rate:
            return max(best, came) * SUSTAINED
        best, rate = came, rate * FACTOR
    return best * SUSTAINED


def slowest_twentieth(asked: list[Asked]) -> float:
    if len(asked) < 20:
        return max((one.took for one in asked), default=0.0)
    return statistics.quantiles((one.took for one in asked), n=20)[-1]


def soaked(portal: Site, minutes: float, rate: float = 0) -> Soak:
    soak = Soak(seconds=minutes * 60)
    warm(portal)
    writers = writers_of(portal, soak.ledger, pause=4.0)
    for writer in writers:
        writer.start()
    soak.rate = rate or highest_rate(portal, soak)
    print(
        f"{soak.rate:.0f} requests a second for {minutes:.0f} minutes, after a quarter of that …", flush=True
    )
    done = threading.Event()
    watching = threading.Thread(target=watch, args=(portal, soak, done))
    watching.start()
    with Load(portal, soak.rate, soak.asked):
        time.sleep(WARMING * soak.seconds)
        soak.warmed_after = max(map(len, soak.memory.values()))
        time.sleep(soak.seconds)
    done.set()
    for writer in writers:
        writer.is_done.set()
    for thread in (watching, *writers):
        thread.join()
    soak.truth = truth_of(portal, soak.ledger).said()
    return soak


def watch(portal: Site, soak: Soak, done: threading.Event) -> None:
    """The memory of each worker, of each keeper of workers, of nginx and of the database."""
    while not done.is_set():
        for name, pids in processes(portal).items():
            try:
                held = processor.memory_of(pids, beside_buffers=name in {DATABASE, FRONT})
            except OSError:
                continue
            soak.memory.setdefault(name, []).append(round(held, 1))
        done.wait(SAMPLED_EVERY)


def processes(portal: Site) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for instance in portal.instances:
        found[f"instance {instance.name}, keeper"] = [instance.pid]
        for number, pid in enumerate(instance.workers(), start=1):
            found[f"instance {instance.name}, worker {number}"] = [pid]
    found[FRONT] = portal.front.pids()
    found[DATABASE] = portal.cluster.pids()
    return found


def tenths(samples: list[float]) -> tuple[float, float]:
    """The means of the first and of the last tenth."""
    tenth = max(1, len(samples) // 10)
    return statistics.mean(samples[:tenth]), statistics.mean(samples[-tenth:])


def growth(samples: list[float]) -> float:
    """From the first tenth to the last, as a part of the first."""
    first, last = tenths(samples)
    return last / first - 1


def settled(soak: Soak) -> dict[str, list[float]]:
    """Of those that were there when caches had filled."""
    return {
        name: samples[soak.warmed_after :]
        for name, samples in soak.memory.items()
        if len(samples) > soak.warmed_after
    }


def misses(soak: Soak) -> list[str]:
    found = [
        f"{name} grew by {100 * growth(samples):.1f} %"
        for name, samples in settled(soak).items()
        if growth(samples) > MOST_GROWTH
    ]
    failed = [one for one in soak.asked if not one.is_good]
    if failed:
        found.append(f"{len(failed)} of {len(soak.asked)} requests failed: {counted(failed)}")
    found += [f"{name}: {len(what)}" for name, what in soak.truth.items()]
    return found


def plot(samples: list[float], *, width: int = 60) -> str:
    """A line of bars, from nothing to the most."""
    step = max(1, -(-len(samples) // width))
    means = [statistics.mean(samples[start : start + step]) for start in range(0, len(samples), step)]
    most = max(means)
    return "".join(LEVELS[min(7, int(8 * mean / most))] for mean in means)


def table(soak: Soak) -> str:
    lines = ["| process | settled, MB | last, MB | growth |", "| --- | ---: | ---: | ---: |"]
    for name, samples in settled(soak).items():
        first, last = tenths(samples)
        lines.append(f"| {name} | {first:.0f} | {last:.0f} | {100 * growth(samples):+.1f} % |")
    lines += ["", *(f"{name:>24} {plot(samples)}" for name, samples in soak.memory.items())]
    return "\n".join(lines)


def told(soak: Soak) -> dict[str, object]:
    times = [one.took for one in soak.asked]
    return {
        "when": datetime.now(tz=UTC).isoformat(timespec="minutes"),
        "machine": machine(),
        "minutes": soak.seconds / 60,
        "steps": soak.steps,
        "rate": round(soak.rate, 1),
        "requests": len(soak.asked),
        "outcomes": counted(soak.asked),
        "median, ms": round(1000 * statistics.median(times), 1),
        "p95, ms": round(1000 * slowest_twentieth(soak.asked), 1),
        "longest, s": round(max(times), 2),
        "writes": soak.ledger.counted(),
        "truth": soak.truth,
        "growth, %": {name: round(100 * growth(samples), 1) for name, samples in settled(soak).items()},
        "samplings before caches had filled": soak.warmed_after,
        "memory, MB": soak.memory,
        "missed": misses(soak),
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument(
        "--minutes", type=float, default=60.0, help="how long at the full rate; 60 unless told"
    )
    parser.add_argument(
        "--rate", type=float, default=0.0, help="requests a second; else the highest is looked for"
    )
    parser.add_argument("--json", type=Path, help="where to keep all figures")
    options = parser.parse_args()
    with site(port=ports.FRONT_OF_SOAK, database=ports.DATABASE_OF_SOAK) as portal:
        soak = soaked(portal, options.minutes, options.rate)
    found = told(soak)
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    print(f"\n{table(soak)}\n")
    print(
        f"{found['requests']:,} requests, {found['outcomes']}; median {found['median, ms']} ms, "
        f"p95 {found['p95, ms']} ms, longest {found['longest, s']} s. Writes: {found['writes']}."
    )
    missed = misses(soak)
    print("Not met:\n- " + "\n- ".join(missed) if missed else "Every target is met.")
    return 1 if missed else 0


if __name__ == "__main__":
    # Ended from outside, it still takes away what it has started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
