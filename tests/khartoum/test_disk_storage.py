"""Power goes without a warning: what is not on the disk by then was never there."""

import io
import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from declarations.files.storing import stage
from operations.backup import portal_files
from tests.declarations.uploads import upload


@pytest.fixture
def settled(monkeypatch):
    """What the system was told to bring to the disk, by number."""
    found = set()
    real = os.fsync

    def fsync(opened):
        found.add(os.fstat(opened).st_ino)
        real(opened)

    monkeypatch.setattr(os, "fsync", fsync)
    return found


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.mark.django_db
def test_a_document_is_on_the_disk_with_its_name_before_anybody_is_told(
    folder, settled, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        file = stage(upload())

    path = folder / file.storage_name
    on_the_way = [path, path.parent, path.parent.parent, folder, folder / "incoming"]
    assert {place.name for place in on_the_way if place.stat().st_ino not in settled} == set()


def test_a_file_that_a_backup_brings_back_is_on_the_disk_with_its_name(folder, settled):
    portal_files.put("documents/ab/cd/one.pdf", io.BytesIO(b"bytes"))

    path = folder / "documents" / "ab" / "cd" / "one.pdf"
    on_the_way = [path, *list(path.parents)[:4]]
    assert path.read_bytes() == b"bytes"
    assert {place.name for place in on_the_way if place.stat().st_ino not in settled} == set()


def test_whatever_is_saved_is_on_the_disk_with_its_name(folder, settled):
    name = default_storage.save("pictures/ab/one.webp", ContentFile(b"picture"))

    path = folder / name
    assert {path.stat().st_ino, path.parent.stat().st_ino, folder.stat().st_ino} <= settled
