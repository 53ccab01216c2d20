"""Which files belong to a backup, and where each is kept: once, for all backups that list it.

The list is not encrypted. It has names, sizes and hashes, and whoever makes the next backup goes by it
without being able to open anything.
"""

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass

from operations.backup.manifest import Manifest
from operations.backup.places import Place
from operations.backup.sealing import Keys, Lock, Part, opened, seal

FILES = "files"
OPEN = Lock()


@dataclass(frozen=True)
class Kept:
    """A file of the portal, by its name there, and the part that has its bytes."""

    name: str
    part: Part


def place_of(digest: str, lock: Lock, backup: str) -> str:
    """Named after the backup that brought it, too: nothing that another one lists is ever written over."""
    return f"{FILES}/{digest[:2]}/{digest}.{lock.mark}.{backup}{lock.ending}"


def is_closed_with(part: Part, lock: Lock) -> bool:
    return f".{lock.mark}." in part.name


def write(place: Place, name: str, files: Iterable[Kept]) -> Part:
    lines = (json.dumps({"name": file.name, "part": file.part.as_json()}) for file in files)
    return seal(place, name + OPEN.ending, io.BytesIO("\n".join(lines).encode()), OPEN)


def read(place: Place, manifest: Manifest) -> list[Kept]:
    """Raises AlteredError where it is not as it was written."""
    with opened(place, manifest.files, Keys()) as source:
        lines = source.read_all().decode().splitlines()
    told = (json.loads(line) for line in lines)
    return [Kept(one["name"], Part(**one["part"])) for one in told]
