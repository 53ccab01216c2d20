"""Makes a backup, and looks at what was written.

Files go first, then the database as it is at one moment, then the files that have come meanwhile: so what the
rows of that moment need was there at some time while files were copied. If a file came after the first look,
is needed by the rows of that moment, and went before the second look, the moment is taken again.
"""

import fcntl
import io
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic, sleep
from typing import IO, Any

from django.conf import settings
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from operations.backup import listing, portal_files
from operations.backup.belonging import is_own, refuse_absence, refuse_stranger
from operations.backup.contents import Contents
from operations.backup.databases import database
from operations.backup.errors import BackupError, BusyError
from operations.backup.listing import Kept, is_closed_with
from operations.backup.manifest import NAME, Manifest, folder_of, names_at, read
from operations.backup.places import PIECE, Place
from operations.backup.progress import Progress
from operations.backup.sealing import Counted, Lock, Part, check_stored, seal
from publishing.models import RecordVersion
from search.analyser import VERSION

ATTEMPTS = 3
# In seconds: how often one that waits for another looks whether that has ended.
LOOKS_EVERY = 1.0


@contextmanager
def alone(*, patience: float = 0.0) -> Iterator[None]:
    """One backup, drill or restoration at a time on this machine; who comes second waits so many seconds. The
    system undoes the lock, however this process ends."""
    until = monotonic() + patience
    with (settings.VAR_DIR / "backup.lock").open("w") as file:
        while not _took(file):
            if monotonic() >= until:
                raise BusyError(
                    "A backup, drill or restoration is under way on this machine. Wait until it has ended."
                )
            sleep(LOOKS_EVERY)
        yield


def _took(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def make(place: Place, lock: Lock, progress: Progress, *, before: str = "", anew: bool = False) -> Manifest:
    """`before` names the backup that is about to be brought back in place of what is there. `anew`: with
    nothing that earlier backups have brought, because some of that was damaged or all of it is gone."""
    connection = connections["default"]
    engine = database(connection)
    engine.refuse_unfit(connection)
    if not before:
        refuse_stranger(place)
        if not anew:
            refuse_absence(place)
    name = _new_name(place)
    work = Work(place, lock, progress, name)
    try:
        if not anew:
            work.find_known()
        work.bring_files()
        for _attempt in range(ATTEMPTS):
            work.take_moment(connection)
            work.bring_files()
            if not work.went_meanwhile():
                break
        manifest = work.finish(connection, before)
    except BaseException:
        # Files that were brought stay: the next backup lists them, or they go after a day.
        for part in work.parts:
            with suppress(Exception):
                place.delete(part)
        raise
    return manifest


def _new_name(place: Place) -> str:
    moment, taken = f"{timezone.now().astimezone(UTC):%Y%m%d-%H%M%S}", set(names_at(place))
    number = 1
    while (name := moment if number == 1 else f"{moment}-{number}") in taken:
        number += 1
    return name


@dataclass
class Work:
    place: Place
    lock: Lock
    progress: Progress
    name: str
    # By their names in the portal: as the last backup lists them, and as this one will.
    known: dict[str, Kept] = field(default_factory=dict)
    files: dict[str, Kept] = field(default_factory=dict)
    # What can be used again: by the hash of its bytes.
    sealed: dict[str, Part] = field(default_factory=dict)
    # As they were seen last.
    present: set[str] = field(default_factory=set)
    needed: list[portal_files.Needed] = field(default_factory=list)
    state: dict[str, Any] = field(default_factory=dict)
    made_at: datetime = field(default_factory=timezone.now)
    database: Part | None = None
    contents: Contents = field(default_factory=Contents)

    @property
    def parts(self) -> list[str]:
        """What belongs to this backup alone."""
        folder, ending = folder_of(self.name), self.lock.ending
        names = [f"database{ending}", f"contents{ending}", f"files{listing.OPEN.ending}", NAME]
        return [f"{folder}/{name}" for name in names]

    def find_known(self) -> None:
        """What the last backup has need not be read again: files that are as they should be are never written
        over."""
        there = self.place.sizes(listing.FILES)
        for name in reversed(names_at(self.place)):
            try:
                last = read(self.place, name)
                if not is_own(last):
                    continue
                files = listing.read(self.place, last)
            except BackupError:
                # Not this one, then; whoever checks that backup is told why.
                continue
            for file in files:
                if there.get(file.part.name) == file.part.stored_size and is_closed_with(
                    file.part, self.lock
                ):
                    self.sealed[file.part.sha256] = file.part
                    # Where the bytes were the wrong ones, somebody may have mended them since.
                    if file.name not in last.lacks:
                        self.known[file.name] = file
            return

    def bring_files(self) -> None:
        self.present = set(portal_files.names())
        new = sorted(self.present - self.files.keys())
        with self.progress.step("Files", total=len(new), unit=" files") as done:
            for name in new:
                with suppress(FileNotFoundError):
                    self.files[name] = self._brought(name)
                done(1)

    def _brought(self, name: str) -> Kept:
        known = self.known.get(name)
        if (
            known is not None
            and not portal_files.may_change(name)
            and known.part.size == portal_files.size(name)
        ):
            return known
        with closing(portal_files.open_file(name)) as source:
            digest = _digest_of(source)
            if digest not in self.sealed:
                source.seek(0)
                part = seal(self.place, listing.place_of(digest, self.lock, self.name), source, self.lock)
                check_stored(self.place, part)
                self.sealed[part.sha256] = part
                # A counter may have counted on between.
                digest = part.sha256
        return Kept(name, self.sealed[digest])

    def take_moment(self, connection: Any) -> None:
        with database(connection).moment(connection) as moment:
            self.made_at = timezone.now()
            self.state = _state_of(moment.alias)
            self.needed = list(portal_files.needed(moment.alias))
            with self.progress.step("Database") as done, moment.dump() as dump:
                self.database = seal(self.place, self.parts[0], dump, self.lock, done)
            with self.progress.step("Its rows, counted", unit=" rows") as done:
                self.contents = moment.contents()
                done(self.contents.rows)

    def lacking(self) -> list[portal_files.Needed]:
        return [
            one
            for one in self.needed
            if not any(
                name in self.files and self.files[name].part.sha256 == one.sha256 for name in one.names
            )
        ]

    def went_meanwhile(self) -> bool:
        """Whether a file is lacking that no row needs any more."""
        lacking = {one.sha256 for one in self.lacking()}
        return bool(lacking) and not lacking <= {one.sha256 for one in portal_files.needed("default")}

    def finish(self, connection: Any, before: str) -> Manifest:
        assert self.database is not None  # noqa: S101 - there was a moment
        # What has gone meanwhile, and is not needed, is not brought back either.
        needed = {name for one in self.needed for name in one.names}
        files = [file for file in self.files.values() if file.name in self.present | needed]
        contents = seal(self.place, self.parts[1], io.BytesIO(self.contents.as_bytes()), self.lock)
        manifest = Manifest(
            name=self.name,
            made_at=self.made_at,
            site=settings.SITE_URL,
            **self.state,
            engine=connection.vendor,
            engine_version=database(connection).version(connection),
            analyser=VERSION,
            recipient=self.lock.recipient,
            database=self.database,
            contents=contents,
            files=listing.write(self.place, f"{folder_of(self.name)}/files", files),
            file_count=len(files),
            file_size=sum(
                part.stored_size for part in {file.part.name: file.part for file in files}.values()
            ),
            lacks=sorted(one.names[0] for one in self.lacking()),
            before=before,
        )
        self._look_at(manifest)
        self.place.write(self.parts[3], io.BytesIO(manifest.as_bytes()))
        return read(self.place, self.name)

    def _look_at(self, manifest: Manifest) -> None:
        """What was written is read again; of files of earlier backups, whether they are there."""
        total = sum(part.stored_size for part in manifest.parts)
        with self.progress.step("Read back", total=total) as done:
            for part in manifest.parts:
                check_stored(self.place, part, done)
        there = self.place.sizes(listing.FILES)
        for file in self.files.values():
            if there.get(file.part.name) != file.part.stored_size:
                raise BackupError(
                    f"{file.part.name} went from {self.place.address} while the backup was made. See to it "
                    "that nobody else clears out there, and make it again."
                )


def _state_of(alias: str) -> dict[str, Any]:
    applied = MigrationRecorder.Migration.objects.using(alias).order_by("app", "name")
    version = RecordVersion.objects.using(alias).filter(pk=1).first()
    return {
        "migrations": [f"{one.app}.{one.name}" for one in applied],
        "feed": version.feed if version else "",
    }


def _digest_of(source: Any) -> str:
    counted = Counted(source)
    while counted.read(PIECE):
        pass
    return counted.sha256
