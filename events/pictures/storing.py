"""The bytes of pictures: looked into, scaled, kept under the hash of what was sent, never written over.

The sizes come to their place before their row is written: what a crash leaves behind is bytes that nobody
can ask for, and the same picture, sent again, takes them up.
"""

import base64
import contextlib
import errno
from datetime import timedelta
from hashlib import sha256
from pathlib import Path, PurePath
from tempfile import NamedTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import PictureFile
from events.pictures.formats import FORMATS, Refusal
from publishing.apart import EndedByBoundsError, FailedError, answer_of

PLACE = "pictures"
# What is younger may be on its way to a row.
STRAY_AFTER = timedelta(days=1)
LONGEST_SCALING = timedelta(seconds=60)
# In bytes: three sizes, the largest of some 1600 by 6400 pixels.
LONGEST_ANSWER = 32_000_000

REASONS = {
    Refusal.OTHER_CONTENT: gettext_lazy("Its content is not what its name says. Save it again as JPEG."),
    Refusal.BROKEN: gettext_lazy(
        "It is damaged and cannot be read. Open it in your own program and save it anew."
    ),
    Refusal.MOVING: gettext_lazy("It moves. Save one picture of it."),
    Refusal.TOO_SMALL: gettext_lazy("It is too small to be shown: it has less than 320 pixels."),
    Refusal.TOO_MANY_PIXELS: gettext_lazy("It has more than a hundred million pixels. Make it smaller."),
    Refusal.TOO_LONG: gettext_lazy(
        "It is more than four times as long as it is wide. Cut it to what matters."
    ),
    Refusal.TOO_LARGE_INSIDE: gettext_lazy(
        "It takes too much time or memory to read. Save it anew, smaller."
    ),
}


def stage(upload: UploadedFile, *, user: Any = None) -> PictureFile:
    """Check a picture and keep its sizes. The same bytes give the same row.

    A transaction of its own, so that nobody waits for it. Raises ValidationError with a plain reason, and
    nothing is kept then.
    """
    ending = _ending_of(upload.name or "")
    _refuse_by_size(upload)
    digest = sha256()
    for piece in upload.chunks():
        digest.update(piece)
    known = PictureFile.objects.filter(sha256=digest.hexdigest()).first()
    if known is not None and has_its_bytes(known):
        return known
    made = _made_from(upload, ending)
    try:
        return _kept(known or PictureFile(sha256=digest.hexdigest(), uploaded_by=user), made)
    except OSError as error:
        raise ValidationError(_why(error), code="storage") from error


def _ending_of(name: str) -> str:
    ending = PurePath(name).suffix.lower().lstrip(".")
    if ending not in FORMATS:
        raise ValidationError(
            _("It is not JPEG, PNG or WebP. On a telephone, choose “most compatible”, or save it as JPEG."),
            code="format",
        )
    return ending


def _refuse_by_size(upload: UploadedFile) -> None:
    size, most = upload.size or 0, settings.MAX_FILE_MEGABYTES * 1024 * 1024
    if size > most:
        raise ValidationError(
            _("It has %(size)s; the most is %(most)s. Make it smaller."),
            params={"size": filesizeformat(size), "most": filesizeformat(most)},
            code="size",
        )
    if not size:
        raise ValidationError(_("The file is empty."), code="empty")


def _made_from(upload: UploadedFile, ending: str) -> list[dict[str, Any]]:
    """The sizes, smallest first, each with its `content`."""
    with NamedTemporaryFile(dir=settings.VAR_DIR, suffix=".picture") as copy:
        for piece in upload.chunks():
            copy.write(piece)
        copy.flush()
        answer = _ask(Path(copy.name), ending)
    if "refused" in answer:
        reason = Refusal(answer["refused"])
        raise ValidationError(REASONS[reason], code=reason.value)
    sizes: list[dict[str, Any]] = answer["sizes"]
    return sizes


def _ask(path: Path, ending: str) -> dict[str, Any]:
    bounds: Any = {"within": LONGEST_SCALING, "longest": LONGEST_ANSWER}
    try:
        return answer_of("events.pictures.scaling", str(path), ending, **bounds)
    except EndedByBoundsError:
        return {"refused": Refusal.TOO_LARGE_INSIDE.value}
    except FailedError:
        return {"refused": Refusal.BROKEN.value}


def _kept(file: PictureFile, made: list[dict[str, Any]]) -> PictureFile:
    """Of a file that has lost its bytes, they are put back."""
    sizes = []
    for size in made:
        content = base64.b64decode(size.pop("content"))
        _put(file.name_of_size(size["width"]), content)
        sizes.append({**size, "size": len(content)})
    file.sizes = sizes
    try:
        with transaction.atomic():
            file.save()
    except IntegrityError:
        # Somebody else has sent the same bytes meanwhile.
        return PictureFile.objects.get(sha256=file.sha256)
    return file


def _put(name: str, content: bytes) -> None:
    if default_storage.exists(name):
        with default_storage.open(name) as there:
            if there.read() == content:
                return
        # Not what was written: a disk was full or has failed.
        default_storage.delete(name)
    default_storage.save(name, ContentFile(content))


def open_size(file: PictureFile, width: int) -> IO[bytes]:
    """The bytes. Raises FileNotFoundError if somebody has taken them away."""
    return default_storage.open(file.name_of_size(width))


def has_its_bytes(file: PictureFile) -> bool:
    """Every size is there and unaltered."""
    for size in file.sizes:
        try:
            with contextlib.closing(open_size(file, size["width"])) as content:
                if sha256(content.read()).hexdigest() != size["sha256"]:
                    return False
        except FileNotFoundError:
            return False
    return True


def is_stray(name: str) -> bool:
    """Bytes that a crash has left behind: no row knows them, and none will."""
    if PictureFile.objects.filter(sha256=PurePath(name).stem.partition("-")[0]).exists():
        return False
    return default_storage.get_modified_time(name) < timezone.now() - STRAY_AFTER


def _why(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return _("The server's disk is full. Nothing was kept; tell whoever runs the server.")
    return _("The server cannot store files at the moment. Nothing was kept; tell whoever runs the server.")
