"""How long processors worked for processes and all that these started, in seconds."""

from collections.abc import Iterable
from pathlib import Path

import psycopg

PROC = Path("/proc")


def tree(root: int) -> list[int]:
    """The process and its children, theirs included."""
    children: dict[int, list[int]] = {}
    for folder in PROC.iterdir():
        if folder.name.isdecimal() and (parent := parent_of(int(folder.name))) is not None:
            children.setdefault(parent, []).append(int(folder.name))
    found, left = [], [root]
    while left:
        found.append(left.pop())
        left += children.get(found[-1], [])
    return found


def parent_of(process: int) -> int | None:
    try:
        return int((PROC / str(process) / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def seconds_of(processes: Iterable[int]) -> float:
    """User and system time of all their threads, to the nanosecond; what has ended is not there any more."""
    total = 0
    for process in processes:
        for thread in (PROC / str(process) / "task").glob("*/schedstat"):
            try:
                total += int(thread.read_text().split()[0])
            except OSError:
                continue
    return total / 1e9


def memory_of(processes: Iterable[int], *, beside_buffers: bool = False) -> float:
    """What they hold of memory, in megabytes; of what they share, their part. A database's buffers have a set
    size, and so has nginx's index of what it keeps; both fill with whatever is asked. What processes hold
    besides may be asked for."""
    kilobytes = 0
    for process in processes:
        for line in (PROC / str(process) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                kilobytes += int(line.split()[1])
            elif beside_buffers and line.startswith("Pss_Shmem:"):
                kilobytes -= int(line.split()[1])
    return kilobytes / 1024


def backends(url: str) -> list[int]:
    """The processes of the database server that work for this database, if they run on this machine."""
    if not url.startswith("postgres"):
        return []
    with psycopg.connect(url, autocommit=True) as database:
        rows = database.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchall()
    return [process for (process,) in rows if (PROC / str(process)).exists()]
