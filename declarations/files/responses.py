"""A file as an answer: whole or in part, streamed, under a name, and unable to act in a browser."""

import contextlib
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import IO
from urllib.parse import quote

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from declarations.files.storing import open_file, place
from declarations.models import DocumentVersion, StoredFile
from publishing.handing_over import handed_over, sent_to_store
from publishing.languages import text_in

PIECE = 256 * 1024
ONE_RANGE = re.compile(r"bytes=([0-9]*)-([0-9]*)\Z")
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"
LONGEST_NAME = 120
NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


def file_response(
    request: HttpRequest, version: DocumentVersion, *, since: datetime | None = None
) -> HttpResponseBase:
    """RFC 9110: conditional, and one range of bytes at a time; several ranges give the whole."""
    etag = f'"{version.file.sha256}"'
    seconds = int(since.timestamp()) if since else None
    # Asked before the file is opened.
    known = get_conditional_response(request, etag, seconds)
    if known is None:
        elsewhere = sent_to_store(
            version.file.storage_name, content_type=version.media_type, disposition=disposition(version)
        )
        if elsewhere is not None:
            return elsewhere
    response = known or _handed_over(request, version) or _with_bytes(request, version, etag)
    response.headers["ETag"] = etag
    if seconds:
        response.headers["Last-Modified"] = http_date(seconds)
    if not response.has_header("X-Accel-Redirect"):
        response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Language"] = version.language
    response.headers["Content-Disposition"] = disposition(version)
    # Search engines show the page that says what the file is.
    page = settings.SITE_URL + version.document.get_absolute_url()
    response.headers["Link"] = f'<{page}>; rel="canonical"'
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _handed_over(request: HttpRequest, version: DocumentVersion) -> HttpResponseBase | None:
    response = handed_over(request, version.file.storage_name, version.media_type)
    if response is not None:
        # Where a crash has kept it from coming there.
        place(version.file)
    return response


def _with_bytes(request: HttpRequest, version: DocumentVersion, etag: str) -> HttpResponseBase:
    size = version.file.size
    try:
        span = range_of(request, etag, size)
    except ValueError:
        nowhere = {"Content-Range": f"bytes */{size}"}
        return HttpResponse(status=416, headers=nowhere, content_type="text/plain")
    start, end = span or (0, size - 1)
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type=version.media_type)
    else:
        response = StreamingHttpResponse(
            Pieces(open_file(version.file), start, end - start + 1), content_type=version.media_type
        )
    response.headers["Content-Length"] = str(end - start + 1)
    if span:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    return response


def range_of(request: HttpRequest, etag: str, size: int) -> tuple[int, int] | None:
    """First and last byte; None for the whole. Raises ValueError where there are no such bytes."""
    asked = ONE_RANGE.match(request.headers.get("Range", ""))
    if asked is None or asked.groups() == ("", "") or request.method == "HEAD":
        return None
    if request.headers.get("If-Range", etag) != etag:
        return None
    first, last = asked.groups()
    # No file has a length of more digits, and whole numbers of any length would cost time.
    if max(len(first), len(last)) > 18:
        raise ValueError
    if not first:
        if int(last) == 0:
            raise ValueError
        return max(0, size - int(last)), size - 1
    if int(first) >= size:
        raise ValueError
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last), size - 1) if last else size - 1


class Pieces:
    """The bytes in pieces; the file is closed with the answer."""

    def __init__(self, content: IO[bytes], start: int, length: int) -> None:
        self.content, self.left = content, length
        content.seek(start)

    def __iter__(self) -> Iterator[bytes]:
        with contextlib.closing(self.content):
            while self.left > 0 and (piece := self.content.read(min(PIECE, self.left))):
                self.left -= len(piece)
                yield piece

    def close(self) -> None:
        self.content.close()


def disposition(version: DocumentVersion) -> str:
    """RFC 6266: a name of Latin letters for all, and the title in its own script for who understands it."""
    plain = f"{version.document.slug}-{version.language}.{version.format}"
    title = text_in(version.document, "title", version.language).value
    name = f"{safe_name(title)}.{version.format}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def safe_name(title: str) -> str:
    """Without what a file system, or a reader's eye for the direction of letters, would stumble over."""
    plain = "".join(sign for sign in title if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co"})
    plain = " ".join(NOT_IN_NAMES.sub(" ", plain).split()).strip(". ")
    return plain[:LONGEST_NAME].rstrip(". ") or "document"


def picture_response(request: HttpRequest, file: StoredFile) -> HttpResponseBase:
    etag = f'"{file.sha256}.webp"'
    known = get_conditional_response(request, etag)
    response = known or HttpResponse(bytes(file.picture), content_type="image/webp")
    response.headers["ETag"] = etag
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
