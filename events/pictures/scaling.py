"""Looks into one picture and makes what visitors get of it.

    python -m events.pictures.scaling <path> <ending of its name>

A process of its own, with bounded time and memory: see `declarations.files.inspection`. It knows nothing of
Django, writes nothing, and answers in one line of JSON: {"refused": reason}, or the sizes it made.

Only what is seen goes on: the sizes are painted anew, the right way up and in the colours of the web, so
that nothing comes along of where, when and by whom a picture was taken.
"""

import base64
import io
import json
import sys
from hashlib import sha256
from pathlib import Path

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from events.pictures.formats import FORMATS, Refusal
from publishing.bounds import bind

SECONDS, MEMORY = 40, 1_500_000_000
# In pixels: for a phone, for a page, and for a page on a fine screen.
WIDTHS = (480, 960, 1600)
NARROWEST = 320
MOST_PIXELS = 100_000_000
# Of the longer side to the shorter.
LONGEST_SHAPE = 4
QUALITY = 80


class RefusedError(Exception):
    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason = reason


def scaled(path: Path, ending: str) -> dict[str, object]:
    try:
        return {"sizes": [_size(picture) for picture in _in_each_width(_read(path, ending))]}
    except RefusedError as verdict:
        return {"refused": verdict.reason.value}
    except MemoryError:
        return {"refused": Refusal.TOO_LARGE_INSIDE.value}


def _read(path: Path, ending: str) -> Image.Image:
    # Asked below, before anything is unpacked.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(path, formats=[FORMATS[ending]]) as opened:
            _judge(opened)
            # A photograph is unpacked no larger than it is needed.
            opened.draft(None, (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
            return _as_seen(ImageOps.exif_transpose(opened))
    except UnidentifiedImageError as error:
        raise RefusedError(Refusal.OTHER_CONTENT) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise RefusedError(Refusal.BROKEN) from error


def _judge(opened: Image.Image) -> None:
    shorter, longer = sorted(opened.size)
    if shorter * longer > MOST_PIXELS:
        raise RefusedError(Refusal.TOO_MANY_PIXELS)
    if getattr(opened, "n_frames", 1) > 1:
        raise RefusedError(Refusal.MOVING)
    if longer < NARROWEST:
        raise RefusedError(Refusal.TOO_SMALL)
    if longer > LONGEST_SHAPE * shorter:
        raise RefusedError(Refusal.TOO_LONG)


def _as_seen(picture: Image.Image) -> Image.Image:
    """In plain red, green and blue; what is transparent shows white."""
    profile = picture.info.get("icc_profile")
    if picture.mode in {"P", "PA", "LA", "La", "RGBa"} or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    if picture.mode == "RGBA":
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        return _in_web_colours(ground, profile)
    if picture.mode in {"RGB", "CMYK", "L"}:
        return _in_web_colours(picture, profile)
    return picture.convert("RGB")


def _in_web_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            painted = ImageCms.profileToProfile(
                picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            # A profile that is of no use, or of other colours: as it would look without one.
            return picture.convert("RGB")
        if painted is not None:
            return painted
    return picture.convert("RGB")


def _in_each_width(picture: Image.Image) -> list[Image.Image]:
    """Smallest first; never larger than it came."""
    widest = min(picture.width, WIDTHS[-1])
    widths = [width for width in WIDTHS if width < widest] + [widest]
    return [
        picture.resize(
            (width, max(1, round(picture.height * width / picture.width))), Image.Resampling.LANCZOS
        )
        for width in widths
    ]


def _size(picture: Image.Image) -> dict[str, object]:
    # Place and camera hang on here. Pillow leaves them out today, as it did not always.
    picture.info = {}
    written = io.BytesIO()
    picture.save(written, "WEBP", quality=QUALITY, method=4)
    content = written.getvalue()
    return {
        "width": picture.width,
        "height": picture.height,
        "sha256": sha256(content).hexdigest(),
        "content": base64.b64encode(content).decode(),
    }


if __name__ == "__main__":
    bind(seconds=SECONDS, memory=MEMORY)
    sys.stdout.write(json.dumps(scaled(Path(sys.argv[1]), sys.argv[2])))
