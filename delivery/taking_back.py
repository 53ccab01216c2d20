"""Takes snapshots back: what must not be handed out any longer, such as a person's data that were erased."""

import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import orjson
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from delivery.models import Snapshot
from publishing import changes


def take_back(*, snapshot: Snapshot, reason: str) -> None:
    """The file goes for good; its address says when and why."""
    snapshot.taken_back_at, snapshot.reason = timezone.now(), reason
    with changes.together() as batch:
        snapshot.save(update_fields=["taken_back_at", "reason"])
        batch.advances = True
        # If it fails those of others go all the same, and this one can be deleted once more.
        transaction.on_commit(lambda: default_storage.delete(snapshot.storage_name), robust=True)


def delete_once_more(snapshot: Snapshot) -> bool:
    """Whether the file of one that was taken back was still there."""
    was_there = default_storage.exists(snapshot.storage_name)
    if was_there:
        default_storage.delete(snapshot.storage_name)
    return was_there


def holding(may_be_in: Callable[[str], bool], is_in: Callable[[Any], bool]) -> Iterator[Snapshot]:
    """Those in a record of which something stands. The first question is asked of whole lines, and only has
    to be right when it says no."""
    for snapshot in Snapshot.objects.published():
        if any(may_be_in(line) and is_in(orjson.loads(line)) for line in _lines(snapshot)):
            yield snapshot


def _lines(snapshot: Snapshot) -> Iterator[str]:
    try:
        content = default_storage.open(snapshot.storage_name)
    except FileNotFoundError:
        return
    with content, zipfile.ZipFile(content) as files:
        for name in files.namelist():
            if name.endswith(".jsonl"):
                with files.open(name) as lines:
                    for line in lines:
                        yield line.decode()
