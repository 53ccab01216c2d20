"""What becomes of a picture that is sent: looked into and scaled by the process that the portal starts."""

import io
import os
import time
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from PIL import Image, ImageCms

from events.models import PictureFile
from events.pictures.scaling import Refusal, scaled
from events.pictures.storing import REASONS, has_its_bytes, open_size, stage
from tests.factories import PictureFactory

pytestmark = pytest.mark.once

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def written(picture, kind="JPEG", **options):
    content = io.BytesIO()
    picture.save(content, kind, **options)
    return content.getvalue()


def plain(size=(2000, 1000), colour="teal", kind="JPEG", **options):
    return written(Image.new("RGB", size, colour), kind, **options)


def upload(content, name="IMG_0042.jpg"):
    return SimpleUploadedFile(name, content)


def answer(tmp_path, content, ending="jpg"):
    path = tmp_path / "sent"
    path.write_bytes(content)
    return scaled(path, ending)


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((4000, 3000), [480, 960, 1600]),
        ((1200, 800), [480, 960, 1200]),
        ((960, 640), [480, 960]),
        ((400, 300), [400]),
    ],
)
@pytest.mark.django_db
def test_it_is_made_smaller_and_never_larger(size, widths):
    file = stage(upload(plain(size)))

    assert [one["width"] for one in file.sizes] == widths
    for one in file.sizes:
        with open_size(file, one["width"]) as content, Image.open(content) as picture:
            assert (picture.format, picture.size) == ("WEBP", (one["width"], one["height"]))
        assert one["height"] == round(size[1] * one["width"] / size[0])


@pytest.mark.django_db
def test_nothing_tells_where_or_by_whom_it_was_taken():
    facts = Image.Exif()
    facts[MAKER] = "Zzmaker"
    facts.get_ifd(GPS)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = plain(exif=facts, icc_profile=profile, comment=b"Zzcomment", xmp=b"<x>Zzxmp</x>")
    assert b"Zz" in content

    file = stage(upload(content))

    for one in file.sizes:
        with open_size(file, one["width"]) as kept:
            bytes_ = kept.read()
        assert b"Zz" not in bytes_
        # The chunks of WebP that hold such things.
        assert [name for name in (b"EXIF", b"XMP ", b"ICCP") if name in bytes_] == []
        assert sha256(bytes_).hexdigest() == one["sha256"]


@pytest.mark.django_db
def test_it_stands_upright():
    facts = Image.Exif()
    facts[ORIENTATION] = 6
    picture = Image.new("RGB", (800, 600), "white")
    picture.paste("red", (0, 0, 400, 600))

    file = stage(upload(written(picture, exif=facts, quality=95)))

    assert (file.widest["width"], file.widest["height"]) == (600, 800)
    with open_size(file, 600) as content, Image.open(content) as shown:
        top, bottom = shown.getpixel((300, 100)), shown.getpixel((300, 700))
    assert (top[0] > 200 and top[1] < 80, min(bottom) > 200) == (True, True)


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16"])
def test_every_kind_of_colour_is_taken(mode):
    file = stage(upload(written(Image.new(mode, (500, 400)), "PNG"), "drawing.png"))

    with open_size(file, 480) as content, Image.open(content) as shown:
        assert shown.mode == "RGB"


@pytest.mark.django_db
def test_what_is_transparent_shows_white():
    file = stage(upload(written(Image.new("RGBA", (500, 400), (0, 0, 0, 0)), "PNG"), "logo.png"))

    with open_size(file, 480) as content, Image.open(content) as shown:
        assert min(shown.getpixel((100, 100))) > 250


def moving():
    frames = [Image.new("RGB", (400, 300), colour) for colour in ("red", "blue")]
    return written(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=100)


@pytest.mark.parametrize(
    ("make", "ending", "reason"),
    [
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "png", Refusal.OTHER_CONTENT),
        (lambda: plain(kind="PNG"), "jpg", Refusal.OTHER_CONTENT),
        (lambda: plain()[:2000], "jpg", Refusal.BROKEN),
        (lambda: plain((300, 200)), "jpg", Refusal.TOO_SMALL),
        (lambda: plain((2500, 400)), "jpg", Refusal.TOO_LONG),
        (moving, "webp", Refusal.MOVING),
    ],
)
def test_what_cannot_be_shown_is_refused_with_the_reason(tmp_path, make, ending, reason):
    assert answer(tmp_path, make(), ending) == {"refused": reason}


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    # A hundred million pixels and more, of one colour, in a few kilobytes.
    content = written(Image.new("1", (12_000, 12_000)), "PNG")
    assert len(content) < 100_000

    assert answer(tmp_path, content, "png") == {"refused": Refusal.TOO_MANY_PIXELS}


def test_each_reason_is_told_in_words():
    assert set(REASONS) == set(Refusal)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("a.gif", b"GIF89a", "format"), ("a.jpg", b"", "empty"), ("a.heic", b"ftypheic", "format")],
)
def test_what_is_refused_leaves_nothing(name, content, code, settings):
    with pytest.raises(ValidationError) as refused:
        stage(upload(content, name))

    assert refused.value.code == code
    assert not PictureFile.objects.exists()


@pytest.mark.django_db
def test_a_file_that_is_too_large_is_refused_unread(settings):
    settings.MAX_FILE_MEGABYTES = 0

    with pytest.raises(ValidationError) as refused:
        stage(upload(plain()))

    assert refused.value.code == "size"


@pytest.mark.django_db
def test_the_same_bytes_are_kept_once_and_put_back_where_they_were_lost():
    content = plain()
    file = stage(upload(content))
    assert stage(upload(content, "copy.jpg")) == file

    default_storage.delete(file.name_of_size(480))
    assert not has_its_bytes(file)

    assert stage(upload(content)) == file
    assert has_its_bytes(file)


@pytest.mark.django_db
class TestChecking:
    def test_a_size_that_was_altered_is_found(self, capsys):
        picture = PictureFactory(file=stage(upload(plain())))
        with open(default_storage.path(picture.file.name_of_size(480)), "ab") as content:
            content.write(b"!")

        with pytest.raises(CommandError, match="1 files without their bytes"):
            call_command("check_files")

        assert f"Used by {picture.page_address()}." in capsys.readouterr().err

    def test_bytes_without_a_row_go_after_a_day(self):
        file = stage(upload(plain()))
        names = [file.name_of_size(size["width"]) for size in file.sizes]
        call_command("check_files")
        file.delete()

        call_command("check_files", "--mend")
        assert [default_storage.exists(name) for name in names] == [True] * 3

        days_ago = time.time() - 2 * 24 * 60 * 60
        for name in names:
            os.utime(default_storage.path(name), (days_ago, days_ago))
        with pytest.raises(CommandError, match="3 that belong to no file"):
            call_command("check_files")
        call_command("check_files", "--mend")
        assert [default_storage.exists(name) for name in names] == [False] * 3
