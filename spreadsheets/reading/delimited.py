"""Texts of rows and separators: in which encoding, and separated by what."""

import codecs
import csv
import io
from collections.abc import Iterator

# Larger than any text of the record.
csv.field_size_limit(2_000_000)

DELIMITERS = ",;\t|"
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Where Windows writes an Arabic letter and, in western text, seldom two beside each other.
ARABIC_LETTERS = frozenset(
    byte for byte in range(0x80, 0x100) if "\u0600" <= bytes([byte]).decode("cp1256") <= "\u06ff"
)
HEAD = 64_000


def encoding_of(content: bytes) -> str:
    """UTF-8 where it can be, else what the bytes look like: UTF-16, or Windows in Arabic or western."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return encoding
    even, odd = content[:HEAD:2].count(0), content[1:HEAD:2].count(0)
    if even or odd:
        return "utf-16-le" if odd > even else "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1256" if _is_arabic(content) else "cp1252"
    return "utf-8"


def _is_arabic(content: bytes) -> bool:
    """Arabic words are runs of such bytes; in French or German one of them seldom stands beside another."""
    high = [position for position, byte in enumerate(content) if byte >= 0x80]
    pairs = sum(
        1
        for position in high
        if content[position] in ARABIC_LETTERS
        and position + 1 < len(content)
        and content[position + 1] in ARABIC_LETTERS
    )
    return pairs * 3 > len(high)


def delimiter_of(text: str) -> str:
    """The one that stands most often in the first line, outside quotation marks."""
    line = _first_line(text)
    outside = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=lambda sign: (outside.count(sign), -DELIMITERS.index(sign)))


def _first_line(text: str) -> str:
    """Up to a new line that no quotation marks enclose."""
    is_quoted = False
    for position, sign in enumerate(text[:HEAD]):
        if sign == '"':
            is_quoted = not is_quoted
        elif sign in "\r\n" and not is_quoted and text[:position].strip():
            return text[:position]
    return text[:HEAD]


def rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Number and cells, as a spreadsheet program counts the rows. Raises csv.Error."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    yield from enumerate(reader, 1)
