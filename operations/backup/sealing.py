"""How a part of a backup is compressed and encrypted on its way to its place, and opened again.

Zstandard inside age: `age -d -i key part | zstd -d` opens it without the portal. Everything streams; of no
part, whatever its size, is more than a few megabytes in memory.
"""

import io
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import IO, Any, cast

import pyrage
import zstandard

from operations.backup.errors import AlteredError, BackupError
from operations.backup.places import PIECE, Place, Readable

LEVEL = 6
COMPRESSED, ENCRYPTED = ".zst", ".age"


@dataclass(frozen=True)
class Part:
    """What was written, before and after it was sealed."""

    name: str
    size: int
    sha256: str
    stored_size: int
    stored_sha256: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Lock:
    """Closes with a public key: who makes backups need not be able to open them."""

    def __init__(self, recipient: str = "") -> None:
        self.recipient = recipient
        try:
            self.key = pyrage.x25519.Recipient.from_str(recipient) if recipient else None
        except pyrage.RecipientError as error:
            raise BackupError(
                f"BACKUP_RECIPIENT is no public key of age: {recipient!r}. It begins with age1; make a pair "
                "with `manage.py backup --new-key FILE`."
            ) from error

    @property
    def ending(self) -> str:
        return COMPRESSED + (ENCRYPTED if self.key else "")

    @property
    def mark(self) -> str:
        """Tells which key something was closed with."""
        return sha256(self.recipient.encode()).hexdigest()[:8] if self.key else "open"


class Keys:
    """Opens what was closed for them; without any, only what was not encrypted."""

    def __init__(self, path: str = "") -> None:
        self.path = path
        self.identities = _identities_in(path) if path else []

    def can_open(self, recipient: str) -> bool:
        return not recipient or recipient in {str(key.to_public()) for key in self.identities}


def _identities_in(path: str) -> list[Any]:
    try:
        lines = Path(path).read_text().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BackupError(f"The key in {path} cannot be read: {error}. Give its path with --key.") from error
    try:
        return [
            pyrage.x25519.Identity.from_str(line.strip())
            for line in lines
            if line.startswith("AGE-SECRET-KEY-")
        ]
    except pyrage.IdentityError as error:
        raise BackupError(f"{path} holds no whole secret key of age: {error}.") from error


def new_key(path: str) -> str:
    """Writes a secret key to a new file, and returns the public one."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(f"# public key: {public}\n{identity}\n")
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}. Choose a new file.") from error
    return public


def seal(
    place: Place, name: str, source: Readable, lock: Lock, done: Callable[[int], object] = lambda _n: None
) -> Part:
    """Writes what the source holds under that name; its part says the name and what became of it."""
    plain = Counted(source, done)
    compressor = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
    compressed = compressor.stream_reader(cast(IO[bytes], plain))
    try:
        if lock.key is None:
            stored = Counted(Filled(compressed))
            place.write(name, stored)
        else:
            with closing(
                Through(lambda target: pyrage.encrypt_io(compressed, target, [lock.key]))
            ) as encrypted:
                stored = Counted(encrypted)
                place.write(name, stored)
    except Exception as error:  # noqa: BLE001 - raised again
        # The libraries between know only that reading failed, not why.
        raise plain.problem or error from None
    return Part(name, plain.size, plain.sha256, stored.size, stored.sha256)


@contextmanager
def opened(place: Place, part: Part, keys: Keys) -> Iterator["Checked"]:
    """What a part holds. Its last piece is given out only when all has proved to be what was written."""
    try:
        file = place.open(part.name)
    except FileNotFoundError as error:
        raise AlteredError(f"{part.name} is missing.") from error
    with closing(file):
        stored = Counted(file)
        if not part.name.endswith(ENCRYPTED):
            yield Checked(_decompressed(stored), part, stored)
            return
        with closing(Through(lambda target: pyrage.decrypt_io(stored, target, keys.identities))) as decrypted:
            yield Checked(_decompressed(decrypted), part, stored)


def _decompressed(source: Any) -> Any:
    return Filled(zstandard.ZstdDecompressor().stream_reader(source, read_size=PIECE, closefd=False))


def check_stored(place: Place, part: Part, done: Callable[[int], object] = lambda _n: None) -> None:
    """Whether the bytes at the place are those that were written. Needs no key."""
    try:
        opened = place.open(part.name)
    except FileNotFoundError as error:
        raise AlteredError(f"{part.name} is missing.") from error
    with closing(opened):
        stored = Counted(opened, done)
        while stored.read(PIECE):
            pass
    if (stored.size, stored.sha256) != (part.stored_size, part.stored_sha256):
        raise AlteredError(
            f"{part.name} is not what was written: it has {stored.size:,} bytes, of {part.stored_size:,}, "
            f"with SHA-256 {stored.sha256[:16]}…, not {part.stored_sha256[:16]}…"
        )


class Counted:
    """Keeps the hash and the size of what is read through it, and why reading failed."""

    def __init__(self, source: Readable, done: Callable[[int], object] = lambda _n: None) -> None:
        self.source, self.done = source, done
        self.size, self._digest = 0, sha256()
        self.problem: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            piece = self.source.read(PIECE if size < 0 else size)
        except Exception as error:
            self.problem = error
            raise
        self._digest.update(piece)
        self.size += len(piece)
        self.done(len(piece))
        return piece

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class Filled:
    """Reads as much as is asked for, as long as there is any: uploads are cut into pieces of equal size."""

    def __init__(self, source: Any) -> None:
        self.source = source

    def read(self, size: int) -> bytes:
        pieces, left = [], size
        while left and (piece := self.source.read(left)):
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)


class Through:
    """To be read: what `write` writes, in a thread of its own, while it is being written."""

    def __init__(self, write: Callable[[IO[bytes]], None]) -> None:
        reading, writing = os.pipe()
        self.reader = io.BufferedReader(io.FileIO(reading), PIECE)
        self.problem: BaseException | None = None
        self.thread = Thread(target=self._run, args=(write, writing), daemon=True)
        self.thread.start()

    def _run(self, write: Callable[[IO[bytes]], None], writing: int) -> None:
        try:
            with open(writing, "wb", buffering=PIECE) as target:
                write(target)
        except BaseException as error:  # noqa: BLE001 - raised by whoever reads
            self.problem = error

    def read(self, size: int) -> bytes:
        piece = self.reader.read(size)
        if len(piece) < size:
            # There will be no more: the end, or something broke.
            self.thread.join()
            if self.problem is not None:
                raise self.problem
        return piece

    def close(self) -> None:
        self.reader.close()
        self.thread.join()


class Checked:
    """What is read through it is what was written: otherwise it raises before the last of it is given out."""

    def __init__(self, source: Readable, part: Part, stored: Counted) -> None:
        self.source, self.part, self.stored = Counted(source), part, stored

    def read(self, size: int = -1) -> bytes:
        try:
            piece = self.source.read(PIECE if size < 0 else size)
            if not piece or self.source.size >= self.part.size:
                self._check_whole()
        except (zstandard.ZstdError, pyrage.DecryptError, OSError) as error:
            raise AlteredError(f"{self.part.name} cannot be opened: {error}.") from error
        return piece

    def _check_whole(self) -> None:
        # What follows the last of it belongs to nothing.
        while self.source.read(PIECE) or self.stored.read(PIECE):
            pass
        found = (self.source.size, self.source.sha256, self.stored.size, self.stored.sha256)
        part = self.part
        if found != (part.size, part.sha256, part.stored_size, part.stored_sha256):
            raise AlteredError(f"{part.name} is not what was written.")

    def read_all(self) -> bytes:
        return b"".join(iter(self.read, b""))
