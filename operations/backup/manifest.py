"""What a backup says of itself: the last thing that is written of it, and the first that is read."""

import json
import re
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from operations.backup.errors import AlteredError, BackupError
from operations.backup.places import Place
from operations.backup.sealing import Part

PORTAL = "khartoum-process-portal"
FORMAT = 1
FOLDER, NAME = "backups", "manifest.json"
# A moment in UTC, and a number where there are two in one second.
BACKUP = re.compile(r"\d{8}-\d{6}(-\d+)?")
# In bytes; what is longer is no manifest of ours.
LONGEST = 1_000_000


@dataclass
class Manifest:
    name: str
    made_at: datetime
    # Whose record it is, and which feed of changes it continues.
    site: str
    feed: str
    engine: str
    engine_version: str
    # What had been done to the tables: app.name of each migration.
    migrations: list[str]
    # Of the words that the search finds records by.
    analyser: int
    # The public key that it is closed with, if it is.
    recipient: str
    # The database; what is in it; and which files belong to it, one line for each.
    database: Part
    contents: Part
    files: Part
    file_count: int
    # In bytes, as the files are kept.
    file_size: int
    # Files that rows need and nobody had, or that had been altered.
    lacks: list[str] = field(default_factory=list)
    # Before which restoration it was made. The rule for keeping backups does not count it then.
    before: str = ""

    @property
    def folder(self) -> str:
        return folder_of(self.name)

    @property
    def parts(self) -> list[Part]:
        return [self.database, self.contents, self.files]

    @property
    def size(self) -> int:
        """In bytes, as it is kept."""
        return self.file_size + sum(part.stored_size for part in self.parts)

    def as_bytes(self) -> bytes:
        told = {"portal": PORTAL, "format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        return json.dumps({"sha256": _digest_of(told), "backup": told}, indent=1, sort_keys=True).encode()


def folder_of(name: str) -> str:
    return f"{FOLDER}/{name}"


def names_at(place: Place) -> list[str]:
    """Of all backups that are whole, the oldest first."""
    found = place.sizes(FOLDER)
    return sorted(name.split("/")[1] for name in found if name.endswith(f"/{NAME}"))


def read(place: Place, name: str) -> Manifest:
    """Raises BackupError where that is no backup of this portal, whole and of a form that is known."""
    if not BACKUP.fullmatch(name):
        raise BackupError(
            f"“{name}” is no name of a backup. `manage.py backup --list` shows those there are."
        )
    try:
        with closing(place.open(f"{folder_of(name)}/{NAME}")) as file:
            written = file.read(LONGEST)
    except FileNotFoundError:
        raise BackupError(
            f"There is no backup {name} at {place.address}. `manage.py backup --list` shows those there are."
        ) from None
    try:
        whole: dict[str, Any] = json.loads(written)
        told = whole["backup"]
        if told["portal"] != PORTAL:
            raise BackupError(
                f"{name} is a backup of something else, “{str(told['portal'])[:60]}”. Choose another."
            )
        if told["format"] != FORMAT:
            raise BackupError(
                f"{name} has the form {str(told['format'])[:9]}, and this release knows only {FORMAT}. "
                "Install the release that made it, or a newer one, and restore with that."
            )
        if _digest_of(told) != whole["sha256"]:
            raise AlteredError(f"The manifest of {name} was altered. Choose another backup.")
        return _read(told)
    except (ValueError, KeyError, TypeError) as error:
        raise AlteredError(f"The manifest of {name} is no manifest. Choose another backup.") from error


def _read(told: dict[str, Any]) -> Manifest:
    told = {name: value for name, value in told.items() if name not in {"portal", "format"}}
    parts = {name: Part(**told[name]) for name in ("database", "contents", "files")}
    return Manifest(**{**told, **parts, "made_at": datetime.fromisoformat(told["made_at"])})


def _digest_of(told: dict[str, Any]) -> str:
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
