"""Brings a backup back, whole or not at all.

First it is read from end to end. Then what is there is backed up itself, while nobody may write. Then files
that are missing or altered come to their places, which changes nothing that anybody sees; then the database
is exchanged in one transaction; and last, when the rows are those of this release, go the files that none of
them needs, unless nothing has kept them.
"""

import getpass
import os
from contextlib import closing, suppress
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from accounts.audit import note
from accounts.models import AuditEntry
from operations.backup import making, portal_files, register
from operations.backup.checking import Found, checked
from operations.backup.databases import database
from operations.backup.errors import BackupError
from operations.backup.listing import Kept
from operations.backup.manifest import Manifest
from operations.backup.models import Run
from operations.backup.places import PIECE, Place
from operations.backup.progress import Progress
from operations.backup.sealing import Keys, Lock, opened
from publishing.models import RecordVersion
from publishing.models.changes import new_feed
from search.analyser import VERSION

# What migrations write by themselves, and what is known of backups: a portal with nothing else is empty.
WRITTEN_BY_MIGRATIONS = {
    "contenttypes.contenttype", "auth.permission", "auth.group", "auth.group_permissions",
    "publishing.recordversion", "operations.run",
}  # fmt: skip
# What `manage.py setup` remembers having done with the database that was there.
FINGERPRINTS = ("record.fingerprint", "search.fingerprint")

# More numbers than were given out between a backup and its restoration, if nobody knows how many.
LEAP = 1_000_000


def restore(
    place: Place,
    name: str,
    keys: Keys,
    progress: Progress,
    *,
    force: bool = False,
    lock: Lock | None = None,
    same_feed: bool = False,
) -> Manifest:
    """In place of what is there only with `force`; that is backed up first, closed with `lock`, unless none
    is given. `same_feed` where nothing was published after the backup: followers of the changes go on."""
    began_at, connection = timezone.now(), connections["default"]
    engine = database(connection)
    engine.refuse_unfit(connection)
    is_filled = not engine.is_empty(connection) and _has_rows()
    if is_filled and not force:
        raise BackupError(
            "This portal is not empty, and what is in it would be replaced. If that is meant, say --force: "
            "what is there now is backed up first."
        )
    found = checked(place, name, keys, progress)
    number = _number_reached() if is_filled else 0
    with engine.holding(connection) as replacement:
        # What comes later belongs to somebody who uploads it.
        there = list(portal_files.names())
        kept_as = ""
        if is_filled and lock is not None:
            present = making.make(place, lock, progress, before=name)
            kept_as = present.name
            progress.write(f"What was there is kept as {present.name}.")
        _bring_files(place, found, keys, progress)
        with (
            progress.step("Database", total=found.manifest.database.size) as done,
            opened(place, found.manifest.database, keys) as source,
        ):
            different = replacement.load(Watched(source, done), found.contents)
    if different:
        raise BackupError(
            "The database did not come back as it was, so the one that was there has been left in place: "
            + "; ".join(different[:5])
            + ". Report this as a fault of the portal, and try an earlier backup."
        )
    if found.manifest.analyser != VERSION:
        progress.write("Making the index of the search anew …")
    told = {"backup": name, "state_of": found.manifest.made_at.isoformat()}
    settle(
        number,
        same_feed=same_feed,
        analyser=found.manifest.analyser,
        **told,
        **({"kept_as": kept_as} if kept_as else {}),
    )
    others = _others(there, found.files)
    if kept_as:
        for name_of_file in others:
            portal_files.delete(name_of_file)
    elif others:
        # Uploaded since, perhaps: there is no other copy.
        progress.write(
            f"{len(others)} files that are not in this backup were left, since nothing has kept them. Once "
            "it is certain that nobody misses them, manage.py check_files --mend takes them away."
        )
    _note(place, found.manifest, began_at)
    return found.manifest


class Watched:
    def __init__(self, source: Any, done: Any) -> None:
        self.source, self.done = source, done

    def read(self, size: int = -1) -> bytes:
        piece: bytes = self.source.read(size)
        self.done(len(piece))
        return piece


def _has_rows() -> bool:
    if next(portal_files.names(), None):
        return True
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label_lower in WRITTEN_BY_MIGRATIONS or not model._meta.managed:
            continue
        try:
            if model._base_manager.exists():
                return True
        except DatabaseError:
            # Tables of another release: not empty, in any case.
            return True
    return False


def _number_reached() -> int:
    with suppress(DatabaseError):
        return RecordVersion.objects.values_list("number", flat=True).first() or 0
    return 0


def _bring_files(place: Place, found: Found, keys: Keys, progress: Progress) -> None:
    lacked = set(found.manifest.lacks)
    with progress.step("Files", total=len(found.files), unit=" files") as done:
        for file in found.files:
            digest = _digest_of(file.name)
            # What the backup lacked is in it as it had been altered. Somebody may have mended it since.
            if digest is None or (digest != file.part.sha256 and file.name not in lacked):
                with opened(place, file.part, keys) as source:
                    portal_files.put(file.name, source)
            done(1)


def _digest_of(name: str) -> str | None:
    """Of what is there under that name, if anything is."""
    digest = sha256()
    try:
        with closing(portal_files.open_file(name)) as content:
            while piece := content.read(PIECE):
                digest.update(piece)
    except FileNotFoundError:
        return None
    return digest.hexdigest()


def _others(there: list[str], files: list[Kept]) -> list[str]:
    """Of what was there before. A backup does not list what was missing when it was made, and may be there
    again; so the rows are asked, too."""
    kept = {file.name for file in files}
    kept |= {name for one in portal_files.needed("default") for name in one.names}
    return [name for name in there if name not in kept and not portal_files.may_change(name)]


def settle(number: int = 0, *, same_feed: bool = False, analyser: int = VERSION, **told: Any) -> None:
    """After a database has come back, by whatever means: what the present release needs; and nobody goes on
    from what is no longer so. `number` is the last one that was given out before, if it is known; `told` is
    what the audit log, which has come back as it was then, tells of it."""
    call_command("migrate", verbosity=0, interactive=False)
    ContentType.objects.clear_cache()
    with transaction.atomic():
        # Who has signed out since, or was sent away, would be signed in again.
        Session.objects.all().delete()
        version = RecordVersion.lock()
        if not same_feed:
            # What changed after the backup was told, and is no longer so: whoever keeps a copy of the record
            # has to fetch it anew, and learns that from the name of the feed.
            version.feed = new_feed()
        # Answers that caches have kept belong to other numbers than those to come.
        version.number = max(number + 1, version.number + LEAP)
        version.save()
        note(AuditEntry.Action.PORTAL_RESTORED, operator=_operator(), **told)
    if analyser != VERSION:
        call_command("rebuild_search", verbosity=0)
    for name in FINGERPRINTS:
        (settings.VAR_DIR / name).unlink(missing_ok=True)


def _operator() -> str:
    """Whoever typed it: not the user that it runs as, which is always the portal's own."""
    return os.environ.get("SUDO_USER") or getpass.getuser()


def _note(place: Place, manifest: Manifest, began_at: Any) -> None:
    """The database that came back does not know of the backup it came from."""
    if not Run.objects.filter(kind=Run.Kind.BACKUP, name=manifest.name).exists():
        Run.objects.create(
            kind=Run.Kind.BACKUP,
            name=manifest.name,
            began_at=manifest.made_at,
            ended_at=manifest.made_at,
            is_good=True,
            size=manifest.size,
            place=place.address,
        )
    register.note(
        Run.Kind.RESTORATION,
        began_at=began_at,
        name=manifest.name,
        size=manifest.size,
        place=place.address,
    )
