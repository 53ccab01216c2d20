"""Where backups are kept: a folder, or a store that speaks S3. What has a name there is whole."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Any, Protocol, cast
from urllib.parse import urlsplit
from uuid import uuid4

from khartoum.disk_storage import settle
from operations.backup.errors import BackupError

PIECE = 1024 * 1024
UNFINISHED = ".part"
# In seconds. What is unfinished and older was given up.
GIVEN_UP_AFTER = 24 * 60 * 60
# S3 takes at most 10,000 pieces of one object: 640 GB.
S3_PIECE = 64 * 1024 * 1024


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Place(Protocol):
    address: str

    def sizes(self, folder: str) -> dict[str, int]:
        """Every name in a folder and in those inside it, with its size in bytes."""

    def open(self, name: str) -> IO[bytes]:
        """Raises FileNotFoundError."""

    def write(self, name: str, source: Readable) -> None:
        """Whole, or not at all."""

    def delete(self, name: str) -> None: ...

    def age(self, name: str) -> float:
        """In seconds."""


def place_at(
    address: str, *, endpoint: str = "", region: str = "", access_key: str = "", secret: str = ""
) -> Place:
    """A folder's path, or s3://bucket/prefix."""
    if not address:
        raise BackupError(
            "BACKUP_TO is not set. Set it to a folder such as /var/backups/portal, on another disk than the "
            "portal's, or to s3://bucket/prefix."
        )
    parts = urlsplit(address)
    if parts.scheme != "s3":
        return Folder(Path(address.removeprefix("file://")))
    # Only who has backups there needs the library in memory.
    import boto3  # noqa: PLC0415
    from botocore.config import Config  # noqa: PLC0415

    client = boto3.client(
        "s3",
        endpoint_url=endpoint or None,
        region_name=region or None,
        aws_access_key_id=access_key or None,
        aws_secret_access_key=secret or None,
        config=Config(
            connect_timeout=10, read_timeout=60, retries={"total_max_attempts": 5, "mode": "standard"}
        ),
    )
    return Bucket(client, parts.netloc, parts.path.strip("/"))


class Folder:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.address = str(root)

    def sizes(self, folder: str) -> dict[str, int]:
        found = {}
        for path in (self.root / folder).rglob("*"):
            if path.is_file():
                if path.suffix != UNFINISHED:
                    found[path.relative_to(self.root).as_posix()] = path.stat().st_size
                elif time.time() - path.stat().st_mtime > GIVEN_UP_AFTER:
                    path.unlink(missing_ok=True)
        return found

    def open(self, name: str) -> IO[bytes]:
        return (self.root / name).open("rb")

    def write(self, name: str, source: Readable) -> None:
        path = self.root / name
        # Backups hold drafts and accounts: others on the machine have no business with them.
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"{path.name}.{uuid4().hex}{UNFINISHED}")
        try:
            with open(unfinished, "xb", opener=_private) as target:
                while piece := source.read(PIECE):
                    target.write(piece)
                target.flush()
                os.fsync(target.fileno())
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        settle(path.parent)

    def delete(self, name: str) -> None:
        path = self.root / name
        path.unlink(missing_ok=True)
        if path.parent != self.root and path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()

    def age(self, name: str) -> float:
        return time.time() - (self.root / name).stat().st_mtime


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class Bucket:
    """An object is there when its last piece has been taken; before, the store shows nothing."""

    def __init__(self, client: Any, bucket: str, prefix: str) -> None:
        self.client, self.bucket = client, bucket
        self.prefix = f"{prefix}/" if prefix else ""
        self.address = f"s3://{bucket}/{prefix}".rstrip("/")

    def sizes(self, folder: str) -> dict[str, int]:
        start = f"{self.prefix}{folder}/" if folder else self.prefix
        with self._told():
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=start)
            return {
                one["Key"].removeprefix(self.prefix): one["Size"]
                for page in pages
                for one in page.get("Contents", ())
            }

    def open(self, name: str) -> IO[bytes]:
        with self._told(name):
            body = self.client.get_object(Bucket=self.bucket, Key=self.prefix + name)["Body"]
        return cast(IO[bytes], Body(body, self._told))

    def write(self, name: str, source: Readable) -> None:
        from boto3.s3.transfer import TransferConfig  # noqa: PLC0415 - as above

        # One piece after the other, so that no more than one is in memory.
        one_by_one = TransferConfig(
            use_threads=False, multipart_threshold=S3_PIECE, multipart_chunksize=S3_PIECE, io_chunksize=PIECE
        )
        with self._told(name):
            self.client.upload_fileobj(source, self.bucket, self.prefix + name, Config=one_by_one)

    def delete(self, name: str) -> None:
        with self._told(name):
            self.client.delete_object(Bucket=self.bucket, Key=self.prefix + name)

    def age(self, name: str) -> float:
        with self._told(name):
            written = self.client.head_object(Bucket=self.bucket, Key=self.prefix + name)["LastModified"]
        return time.time() - float(written.timestamp())

    @contextmanager
    def _told(self, name: str = "") -> Iterator[None]:
        from boto3.exceptions import Boto3Error  # noqa: PLC0415 - as above
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - as above

        try:
            yield
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in {"404", "NoSuchKey", "NotFound"}:
                raise FileNotFoundError(name) from error
            raise BackupError(self._why(error)) from error
        except (BotoCoreError, Boto3Error) as error:
            raise BackupError(self._why(error)) from error

    def _why(self, error: Exception) -> str:
        return (
            f"The store at {self.address} does not do what it is asked: {error}. Check that the bucket is "
            "there, and BACKUP_S3_ENDPOINT, BACKUP_S3_REGION, BACKUP_S3_ACCESS_KEY and BACKUP_S3_SECRET_KEY."
        )


class Body:
    """What a store sends, while it sends."""

    def __init__(self, body: Any, told: Callable[[], AbstractContextManager[None]]) -> None:
        self.body, self.told = body, told

    def read(self, size: int) -> bytes:
        with self.told():
            piece: bytes = self.body.read(size)
        return piece

    def close(self) -> None:
        self.body.close()
