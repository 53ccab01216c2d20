"""The bytes of files: taken in, kept under their hash, never written over.

A file is first written to `incoming/`, then its row, and when the row is committed the bytes move to
their place. So there are never bytes in their place without a row; and where a crash came between the
two, reading finds them in `incoming/` and finishes the move.
"""

import base64
import contextlib
import errno
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path, PurePath
from typing import IO, Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from declarations.files.refusals import Refusal
from declarations.models import StoredFile
from khartoum.disk_storage import settle_names
from publishing.apart import EndedByBoundsError, FailedError, answer_of

INCOMING, PLACE = "incoming", "documents"
LONGEST_INSPECTION = timedelta(seconds=60)
# In bytes: the longest text as JSON, and a picture.
LONGEST_ANSWER = 32_000_000
# What nobody has used in this time was given up.
GIVEN_UP_AFTER = timedelta(days=1)

REASONS = {
    Refusal.OTHER_CONTENT: gettext_lazy(
        "Its content is not what its name says. Save it again as a real %(format)s file."
    ),
    Refusal.BROKEN: gettext_lazy(
        "It is damaged and cannot be read. Open it in your own program and save it anew."
    ),
    Refusal.PASSWORD: gettext_lazy("It is protected by a password. Save it without one."),
    Refusal.SCRIPTS: gettext_lazy(
        "It holds scripts or commands. Save it anew as a plain document, for example by printing it to PDF."
    ),
    Refusal.EMBEDDED: gettext_lazy(
        "Other files, films or sounds are embedded in it. Take them out and save it anew."
    ),
    Refusal.MACROS: gettext_lazy("It holds macros. Save it as a document without macros."),
    Refusal.LINKED: gettext_lazy(
        "It fetches parts or a template from elsewhere when opened. Take these links out and save it anew."
    ),
    Refusal.FORM: gettext_lazy("It is a dynamic form. Print it to PDF and take the printed one."),
    Refusal.TOO_LARGE_INSIDE: gettext_lazy(
        "It takes too much time or memory to read. Save it anew, or split it."
    ),
    Refusal.NOT_UTF8: gettext_lazy(
        "Its letters are not stored as UTF-8. Choose “UTF-8” when you save it as plain text."
    ),
    Refusal.MARKUP: gettext_lazy("It is a web page or a drawing, not plain text."),
    Refusal.EMPTY: gettext_lazy("There is nothing in it."),
    Refusal.TOO_LONG: gettext_lazy("It has too many pages. Split it into several files."),
}


def stage(upload: UploadedFile, *, user: Any = None) -> StoredFile:
    """Check an upload, keep it and what was found in it. The same bytes give the same row.

    A transaction of its own: what uses the file is written later. Raises ValidationError with a plain
    reason, and nothing is kept then.
    """
    format_ = format_of(upload.name or "")
    size = _allowed_size(upload)
    name = f"{INCOMING}/{uuid4().hex}.part"
    try:
        sweep()
        digest = _take_in(upload, name)
        known = _known(digest, name)
        if known is not None:
            return known
        found = inspected(name, format_)
        file = StoredFile(sha256=digest, format=format_, size=size, uploaded_by=user, **found)
        try:
            _keep(file, name)
        except IntegrityError:
            # Somebody else has stored the same bytes meanwhile.
            known = _known(digest, name)
            if known is None:
                raise
            return known
        return file
    except OSError as error:
        raise ValidationError(_why(error), code="storage") from error
    finally:
        with contextlib.suppress(OSError):
            default_storage.delete(name)


def _known(digest: str, name: str) -> StoredFile | None:
    """The file that has these bytes. Given up perhaps, and now wanted again: a day more."""
    file = StoredFile.objects.light().filter(sha256=digest).first()
    if file is not None:
        StoredFile.objects.filter(pk=file.pk).update(uploaded_at=timezone.now())
        if not has_right_bytes(file):
            # Lost or altered, and here they are again.
            _rename(name, file.storage_name)
    return file


def _keep(file: StoredFile, name: str) -> None:
    with transaction.atomic():
        file.save()
        _rename(name, incoming_name(file))
        # If it fails the file is kept all the same, and moved by whoever reads it first.
        transaction.on_commit(lambda: place(file), robust=True)


def format_of(name: str) -> str:
    ending = PurePath(name).suffix.lower().lstrip(".")
    if ending not in StoredFile.Format.values:
        raise ValidationError(
            _("“%(name)s” is not PDF, Word (.docx), OpenDocument (.odt) or plain text (.txt)."),
            params={"name": PurePath(name).name},
            code="format",
        )
    return ending


def _allowed_size(upload: UploadedFile) -> int:
    size, most = upload.size or 0, settings.MAX_FILE_MEGABYTES * 1024 * 1024
    if size > most:
        raise ValidationError(
            _("It has %(size)s; the most is %(most)s. Make it smaller, or split it."),
            params={"size": filesizeformat(size), "most": filesizeformat(most)},
            code="size",
        )
    if not size:
        raise ValidationError(_("The file is empty."), code="empty")
    return size


def _take_in(upload: UploadedFile, name: str) -> str:
    """Write the bytes to `name` and return their hash; read in pieces."""
    digest = sha256()
    for piece in upload.chunks():
        digest.update(piece)
    default_storage.save(name, File(upload.file, name=name))
    return digest.hexdigest()


def inspected(name: str, format_: str) -> dict[str, Any]:
    """What was found in the incoming file. Raises ValidationError if it is refused."""
    with _local_path(name) as path:
        answer = _ask(path, format_)
    if "refused" in answer:
        reason = Refusal(answer["refused"])
        label = StoredFile.Format(format_).label
        raise ValidationError(REASONS[reason], params={"format": label}, code=reason.value)
    answer["picture"] = base64.b64decode(answer["picture"])
    return answer


def _ask(path: Path, format_: str) -> dict[str, Any]:
    """The answer of the inspection."""
    bounds: Any = {"within": LONGEST_INSPECTION, "longest": LONGEST_ANSWER}
    try:
        return answer_of("declarations.files.inspection", str(path), format_, **bounds)
    except EndedByBoundsError:
        return {"refused": Refusal.TOO_LARGE_INSIDE.value}
    except FailedError:
        return {"refused": Refusal.BROKEN.value}


@contextlib.contextmanager
def _local_path(name: str) -> Iterator[Path]:
    """Where the inspection can read it; a storage elsewhere lends a copy."""
    try:
        yield Path(default_storage.path(name))
    except NotImplementedError:
        copy = Path(settings.VAR_DIR) / f"{uuid4().hex}.inspected"
        try:
            with default_storage.open(name) as source, copy.open("wb") as target:
                for piece in source.chunks():
                    target.write(piece)
            yield copy
        finally:
            copy.unlink(missing_ok=True)


def incoming_name(file: StoredFile) -> str:
    return f"{INCOMING}/{file.sha256}.{file.format}"


def place(file: StoredFile) -> None:
    """Move the bytes from `incoming/` to their place, if they are not there."""
    if default_storage.exists(incoming_name(file)):
        if not default_storage.exists(file.storage_name):
            # Whoever else does the same may have been quicker.
            with contextlib.suppress(FileNotFoundError):
                _rename(incoming_name(file), file.storage_name)
        else:
            default_storage.delete(incoming_name(file))


def open_file(file: StoredFile) -> IO[bytes]:
    """The bytes, for reading. Raises FileNotFoundError if somebody has taken them away."""
    try:
        return default_storage.open(file.storage_name)
    except FileNotFoundError:
        place(file)
        return default_storage.open(file.storage_name)


def _rename(name: str, new: str) -> None:
    try:
        old_path, new_path = Path(default_storage.path(name)), Path(default_storage.path(new))
    except NotImplementedError:
        default_storage.move(name, new)  # type: ignore[attr-defined]
        return
    new_path.parent.mkdir(parents=True, exist_ok=True)
    # The same name has the same bytes: it is the name's hash.
    old_path.replace(new_path)
    settle_names(new_path.parent, root=Path(default_storage.path("")))


def _why(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return _("The server's disk is full. Nothing was kept; tell whoever runs the server.")
    return _("The server cannot store files at the moment. Nothing was kept; tell whoever runs the server.")


def sweep() -> None:
    """Take away what was uploaded and given up, and finish what a crash has interrupted."""
    before = timezone.now() - GIVEN_UP_AFTER
    for file in StoredFile.objects.light().never_used().filter(uploaded_at__lt=before)[:100]:
        _forget(file, before)
    for name in names_in(INCOMING):
        # The row is asked for first: who stores the same bytes just now has made them young again.
        known = StoredFile.objects.light().filter(sha256=PurePath(name).stem).first()
        # Another process may have put it in its place since the folder was listed.
        with contextlib.suppress(FileNotFoundError):
            if default_storage.get_modified_time(name) < before:
                if known is None:
                    default_storage.delete(name)
                else:
                    place(known)


def _forget(file: StoredFile, before: datetime) -> None:
    """The row first. Bytes that a crash leaves behind are found by `manage.py check_files`."""
    with transaction.atomic():
        unused = StoredFile.objects.select_for_update(of=["self"]).light().never_used()
        row = unused.filter(pk=file.pk, uploaded_at__lt=before).first()
        if row is not None:
            row.delete()
            transaction.on_commit(lambda: discard(file.storage_name))


def discard(name: str) -> None:
    """Delete bytes that belong to no file. Put aside first: somebody may be storing the same ones now."""
    aside = f"{INCOMING}/{uuid4().hex}.part"
    try:
        _rename(name, aside)
    except FileNotFoundError:
        return
    if StoredFile.objects.filter(sha256=PurePath(name).stem).exists():
        _rename(aside, name)
    else:
        default_storage.delete(aside)


def names_in(folder: str) -> Iterator[str]:
    """Every file in a folder of the storage, and in those inside it."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}"
    for name in folders:
        yield from names_in(f"{folder}/{name}")


def has_right_bytes(file: StoredFile) -> bool:
    digest = sha256()
    try:
        with contextlib.closing(open_file(file)) as content:
            while piece := content.read(1024 * 1024):
                digest.update(piece)
    except FileNotFoundError:
        return False
    return digest.hexdigest() == file.sha256
