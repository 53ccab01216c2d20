"""Which files the portal has, which of them its rows need, and how one comes back to its place.

Files are named by their hash and never written over. While a backup is made they can only come, or go, or
move from `incoming/` to their place.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

from declarations.files.storing import INCOMING, incoming_name
from declarations.models import StoredFile
from delivery.models import Snapshot
from events.models import PictureFile
from khartoum.disk_storage import settle_names
from operations.backup.places import PIECE, Readable

# Half of an upload, or of a file on its way.
UNFINISHED = ".part"
# Of what the portal keeps beside the storage: how often each key of the API was used on its last day.
OWN, OWN_FILES = "var/", ("api_key_days",)
AT_ONCE = 500


@dataclass(frozen=True)
class Needed:
    sha256: str
    # Any of them will do: it may not have come to its place yet.
    names: tuple[str, ...]


def names() -> Iterator[str]:
    """Of all files there are, in the order of their folders."""
    yield from _names_in("")
    for name in OWN_FILES:
        if (settings.VAR_DIR / name).exists():
            yield OWN + name


def _names_in(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    start = f"{folder}/" if folder else ""
    yield from (start + name for name in sorted(files) if not name.endswith(UNFINISHED))
    for name in sorted(folders):
        yield from _names_in(start + name)


def may_change(name: str) -> bool:
    """Counters are written in place; all else is as it was when it was first seen."""
    return name.startswith(OWN)


def open_file(name: str) -> IO[bytes]:
    """Raises FileNotFoundError."""
    if name.startswith(OWN):
        return (settings.VAR_DIR / name.removeprefix(OWN)).open("rb")
    opened: IO[bytes] = default_storage.open(name)
    return opened


def size(name: str) -> int:
    """Raises FileNotFoundError."""
    if name.startswith(OWN):
        return int((settings.VAR_DIR / name.removeprefix(OWN)).stat().st_size)
    return default_storage.size(name)


def needed(alias: str) -> Iterator[Needed]:
    """By the rows of that database."""
    files = StoredFile.objects.using(alias).light().order_by("pk")
    for file in files.iterator(chunk_size=AT_ONCE):
        yield Needed(file.sha256, (file.storage_name, incoming_name(file)))
    pictures = PictureFile.objects.using(alias).order_by("pk")
    for picture in pictures.iterator(chunk_size=AT_ONCE):
        for one in picture.sizes:
            yield Needed(one["sha256"], (picture.name_of_size(one["width"]),))
    for snapshot in Snapshot.objects.using(alias).filter(taken_back_at=None).order_by("pk"):
        yield Needed(snapshot.sha256, (snapshot.storage_name,))


def put(name: str, source: Readable) -> None:
    """In place of what may be there, and whole: on a disk under another name first."""
    if name.startswith(OWN):
        # Workers have it open, and count on in it.
        path = Path(settings.VAR_DIR) / name.removeprefix(OWN)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as target:
            _copy(source, target)
        return
    try:
        path = Path(default_storage.path(name))
    except NotImplementedError:
        _put_elsewhere(name, source)
        return
    # The storage's own way of making folders and files, with its rights.
    unfinished = default_storage.save(f"{INCOMING}/{uuid4().hex}{UNFINISHED}", Streamed(source))
    path.parent.mkdir(parents=True, exist_ok=True)
    Path(default_storage.path(unfinished)).replace(path)
    settle_names(path.parent, root=Path(default_storage.path("")))


def _put_elsewhere(name: str, source: Readable) -> None:
    """A store takes a file whole or not at all, but may want to know its length: it gets a copy."""
    copy = Path(settings.VAR_DIR) / f"{uuid4().hex}{UNFINISHED}"
    try:
        with copy.open("wb") as target:
            _copy(source, target)
        if default_storage.exists(name):
            default_storage.delete(name)
        with copy.open("rb") as content:
            default_storage.save(name, File(content))
    finally:
        copy.unlink(missing_ok=True)


def _copy(source: Readable, target: IO[bytes]) -> None:
    while piece := source.read(PIECE):
        target.write(piece)


def delete(name: str) -> None:
    if not name.startswith(OWN):
        default_storage.delete(name)


class Streamed(File):
    """Read once, from the beginning to the end."""

    def __init__(self, source: Any) -> None:
        super().__init__(source, name="streamed")
        self.source = source

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        while piece := self.source.read(PIECE):
            yield piece
