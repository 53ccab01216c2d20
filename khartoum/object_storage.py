"""Files in a store that speaks S3, with the promises that a disk gives: see docs/adr/0049.

Nothing is written over, a file may be read from any place in it, and whoever waits for a store that is away
is told so within seconds. Only imported where S3_BUCKET is set.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import PurePosixPath
from threading import Lock
from time import monotonic
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectionClosedError
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible

from khartoum.file_storage import StorageAwayError

# In seconds. A visitor is told within five that the store is away. The library's own are 60, several times.
TO_CONNECT, TO_ANSWER = 1, 2.5
# What is written is asked for first, so that who writes knows as soon that it is away.
TO_WRITE = 60
PAUSE = 1
BUFFER = 256 * 1024
MEDIA_TYPE = "application/octet-stream"
NOT_THERE = {"404", "NoSuchKey", "NotFound"}
ALREADY_THERE = {"412", "PreconditionFailed", "409", "ConditionalRequestConflict"}
# Of a store that does not know how to write only where nothing is.
UNKNOWN_CONDITION = {"501", "NotImplemented"}
WRITES = {"put_object", "copy_object"}

_making = Lock()


@deconstructible
class ObjectStorage(Storage):
    """Where other storages would choose another name, it refuses: our names are hashes."""

    def __init__(self, *, bucket: str, prefix: str = "", **access: Any) -> None:
        self.bucket, self.prefix = bucket, prefix
        self._client = lru_cache(lambda seconds: _client(seconds, **access))
        self.away_until = 0.0

    def client(self, operation: str) -> Any:
        """Of all threads, as the library allows: one takes a tenth of a second to make, and megabytes."""
        with _making:
            return self._client(TO_WRITE if operation in WRITES else TO_ANSWER)

    def ask(self, operation: str, name: str, **parameters: Any) -> dict[str, Any]:
        """Raises FileNotFoundError, FileExistsError or StorageAwayError."""
        call = getattr(self.client(operation), operation)
        asked = {"Bucket": self.bucket, "Key": self._key(name), **parameters}
        with self.answering(), as_of_a_disk(name):
            try:
                found: dict[str, Any] = call(**asked)
            except ConnectionClosedError:
                # It was kept open, and the store had closed it meanwhile.
                found = call(**asked)
        return found

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Once somebody has waited in vain, nobody else waits for a moment: workers have more to do."""
        if monotonic() < self.away_until:
            raise StorageAwayError("The store of files did not answer a moment ago.")
        try:
            yield
        except StorageAwayError as error:
            if isinstance(error.__cause__, BotoCoreError):
                self.away_until = monotonic() + PAUSE
            raise

    def _key(self, name: str) -> str:
        path = PurePosixPath(self.prefix, name)
        if ".." in path.parts or path.is_absolute():
            raise SuspiciousFileOperation(f"{name} is outside of what is kept in the store.")
        return "" if path == PurePosixPath() else str(path)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File) -> str:
        # Asked first, for stores that do not know the condition.
        if self.exists(name):
            raise FileExistsError(name)
        parameters = {"ContentType": MEDIA_TYPE, "IfNoneMatch": "*"}
        try:
            self.ask("put_object", name, Body=_from_the_start(content), **parameters)
        except ConditionUnknownError:
            del parameters["IfNoneMatch"]
            self.ask("put_object", name, Body=_from_the_start(content), **parameters)
        return name

    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            raise ValueError("Files of the store are read as bytes, and written whole by save().")
        size = self.ask("head_object", name)["ContentLength"]
        opened = File(io.BufferedReader(ObjectReader(self, name, size), BUFFER), name)
        # Known already; Django would look for it by going to the end.
        opened.size = size
        return opened

    def move(self, name: str, new: str) -> None:
        """Within the store. What had the new name had the same bytes, or bytes that had been altered."""
        source = {"Bucket": self.bucket, "Key": self._key(name)}
        self.ask("copy_object", new, CopySource=source)
        self.delete(name)

    def delete(self, name: str) -> None:
        self.ask("delete_object", name)

    def exists(self, name: str) -> bool:
        try:
            self.ask("head_object", name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        size: int = self.ask("head_object", name)["ContentLength"]
        return size

    def get_modified_time(self, name: str) -> Any:
        return self.ask("head_object", name)["LastModified"]

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        start = f"{self._key(path)}/" if self._key(path) else ""
        folders: list[str] = []
        files: list[str] = []
        pages = self.client("list").get_paginator("list_objects_v2")
        with self.answering(), as_of_a_disk(path):
            for page in pages.paginate(Bucket=self.bucket, Prefix=start, Delimiter="/"):
                found = page.get("CommonPrefixes", ())
                folders += [one["Prefix"].removeprefix(start).rstrip("/") for one in found]
                files += [one["Key"].removeprefix(start) for one in page.get("Contents", ())]
        return folders, [name for name in files if name]

    def signed_address(self, name: str, *, seconds: int, **answer: str) -> str:
        """Under which the store itself gives the file to whoever has it. No question to the store."""
        parameters = {"Bucket": self.bucket, "Key": self._key(name), **answer}
        with as_of_a_disk(name):
            address: str = self.client("sign").generate_presigned_url(
                "get_object", Params=parameters, ExpiresIn=seconds
            )
        return address


class ObjectReader(io.RawIOBase):
    """Reads on from wherever it stands; what nobody reads is not sent."""

    def __init__(self, storage: ObjectStorage, name: str, size: int) -> None:
        self.storage, self.name, self.whole = storage, name, size
        self.place = 0
        self.coming: Any = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self.place, io.SEEK_END: self.whole}[whence]
        if place < 0:
            raise ValueError("There is nothing before the beginning.")
        if place != self.place:
            self._let_go()
            self.place = place
        return place

    def readinto(self, buffer: Any) -> int:
        if self.place >= self.whole:
            return 0
        if self.coming is None:
            span = f"bytes={self.place}-"
            self.coming = self.storage.ask("get_object", self.name, Range=span)["Body"]
        with as_of_a_disk(self.name):
            piece = self.coming.read(min(len(buffer), self.whole - self.place))
        if not piece:
            raise StorageAwayError(f"The store ended {self.name} too soon.")
        buffer[: len(piece)] = piece
        self.place += len(piece)
        return len(piece)

    def _let_go(self) -> None:
        if self.coming is not None:
            self.coming.close()
            self.coming = None

    def close(self) -> None:
        self._let_go()
        super().close()


class ConditionUnknownError(OSError):
    """The store cannot write only where nothing is."""


def _client(seconds_to_answer: float, *, endpoint: str, region: str, access_key: str, secret_key: str) -> Any:
    """What is not given, the library looks for itself: a role of the machine, Amazon's own address."""
    config = Config(
        connect_timeout=TO_CONNECT,
        read_timeout=seconds_to_answer,
        retries={"total_max_attempts": 1},
        max_pool_connections=32,
        # Buckets of stores other than Amazon's are seldom names of hosts.
        s3={"addressing_style": "path" if endpoint else "auto"},
        # Other stores do not know its newer checksums. Ours is the hash in the row.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    session = boto3.Session(aws_access_key_id=access_key or None, aws_secret_access_key=secret_key or None)
    return session.client("s3", region_name=region or None, endpoint_url=endpoint or None, config=config)


@contextmanager
def as_of_a_disk(name: str) -> Iterator[None]:
    """What the store says, as what a disk would have said."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in NOT_THERE:
            raise FileNotFoundError(name) from error
        if code in ALREADY_THERE:
            raise FileExistsError(name) from error
        if code in UNKNOWN_CONDITION:
            raise ConditionUnknownError(name) from error
        raise StorageAwayError(f"The store of files refuses {name}: {error}") from error
    except BotoCoreError as error:
        raise StorageAwayError(f"The store of files does not answer: {error}") from error


def _from_the_start(content: File) -> Any:
    if content.seekable():
        content.seek(0)
    return content
