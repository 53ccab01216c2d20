"""All that is measured, in the order in which it is least disturbed."""

import argparse
import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scripts.bench.asking import sit_on_asking_core
from scripts.bench.endurance import memory, time_to_first_answer
from scripts.bench.filled import Filled, filled
from scripts.bench.flatness import flatness
from scripts.bench.machine import machine
from scripts.bench.servers import own_environment, portal
from scripts.bench.throughput import throughput
from scripts.bench.weight import weight_of
from scripts.files import ROOT

PARTS = ("throughput", "queries", "weight", "start", "memory", "flatness")
WEIGHED = ("home", "events", "event", "documents", "document", "search, frequent word")


def measure(options: argparse.Namespace, *, server: str, folder: Path, has_wrk: bool) -> dict[str, Any]:
    """Everything asked for; what there is no tool for is left out."""
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, Any] = {"at": f"{datetime.now(UTC):%Y-%m-%d}", "machine": machine(), "by_database": {}}
    for kind in options.databases:
        databases = [filled(kind, size, server=server, folder=folder) for size in options.sizes]
        sit_on_asking_core()
        found["by_database"][kind] = measured(options, databases, folder, has_wrk=has_wrk)
    return found


def measured(
    options: argparse.Namespace, databases: list[Filled], folder: Path, *, has_wrk: bool
) -> dict[str, Any]:
    smallest, largest = databases[0], databases[-1]
    parts = {
        "throughput": lambda: throughput(smallest, folder, rounds=options.rounds, seconds=options.seconds),
        "queries": lambda: queries(smallest),
        "weight": lambda: weight(smallest),
        "start": lambda: time_to_first_answer(smallest),
        "memory": lambda: memory(smallest, smallest.questions(), seconds=options.load_seconds),
        "flatness": lambda: flatness(
            smallest, largest, rounds=options.rounds, seconds=options.seconds / 8, only=options.about
        ),
    }
    if not has_wrk:
        parts = {name: part for name, part in parts.items() if name not in {"throughput", "memory"}}
    if smallest == largest:
        del parts["flatness"]
    found: dict[str, Any] = {"sizes": [database.size for database in databases]}
    for name, part in parts.items():
        if name in options.only:
            began = time.monotonic()
            found[name] = part()
            print(f"{smallest.kind}: {name}, {time.monotonic() - began:.0f} s", flush=True)
    return found


def queries(database: Filled) -> dict[str, int]:
    run = subprocess.run(
        [sys.executable, "-m", "scripts.bench.counting"],
        cwd=ROOT,
        env=own_environment(database.url, database.folder),
        input=json.dumps(database.questions()),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, int] = json.loads(run.stdout)
    return found


def weight(database: Filled) -> dict[str, Any]:
    questions = database.questions()
    with portal(database.url, database.folder, cached=True) as server:
        server.wait("/healthz")
        return {name: weight_of(server, questions[name]) for name in WEIGHED}
