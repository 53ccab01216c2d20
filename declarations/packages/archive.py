"""A ZIP archive that is never anywhere: known to the byte beforehand, and written while it is read.

Files are stored as they are, for PDF and Word are compressed in themselves. So the place of each byte follows
from names and sizes alone; an archive can be asked for from its middle on, where a broken download goes on.
The checksums that ZIP wants stand before each file, and are computed once from its bytes, which never change.
"""

import contextlib
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from typing import IO

PIECE = 256 * 1024
# APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. Version 2.0, nothing set, stored.
BEFORE_FILE = struct.Struct("<4s5H3L2H")
IN_DIRECTORY = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
VERSION, MADE_ON_UNIX, STORED, NO_FLAGS = 20, 3 << 8, 0, 0
PLAIN_FILE = 0o100644 << 16
# Beyond these numbers ZIP has another form, which not everything that opens archives knows.
MOST_MEMBERS, MOST_BYTES = 2**16 - 1, 2**32 - 1
FIRST_YEAR, LAST_YEAR = 1980, 2107
CHECKSUMS_KEPT = 10_000

# SHA-256 of a file → its CRC-32.
_checksums: dict[str, int] = {}


@dataclass(frozen=True)
class Member:
    # ASCII: other letters would need a mark that older programs pass over.
    name: str
    size: int
    sha256: str
    changed_at: datetime
    open: Callable[[], IO[bytes]]

    @classmethod
    def of_text(cls, name: str, text: str, changed_at: datetime) -> "Member":
        content = text.encode()
        return cls(name, len(content), sha256(content).hexdigest(), changed_at, lambda: BytesIO(content))

    @property
    def checksum(self) -> int:
        if self.sha256 not in _checksums:
            if len(_checksums) >= CHECKSUMS_KEPT:
                _checksums.clear()
            _checksums[self.sha256] = self._read_through()
        return _checksums[self.sha256]

    def _read_through(self) -> int:
        checksum = 0
        with contextlib.closing(self.open()) as content:
            while piece := content.read(PIECE):
                checksum = zlib.crc32(piece, checksum)
        return checksum

    def pieces(self, start: int, end: int) -> Iterator[bytes]:
        left = end - start
        with contextlib.closing(self.open()) as content:
            content.seek(start)
            while left:
                piece = content.read(min(PIECE, left))
                if not piece:
                    # What follows would stand in the wrong place; the client sees that the answer is broken.
                    raise OSError(f"{self.name} has fewer bytes than its row says.")
                left -= len(piece)
                yield piece

    def described(self) -> tuple[int, ...]:
        """What stands both before the file and in the directory."""
        return (NO_FLAGS, STORED, *_dos_time(self.changed_at), self.checksum, self.size, self.size)

    def header(self) -> bytes:
        name = self.name.encode("ascii")
        return BEFORE_FILE.pack(b"PK\x03\x04", VERSION, *self.described(), len(name), 0) + name

    def entry(self, offset: int) -> bytes:
        """In the directory, with the place of the header."""
        name = self.name.encode("ascii")
        nothing_more = (0, 0, 0, 0)
        return (
            IN_DIRECTORY.pack(
                b"PK\x01\x02",
                MADE_ON_UNIX | VERSION,
                VERSION,
                *self.described(),
                len(name),
                *nothing_more,
                PLAIN_FILE,
                offset,
            )
            + name
        )


# A part of the archive: its length, and its bytes from one place to another.
Part = tuple[int, Callable[[int, int], Iterable[bytes]]]


class Archive:
    def __init__(self, members: list[Member]) -> None:
        self.members = members
        if len(members) > MOST_MEMBERS or self.size > MOST_BYTES:
            raise ValueError("An archive of this form does not hold so much.")

    @cached_property
    def size(self) -> int:
        return sum(length for length, _bytes in self._parts())

    @cached_property
    def tag(self) -> str:
        """Another one for other bytes; known without reading a file."""
        made_from = [(one.name, one.size, one.sha256, _dos_time(one.changed_at)) for one in self.members]
        return f'"{sha256(repr(made_from).encode()).hexdigest()}"'

    def pieces(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes of the archive from `start` to before `end`. No file is opened that they do not touch."""
        place, end = 0, self.size if end is None else end
        for length, part in self._parts():
            first, last = max(start - place, 0), min(end - place, length)
            if first < last:
                yield from part(first, last)
            place += length

    def _parts(self) -> Iterator[Part]:
        for member in self.members:
            yield BEFORE_FILE.size + len(member.name), _cut(member.header)
            yield member.size, member.pieces
        yield sum(IN_DIRECTORY.size + len(member.name) for member in self.members), _cut(self._directory)
        yield END.size, _cut(self._end)

    def _places(self) -> Iterator[tuple[Member, int]]:
        place = 0
        for member in self.members:
            yield member, place
            place += BEFORE_FILE.size + len(member.name) + member.size

    def _directory(self) -> bytes:
        return b"".join(member.entry(place) for member, place in self._places())

    def _end(self) -> bytes:
        count = len(self.members)
        length = sum(IN_DIRECTORY.size + len(member.name) for member in self.members)
        return END.pack(b"PK\x05\x06", 0, 0, count, count, length, self.size - END.size - length, 0)


def _cut(whole: Callable[[], bytes]) -> Callable[[int, int], Iterable[bytes]]:
    return lambda start, end: [whole()[start:end]]


def _dos_time(moment: datetime) -> tuple[int, int]:
    """Time and date as ZIP has them, in pairs of seconds and without a zone: UTC."""
    moment = moment.astimezone(UTC)
    year = min(max(moment.year, FIRST_YEAR), LAST_YEAR) - FIRST_YEAR
    return (
        moment.hour << 11 | moment.minute << 5 | moment.second // 2,
        year << 9 | moment.month << 5 | moment.day,
    )
