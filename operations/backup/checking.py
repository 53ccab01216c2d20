"""Reads a backup from end to end before anybody relies on it. Whatever is wrong is found before anything is
touched."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from operations.backup import listing
from operations.backup.belonging import is_own
from operations.backup.contents import Contents
from operations.backup.errors import AlteredError, BackupError, NoKeyError
from operations.backup.listing import Kept
from operations.backup.manifest import Manifest, names_at, read
from operations.backup.places import PIECE, Place
from operations.backup.progress import Progress
from operations.backup.sealing import Keys, opened

LATEST = "latest"


@dataclass(frozen=True)
class Found:
    manifest: Manifest
    contents: Contents
    files: list[Kept]


def name_of(place: Place, asked: str) -> str:
    """A name as it is; or, for `latest`, that of the last one of this portal that was not made before a
    restoration."""
    if asked != LATEST:
        return asked
    others = set()
    for name in reversed(names_at(place)):
        one = read(place, name)
        if not is_own(one):
            others.add(one.site)
        elif not one.before:
            return name
    if others:
        there = ", ".join(sorted(others))
        raise BackupError(
            f"At {place.address} are no backups of {settings.SITE_URL}, only of {there}. Name the one you "
            "mean, as `manage.py backup --list` shows them; or set SITE_URL."
        )
    raise BackupError(f"There is no backup at {place.address}. Make one: manage.py backup")


def checked(place: Place, name: str, keys: Keys, progress: Progress) -> Found:
    """Raises BackupError that says what is wrong with it, and what to do."""
    manifest = read(place, name)
    _refuse_without_key(manifest, keys)
    _refuse_other_database(manifest)
    _refuse_newer(manifest)
    try:
        files = listing.read(place, manifest)
        total = manifest.database.size + sum(file.part.size for file in files)
        with progress.step("Checked", total=total) as done:
            with opened(place, manifest.contents, keys) as source:
                contents = Contents.from_bytes(source.read_all())
            for part in [manifest.database, *{file.part.name: file.part for file in files}.values()]:
                with opened(place, part, keys) as source:
                    while piece := source.read(PIECE):
                        done(len(piece))
    except AlteredError as error:
        raise AlteredError(
            f"The backup {name} is damaged: {error} Nothing was changed. Choose an earlier one, as `backup "
            "--list` shows them; and let the next one use nothing of it: manage.py backup --anew"
        ) from error
    return Found(manifest, contents, files)


def _refuse_without_key(manifest: Manifest, keys: Keys) -> None:
    if keys.can_open(manifest.recipient):
        return
    if not keys.path:
        raise NoKeyError(
            f"The backup {manifest.name} is encrypted. Give the file with its secret key: --key FILE. It "
            f"opens with the key whose public part is {manifest.recipient}"
        )
    raise BackupError(
        f"The key in {keys.path} does not open the backup {manifest.name}. That takes the key whose public "
        f"part is {manifest.recipient}"
    )


def _refuse_other_database(manifest: Manifest) -> None:
    vendor = connections["default"].vendor
    if manifest.engine != vendor:
        raise BackupError(
            f"The backup {manifest.name} is of {manifest.engine}, and DATABASE_URL names one of {vendor}. "
            f"Restore it where DATABASE_URL names one of {manifest.engine}; from SQLite to PostgreSQL goes "
            "`manage.py move_database`."
        )


def _refuse_newer(manifest: Manifest) -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    # A migration that was squashed away is known by the one that replaces it.
    known = set(loader.disk_migrations) | {
        replaced for migration in loader.disk_migrations.values() for replaced in migration.replaces
    }
    newer = [one for one in manifest.migrations if tuple(one.split(".", 1)) not in known]
    if newer:
        raise BackupError(
            f"The backup {manifest.name} was made by a newer release: this one does not know "
            f"{newer[0]}. Install the release that made it, or a newer one, and restore with that."
        )
