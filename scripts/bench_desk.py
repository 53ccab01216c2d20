"""What the desk costs with many records: the same screens asked of two databases, in turns.

    DATABASE_URL=postgres://… python -m scripts.bench_desk [events …]

Makes a database for each size beside the one named, loads the shipped record into it, and copies its events
with everything that hangs off them until there are as many as asked for. Prints medians, the number of
queries, and the ratio to the smallest size. The databases are dropped afterwards.
"""

import os
import statistics
import subprocess
import sys
import time
from tempfile import TemporaryDirectory

import psycopg

from scripts.databases import address_of, drop

SIZES = [1_000, 100_000]
ROUNDS = 21
WARM_UP = 3


def main() -> int:
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        print("Name a PostgreSQL server: DATABASE_URL=postgres://user@host:port/name")
        return 1
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    names = {size: f"portal_desk_{size}" for size in sizes}
    with TemporaryDirectory() as folder:
        try:
            asked = {size: prepared(url, names[size], size, folder) for size in sizes}
            report(sizes, measured(asked))
        finally:
            for name in names.values():
                drop(url, name)
    return 0


def prepared(url: str, name: str, size: int, folder: str) -> "subprocess.Popen[str]":
    drop(url, name)
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    own = address_of(url, name)
    environment = {**os.environ, "DATABASE_URL": own, "VAR_DIR": f"{folder}/{size}"}
    command = [sys.executable, "manage.py", "setup"]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    began = time.monotonic()
    seeding = [sys.executable, "-m", "scripts.desk_at_size", str(size)]
    process = subprocess.Popen(  # noqa: S603 - our own program
        seeding, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    process.stdout.readline()
    print(f"{size:,} events made in {time.monotonic() - began:.0f} s", flush=True)
    return process


Measured = dict[str, dict[int, tuple[float, int]]]


def measured(asked: "dict[int, subprocess.Popen[str]]") -> Measured:
    """Screen → size → median in seconds, and queries."""
    seconds: dict[str, dict[int, list[float]]] = {}
    queries: dict[str, dict[int, int]] = {}
    for round_number in range(ROUNDS + WARM_UP):
        for size, process in asked.items():
            assert process.stdin is not None  # noqa: S101 - a pipe was asked for
            assert process.stdout is not None  # noqa: S101 - a pipe was asked for
            process.stdin.write("\n")
            process.stdin.flush()
            while (line := process.stdout.readline()) != "\n":
                if not line:
                    raise SystemExit(f"With {size:,} events not every screen was answered: see above.")
                took, number, screen = line.rstrip("\n").split(" ", 2)
                if round_number >= WARM_UP:
                    seconds.setdefault(screen, {}).setdefault(size, []).append(float(took))
                queries.setdefault(screen, {})[size] = int(number)
    for process in asked.values():
        process.communicate()
    return {
        screen: {size: (statistics.median(times), queries[screen][size]) for size, times in found.items()}
        for screen, found in seconds.items()
    }


def report(sizes: list[int], found: Measured) -> None:
    print(f"\n| screen | {' | '.join(f'{size:,} events' for size in sizes)} | ratio | queries |")
    print(f"| --- |{' ---: |' * (len(sizes) + 2)}")
    for screen, by_size in found.items():
        cells = " | ".join(f"{by_size[size][0] * 1000:.0f} ms" for size in sizes)
        counts = ", ".join(dict.fromkeys(str(by_size[size][1]) for size in sizes))
        print(f"| {screen} | {cells} | {by_size[sizes[-1]][0] / by_size[sizes[0]][0]:.2f} | {counts} |")


if __name__ == "__main__":
    sys.exit(main())
