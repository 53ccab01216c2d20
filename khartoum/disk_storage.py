"""Uploaded files on a disk of the machine: what has been saved is on the disk, and not only on its way there.

The row that tells of a file is safe once it is committed. Bytes and names that the system still held in
memory would be gone when the power goes, and the row would tell of a file that nobody has.
"""

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class DiskStorage(FileSystemStorage):
    def _save(self, name: str, content: Any) -> str:
        name = super()._save(name, content)
        path = Path(self.path(name))
        settle(path)
        settle_names(path.parent, root=Path(self.location))
        return name


def settle(path: Path) -> None:
    """Wait until the file, or the names in the folder, are on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def settle_names(folder: Path, *, root: Path) -> None:
    """Of the folder and those it is in, of which some may be new."""
    for place in (folder, *folder.parents):
        settle(place)
        if place == root:
            return
