"""PDF: nothing in it may act, and its text is read page by page. No Django here."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from declarations.files import right_to_left
from declarations.files.findings import LONGEST_TEXT, Findings, bounded, readable
from declarations.files.refusals import Refusal, Refused

BEFORE_BEGINNING = b"\xef\xbb\xbf\0\t\n\f\r "
MOST_PAGES = 5_000
PICTURE_WIDTH, LARGEST_PICTURE = 480, 40_000
# Beyond these a page is drawn smaller: a page may claim to be a kilometre wide.
MOST_PIXELS = 2_000_000
# What an action does (`/S`) and what names one.
SCRIPTS = {
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/GoToE",
    "/RichMediaExecute",
    "/Movie",
    "/Rendition",
}
SCRIPT_KEYS = {"/JS", "/JavaScript"}
EMBEDDING_KEYS = {"/EmbeddedFiles", "/EF", "/RichMediaContent"}
EMBEDDED_TYPES = {"/EmbeddedFile", "/RichMedia", "/3D"}
MEDIA = {"/RichMedia", "/FileAttachment", "/3D", "/Screen", "/Movie", "/Sound"}


def inspect(path: Path) -> Findings:
    with path.open("rb") as file:
        # A PDF may hang at the end of a program or a page; some tools only leave blanks before it.
        if not file.read(1024).lstrip(BEFORE_BEGINNING).startswith(b"%PDF-"):
            raise Refused(Refusal.OTHER_CONTENT)
    refuse_what_acts(path)
    try:
        document = pypdfium2.PdfDocument(path)
        count = len(document)
        if not count:
            raise Refused(Refusal.EMPTY)
        if count > MOST_PAGES:
            raise Refused(Refusal.TOO_LONG)
        pages = bounded(list(texts_of(document)))
        picture, size = picture_of(document)
    except pypdfium2.PdfiumError as error:
        raise Refused(Refusal.BROKEN) from error
    return Findings(pages, count, picture, size)


def refuse_what_acts(path: Path) -> None:
    """Looks at every object, also those packed into streams and those that nothing refers to."""
    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            if "/XFA" in pdf.Root.get("/AcroForm", {}):
                raise Refused(Refusal.FORM)
            for thing in pdf.objects:
                _look_at(thing)
    except pikepdf.PasswordError as error:
        raise Refused(Refusal.PASSWORD) from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError) as error:
        raise Refused(Refusal.BROKEN) from error


def _look_at(thing: Any) -> None:
    """The object itself and what is written out inside it; what it refers to comes by itself."""
    waiting = [thing]
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Stream):
            item = item.stream_dict
        if isinstance(item, pikepdf.Dictionary):
            _judge(item)
            inside = [value for _key, value in item.items()]
        elif isinstance(item, pikepdf.Array):
            inside = list(item)
        else:
            continue
        waiting.extend(value for value in inside if _is_container(value) and not value.is_indirect)


def _is_container(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream)


def _judge(item: pikepdf.Dictionary) -> None:
    keys = set(item.keys())
    if keys & SCRIPT_KEYS or _name(item, "/S") in SCRIPTS:
        raise Refused(Refusal.SCRIPTS)
    if keys & EMBEDDING_KEYS or _name(item, "/Type") in EMBEDDED_TYPES or _name(item, "/Subtype") in MEDIA:
        raise Refused(Refusal.EMBEDDED)
    if "/XFA" in keys:
        raise Refused(Refusal.FORM)


def _name(item: pikepdf.Dictionary, key: str) -> str:
    value = item.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def texts_of(document: pypdfium2.PdfDocument) -> Iterator[str]:
    room = LONGEST_TEXT
    for page in document:
        if room <= 0:
            yield ""
            continue
        text_page = page.get_textpage()
        text = text_page.get_text_range()
        if right_to_left.ARABIC.search(text):
            text = right_to_left.text_of(text_page)
        text = readable(text)
        text_page.close()
        page.close()
        room -= len(text)
        yield text


def picture_of(document: pypdfium2.PdfDocument) -> tuple[bytes, tuple[int, int]]:
    """The first page as WebP, no wider than `PICTURE_WIDTH` and light enough for a list of them."""
    page = document[0]
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        return b"", (0, 0)
    scale = min(PICTURE_WIDTH / width, (MOST_PIXELS / (width * height)) ** 0.5)
    picture = page.render(scale=scale).to_pil().convert("RGB")
    for quality in (70, 50, 30, 10):
        written = io.BytesIO()
        picture.save(written, "WEBP", quality=quality, method=4)
        if written.tell() <= LARGEST_PICTURE:
            return written.getvalue(), picture.size
    return b"", (0, 0)
