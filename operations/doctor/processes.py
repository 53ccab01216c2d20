"""The portal's server processes on this machine, as the system tells of them."""

import os
import re
import resource
from pathlib import Path

APPLICATION = "khartoum.wsgi:application"
SYSTEM = Path("/proc")


def servers() -> list[int]:
    """The process numbers of servers that were started for this portal, without the workers they fork."""
    numbers = (int(folder.name) for folder in SYSTEM.glob("[0-9]*"))
    found = {number: _parent_of(number) for number in numbers if APPLICATION in _words_in(number, "cmdline")}
    return [number for number, parent in found.items() if parent not in found and _is_ours(number)]


def _is_ours(number: int) -> bool:
    """Another portal on this machine has another database."""
    given = dict(word.partition("=")[::2] for word in _words_in(number, "environ"))
    return all(given.get(name) == os.environ.get(name) for name in ("DATABASE_URL", "VAR_DIR"))


def web_workers() -> int:
    """Of all servers on this machine; one where none is known, such as behind another kind of server."""
    return sum(_workers_of(number) for number in servers()) or 1


def open_files_allowed() -> int:
    """How many files and connections one server process may have open, by the smallest limit of any."""
    known = [limit for number in servers() if (limit := _limit_of(number)) is not None]
    return min(known, default=resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _words_in(number: int, name: str) -> list[str]:
    try:
        return (SYSTEM / str(number) / name).read_bytes().decode(errors="replace").split("\0")
    except OSError:
        # It has ended meanwhile, or belongs to somebody else.
        return []


def _parent_of(number: int) -> int | None:
    try:
        status = (SYSTEM / str(number) / "status").read_text()
    except OSError:
        return None
    found = re.search(r"^PPid:\s+(\d+)$", status, re.MULTILINE)
    return int(found[1]) if found else None


def _workers_of(number: int) -> int:
    arguments = _words_in(number, "cmdline")
    for place, argument in enumerate(arguments[:-1]):
        if argument == "--workers" and arguments[place + 1].isdecimal():
            return int(arguments[place + 1])
        if argument.startswith("--workers=") and argument.partition("=")[2].isdecimal():
            return int(argument.partition("=")[2])
    return 1


def _limit_of(number: int) -> int | None:
    try:
        lines = (SYSTEM / str(number) / "limits").read_text().splitlines()
    except OSError:
        return None
    words = next((line.split() for line in lines if line.startswith("Max open files")), [])
    return int(words[3]) if len(words) > 3 and words[3].isdecimal() else None
