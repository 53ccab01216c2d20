"""From one machine to another, as the guide says. What `ssh` would carry is carried by a file."""

import shutil

from scripts.try_operations.guide import Block
from scripts.try_operations.machine import Machine

AUTHORITY = "usr/local/share/ca-certificates/own.crt"


def move(old: Machine, new: Machine, blocks: list[Block], *, release: str) -> None:
    """`new` is booted and clean; afterwards it has the portal, and `old` does nothing by itself. `release` is
    the newest that the database has known."""
    new.names = old.names
    for number in "123":
        follow(new, blocks, f"{number}. ")
    carry(old, new, "etc/portal", "etc/letsencrypt", AUTHORITY, "etc/hosts")
    new.run("update-ca-certificates", quiet=True)
    for block in blocks:
        if "moving-old" in block.marks:
            old.run(block.commands)
    carry(old, new, "var/backups/portal")
    follow(new, blocks, "5. ", main=release)
    moving = [block.commands for block in blocks if "moving-new" in block.marks]
    for commands in moving[:-1]:
        new.run(commands)
    follow(new, blocks, "7. ")
    new.run(moving[-1])


def follow(machine: Machine, blocks: list[Block], beginning: str, *, main: str = "main") -> None:
    for block in blocks:
        if block.is_run and block.heading.startswith(beginning):
            machine.run(block.commands.replace("upgrade main", f"upgrade {main}"))


def carry(old: Machine, new: Machine, *paths: str) -> None:
    """With the owners' names, as over the network: numbers may differ."""
    old.run(f"tar -cf /var/tmp/carried.tar -C / {' '.join(paths)}", quiet=True)
    shutil.move(old.root / "var/tmp/carried.tar", new.root / "var/tmp/carried.tar")
    new.run("tar -xf /var/tmp/carried.tar -C / && rm /var/tmp/carried.tar", quiet=True)
