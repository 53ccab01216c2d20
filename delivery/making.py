"""Makes a snapshot: all lists of the API as they are at one moment, in a ZIP file."""

import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from delivery.models import Snapshot
from publishing.models import RecordVersion
from publishing.positions import Feed
from publishing.tables import Column, lines

AT_ONCE = 100
PIECE = 1024 * 1024


@dataclass(frozen=True)
class Collection:
    """A list of the API: its rows, how they are read by their keys, and the columns of its table."""

    rows: Any
    read: Callable[[list[int]], list[dict[str, Any]]]
    columns: list[Column]


def make(
    collections: Mapping[str, Collection],
    dictionary: Iterable[Iterable[str]],
    notice: str,
    progress: Callable[[str], None] = lambda _line: None,
) -> Snapshot:
    """Bounded in memory, whatever the size. What comes of it is in its place whole, or not at all."""
    with tempfile.TemporaryDirectory(prefix="snapshot-", dir=settings.VAR_DIR) as folder:
        path = Path(folder) / "snapshot.zip"
        snapshot = Snapshot(made_at=timezone.now(), records={})
        with one_moment(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            # The place first: what comes due while the lists are read is told again.
            snapshot.cursor = str(Feed().latest)
            for name, collection in collections.items():
                snapshot.records[name] = _add(archive, Path(folder), name, collection)
                progress(f"{name}: {snapshot.records[name]}")
            archive.writestr("dictionary.csv", b"".join(lines(dictionary)))
            archive.writestr("README.txt", _readme(snapshot, notice))
        snapshot.size, snapshot.sha256 = path.stat().st_size, _hash_of(path)
        return _keep(snapshot, path)


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read inside is of one state of the database, and nobody who writes has to wait."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Django would begin with a lock that keeps writers away.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")


def _add(archive: zipfile.ZipFile, folder: Path, name: str, collection: Collection) -> int:
    """Both files of a list, written side by side; how many records they hold."""
    count, cells = 0, lines([[column.name for column in collection.columns]])
    files = folder / f"{name}.jsonl", folder / f"{name}.csv"
    with files[0].open("wb") as whole, files[1].open("wb") as table:
        table.writelines(cells)
        for records in _read(collection):
            whole.writelines(orjson.dumps(record) + b"\n" for record in records)
            rows = ([column.cell(record) for column in collection.columns] for record in records)
            table.writelines(lines(rows, is_beginning=False))
            count += len(records)
    for file in files:
        archive.write(file, file.name)
        file.unlink()
    return count


def _read(collection: Collection) -> Iterator[list[dict[str, Any]]]:
    last = 0
    while True:
        rows = collection.rows.order_by("pk").filter(pk__gt=last)
        keys = list(rows.values_list("pk", flat=True)[:AT_ONCE])
        if not keys:
            return
        yield collection.read(keys)
        last = keys[-1]


def _readme(snapshot: Snapshot, notice: str) -> str:
    counts = "\n".join(f"{count:>9} {name}" for name, count in snapshot.records.items())
    return (
        f"The public record of the Khartoum Process, as it was at {_iso(snapshot.made_at)}.\n\n{counts}\n\n"
        "Each list is there twice: as JSON, one record on each line, with all keys that the API has for it; "
        "and as CSV in UTF-8, one record in each row. dictionary.csv says what each column means.\n\n"
        f"What has changed since: /api/v1/changes/?since={snapshot.cursor}\n\n{notice}\n"
    )


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _hash_of(path: Path) -> str:
    with path.open("rb") as content:
        digest = sha256()
        while piece := content.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _keep(snapshot: Snapshot, path: Path) -> Snapshot:
    """The file first, under its own name, then the row: who sees the row finds the file."""
    slug = f"{snapshot.made_at:%Y%m%d-%H%M%S}"
    taken = Snapshot.objects.filter(slug__startswith=slug).count()
    snapshot.slug = f"{slug}-{taken + 1}" if taken else slug
    with path.open("rb") as content:
        # Written elsewhere and renamed, by the storage of Django as by those of S3.
        _put(snapshot.storage_name, content)
    with transaction.atomic():
        snapshot.save(force_insert=True)
        RecordVersion.advance()
    return snapshot


def _put(name: str, content: Any) -> None:
    try:
        place = Path(default_storage.path(name))
    except NotImplementedError:
        default_storage.save(name, File(content))
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_suffix(".part")
    with part.open("wb") as target:
        while piece := content.read(PIECE):
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    # Never over one that is there.
    os.link(part, place)
    part.unlink()
