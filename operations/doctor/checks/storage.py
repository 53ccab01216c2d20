"""Whether files can be kept, are kept, and are nobody else's business on this machine."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from declarations.files.storing import INCOMING
from declarations.models import StoredFile
from operations.doctor.registry import Finding, Findings, as_told, check, error, warning

# In bytes: with less nobody can work, and with less somebody should look after it.
LEAST_ROOM, ENOUGH_ROOM = 200 * 1024 * 1024, 1024 * 1024 * 1024
# Files of a folder, in hundredths, that may still be made.
ENOUGH_NAMES = 5
FILES_TRIED = 20
MOUNTS = Path("/proc/self/mountinfo")
IN_MEMORY = {"tmpfs", "ramfs"}
OTHERS = stat.S_IROTH | stat.S_IXOTH


def folder() -> Path | None:
    """Where files are kept; none if they are in a store elsewhere."""
    return Path(default_storage.location) if isinstance(default_storage, FileSystemStorage) else None


def folders() -> Iterator[Path]:
    """Where the portal writes on this machine, as far as it is there."""
    for one in dict.fromkeys([Path(settings.VAR_DIR), folder()]):
        if one is not None and one.is_dir():
            yield one


@check("storage")
def keeps_files() -> Findings:
    """Really: written, made durable, read again and taken away."""
    name, content = f"{INCOMING}/doctor-{token_hex(8)}.part", os.urandom(4096)
    try:
        _write(name, content)
        with default_storage.open(name) as kept:
            is_same = kept.read() == content
        default_storage.delete(name)
    except Exception as problem:  # noqa: BLE001 - each store has errors of its own
        yield _cannot_keep(problem)
        return
    if not is_same:
        yield error(
            _("A file that was written reads otherwise."),
            _(
                "Take the storage out of use, look at its disk (dmesg, smartctl), and run manage.py "
                "check_files."
            ),
        )


def _write(name: str, content: bytes) -> None:
    place = folder()
    if place is None:
        default_storage.save(name, ContentFile(content))
        return
    # Made with the first file; but where there is nothing at all, something has been lost.
    (place / name).parent.mkdir(exist_ok=True)
    with (place / name).open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _cannot_keep(problem: Exception) -> Finding:
    place = folder()
    if place is None:
        return error(
            _("The store of files does not take them: %(problem)s") % {"problem": as_told(problem)},
            _("Compare S3_ENDPOINT, S3_BUCKET and its keys with what the store’s provider says."),
        )
    if not place.is_dir():
        return error(
            _("The folder of files is not there: %(folder)s") % {"folder": place},
            _(
                "If it is on a disk of its own, mount that; if it is lost, manage.py restore; on a new "
                "portal, manage.py setup makes it."
            ),
        )
    return error(
        _("Files cannot be kept in %(folder)s: %(problem)s") % {"folder": place, "problem": as_told(problem)},
        _("Make it writable for the portal’s own user (chown, chmod), or its disk less full or read-write."),
    )


@check("storage")
def has_room() -> Findings:
    for place in folders():
        free = shutil.disk_usage(place).free
        words = {"folder": place, "free": filesizeformat(free)}
        cure = _(
            "Make room: old releases, backups and logs first (docs/operations.md), or give it a larger disk."
        )
        if free < LEAST_ROOM:
            yield error(_("The disk of %(folder)s is full: %(free)s are left.") % words, cure)
        elif free < ENOUGH_ROOM:
            yield warning(_("The disk of %(folder)s is nearly full: %(free)s are left.") % words, cure)
        names = os.statvfs(place)
        if names.f_files and 100 * names.f_favail < ENOUGH_NAMES * names.f_files:
            yield warning(
                _("The disk of %(folder)s can hardly take new files, however small: its inodes are used up.")
                % words,
                _("Look for very many small files on it: df -i, then du --inodes -d 2"),
            )


@check("storage")
def outlasts_a_restart() -> Findings:
    for place in folders():
        kind = kind_of_disk(place)
        if kind in IN_MEMORY:
            yield error(
                _("%(folder)s is in memory (%(kind)s): a restart of the machine loses what is in it.")
                % {"folder": place, "kind": kind},
                _("Set VAR_DIR to a folder on a disk, and move there what is in this one."),
            )


def kind_of_disk(place: Path) -> str:
    """The type of the file system that the folder is on, as Linux tells it; empty where it does not."""
    if not MOUNTS.exists():
        return ""
    found, kind = Path("/"), ""
    for line in MOUNTS.read_text().splitlines():
        words, _separator, rest = line.partition(" - ")
        mounted = Path(words.split()[4].replace("\\040", " "))
        if place.resolve().is_relative_to(mounted) and len(mounted.parts) >= len(found.parts):
            found, kind = mounted, rest.split()[0]
    return kind


@check("storage", only_in_production=True)
def is_private() -> Findings:
    """Drafts, the embedded database, letters and the local key are in there."""
    for place in folders():
        if is_open_to_others(place):
            yield warning(
                _("Everybody on this machine can look into %(folder)s.") % {"folder": place},
                f"chmod o= {place}",
            )


def is_open_to_others(place: Path) -> bool:
    """Whether somebody who is neither its owner nor in its group gets there, and may look."""
    place = place.resolve()
    ways = [place, *place.parents]
    return bool(place.stat().st_mode & OTHERS) and all(way.stat().st_mode & stat.S_IXOTH for way in ways)


@check("storage", asks_database=True)
def has_its_files() -> Findings:
    """The newest ones: another folder, or a database restored without its files, shows at once."""
    newest = StoredFile.objects.light().order_by("-pk")[:FILES_TRIED]
    lost = [
        file.storage_name
        for file in newest
        if not default_storage.exists(file.storage_name)
        and not default_storage.exists(f"{INCOMING}/{file.sha256}.{file.format}")
    ]
    if lost:
        yield error(
            _("Of the newest files some are not in the storage (%(count)d), such as %(name)s.")
            % {"count": len(lost), "name": lost[0]},
            _(
                "Compare VAR_DIR, or the settings of the store, with those of the portal that took them "
                "in; if they are lost, restore them from a backup. manage.py check_files lists all."
            ),
        )
