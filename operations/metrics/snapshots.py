"""How the figures of a web process reach the one that tells them: as a file, written anew every few seconds.

Two files for each process, in VAR_DIR/metrics: `<pid>.lock`, which it holds for as long as it lives, and
`<pid>.json` with its figures. See docs/adr for why these and not the library's own files.
"""

import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import orjson
from django.conf import settings
from prometheus_client import CollectorRegistry

# For each metric: name, kind and text; for each sample: name, labels and value.
Figures = list[tuple[str, str, str, list[tuple[str, dict[str, str], float]]]]


def folder() -> Path:
    found = Path(settings.VAR_DIR) / "metrics"
    found.mkdir(exist_ok=True)
    return found


def figures_of(registry: CollectorRegistry) -> Figures:
    return [
        (
            metric.name,
            metric.type,
            metric.documentation,
            # When a process began to count is of no use to anybody.
            [(s.name, s.labels, s.value) for s in metric.samples if not s.name.endswith("_created")],
        )
        for metric in registry.collect()
    ]


class Own:
    """This process's two files."""

    def __init__(self) -> None:
        name = str(os.getpid())
        self.path, self.next = folder() / f"{name}.json", folder() / f"{name}.next"
        self.lock = _held(folder() / f"{name}.lock")
        # A process that had this number before it has left figures that are not ours.
        self.path.unlink(missing_ok=True)

    def write(self, figures: Figures) -> None:
        """Whole or not at all. On a full disk the old figures stay: the portal's work goes on."""
        try:
            self.next.write_bytes(orjson.dumps(figures))
            self.next.replace(self.path)
        except OSError:
            self.next.unlink(missing_ok=True)


def _held(path: Path) -> IO[str]:
    """Open and locked until this process ends, however it ends."""
    while True:
        file = path.open("a")
        fcntl.flock(file, fcntl.LOCK_EX)
        # Perhaps it was being cleared away just then.
        if path.exists() and path.stat().st_ino == os.fstat(file.fileno()).st_ino:
            return file
        file.close()


@dataclass(frozen=True)
class Process:
    """Of the portal, as its files show it."""

    pid: int
    figures: Figures
    is_alive: bool


def processes() -> Iterator[Process]:
    """A dead one is told of once: its files go with it."""
    for path in sorted(folder().glob("*.lock")):
        try:
            file = path.open()
        except FileNotFoundError:
            continue
        with file:
            try:
                # Held by whoever lives: a number that was given to another process deceives nobody.
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield Process(int(path.stem), _read(path.with_suffix(".json")), is_alive=True)
            else:
                yield Process(int(path.stem), _read(path.with_suffix(".json")), is_alive=False)
                for ending in (".json", ".next", ".lock"):
                    path.with_suffix(ending).unlink(missing_ok=True)


def _read(path: Path) -> Figures:
    try:
        return orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        # It has not written any yet.
        return []
