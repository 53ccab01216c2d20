"""A disk of few megabytes, which can be filled. Only root may mount one."""

import contextlib
import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from scripts.faults.parts.process import run

PIECE = b"\0" * 65_536


class SmallDisk:
    def __init__(self, folder: Path) -> None:
        self.folder, self.filler = folder, folder / "filler"

    def fill(self) -> None:
        """To the last byte."""
        with self.filler.open("ab", buffering=0) as file:
            size = len(PIECE)
            while size:
                try:
                    file.write(PIECE[:size])
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise
                    size //= 2

    def free(self) -> None:
        self.filler.unlink(missing_ok=True)


@contextlib.contextmanager
def on_small_disk(folder: Path, *, megabytes: int) -> Iterator[SmallDisk]:
    """What is in the folder is on a disk of its own, with so much left, and afterwards where it was."""
    if os.geteuid():
        raise SystemExit("A small disk can only be mounted by root.")
    folder.mkdir(parents=True, exist_ok=True)
    owner = folder.stat()
    aside = folder.with_name(f"{folder.name}.aside")
    size = int(run(["du", "-sm", str(folder)]).split()[0]) + megabytes
    folder.rename(aside)
    folder.mkdir()
    run(["mount", "-t", "tmpfs", "-o", f"size={size}m,mode=0700", "tmpfs", str(folder)])
    try:
        os.chown(folder, owner.st_uid, owner.st_gid)
        copied(aside, folder)
        yield SmallDisk(folder)
        (folder / "filler").unlink(missing_ok=True)
        shutil.rmtree(aside)
        aside.mkdir()
        os.chown(aside, owner.st_uid, owner.st_gid)
        aside.chmod(0o700)
        copied(folder, aside)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)  # noqa: S603, S607 - our own mount
        folder.rmdir()
        aside.rename(folder)


def copied(source: Path, target: Path) -> None:
    run(["cp", "-a", f"{source}/.", str(target)])
