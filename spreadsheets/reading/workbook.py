"""Reads the first sheet of one workbook.

    python -m spreadsheets.reading.workbook <path>

A process of its own, with bounded time and memory, because what it reads comes from outside. It knows nothing
of Django, writes nothing, and answers in lines of JSON: one for each row that holds a word, [number, cells],
and at the end {"refused": reason} where it had to stop.
"""

import datetime as dt
import json
import re
import resource
import sys
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from spreadsheets.reading.limits import (
    LARGEST_PART,
    MOST_BLANK_ROWS,
    MOST_COLUMNS,
    MOST_PARTS,
    MOST_ROWS,
    MOST_UNPACKED,
)

SECONDS, BYTES = 60, 1_500_000_000
PORTION = 1_000_000
XML = (".xml", ".rels", ".vml")
DECLARED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""")


class RefusedError(Exception):
    """The argument is one of the reasons that `tables` puts into words."""


def bind() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # It reads, and nothing else.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def look_at(path: str) -> None:
    """Unpacks all of it once, a little at a time: what an archive says of its own size may be a lie."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise RefusedError("too_large_inside")
        if any(part.flag_bits & 1 for part in parts):
            raise RefusedError("password")
        if len({part.filename.casefold() for part in parts}) < len(parts):
            raise RefusedError("broken")
        unpacked = 0
        for part in parts:
            unpacked += _look_at_part(archive, part, MOST_UNPACKED - unpacked)


def _look_at_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    size, is_xml, end = 0, part.filename.lower().endswith(XML), b""
    with archive.open(part) as stream:
        while portion := stream.read(PORTION):
            if is_xml:
                if size == 0:
                    _refuse_odd_encoding(portion[:1024])
                # Entities, which can grow without end or read other files, need a document type.
                if b"<!DOCTYPE" in end + portion or b"<!ENTITY" in end + portion:
                    raise RefusedError("broken")
                end = portion[-10:]
            size += len(portion)
            if size > min(LARGEST_PART, left):
                raise RefusedError("too_large_inside")
    return size


def _refuse_odd_encoding(start: bytes) -> None:
    """In another encoding, a document type would not be seen."""
    declared = DECLARED.search(start)
    is_odd = declared is not None and declared[1].lower() not in {b"utf-8", b"us-ascii", b"ascii"}
    if b"\0" in start or is_odd:
        raise RefusedError("broken")


def rows(path: str) -> Iterator[tuple[int, list[str]]]:
    look_at(path)
    # What a workbook holds besides cells, such as checks and styles of its program, is no concern of ours.
    warnings.simplefilter("ignore")
    book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    if not book.worksheets:
        raise RefusedError("empty")
    sheet = book.worksheets[0]
    # What the sheet says of its own size may be a lie, too.
    sheet.reset_dimensions()
    found = blank = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), 1):
        texts = [as_text(value) for value in cells]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            blank += 1
            if blank > MOST_BLANK_ROWS:
                return
            continue
        if len(texts) > MOST_COLUMNS:
            raise RefusedError("too_many_columns")
        found += 1
        if found > MOST_ROWS + 1:
            raise RefusedError("too_many_rows")
        yield number, texts


def as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def main(path: str) -> None:
    def answer(line: Any) -> None:
        sys.stdout.write(json.dumps(line) + "\n")

    try:
        for row in rows(path):
            answer(row)
    except RefusedError as verdict:
        answer({"refused": str(verdict)})
    except (MemoryError, RecursionError):
        answer({"refused": "too_large_inside"})
    except (
        zipfile.BadZipFile,
        zlib.error,
        InvalidFileException,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        EOFError,
        OSError,
        NotImplementedError,
        SyntaxError,
    ):
        # The last is what a broken part raises: xml.etree.ElementTree.ParseError.
        answer({"refused": "broken"})


if __name__ == "__main__":
    bind()
    main(sys.argv[1])
