"""Files that were lost, altered or uploaded around a backup: bringing it back undoes no repair."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management.base import CommandError

from declarations.files.storing import has_right_bytes
from declarations.models import StoredFile
from operations.backup import restoring
from tests.factories import StoredFileFactory
from tests.operations import backups

pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("portal"),
]


@pytest.fixture
def file(portal):
    return StoredFileFactory(content=b"What was agreed")


def altered(file):
    Path(default_storage.path(file.storage_name)).write_bytes(b"What was altered"[: file.size])


def mended(file):
    Path(default_storage.path(file.storage_name)).write_bytes(b"What was agreed")


def test_what_was_missing_in_a_backup_and_was_uploaded_again_stays(file):
    default_storage.delete(file.storage_name)
    with pytest.raises(CommandError, match="check_files"):
        backups.run("backup")
    default_storage.save(file.storage_name, ContentFile(b"What was agreed"))

    backups.run("restore", "latest", "--force")

    assert has_right_bytes(StoredFile.objects.get(pk=file.pk))


def test_what_was_altered_in_a_backup_and_was_mended_stays(file):
    altered(file)
    with pytest.raises(CommandError, match="check_files"):
        backups.run("backup")
    mended(file)

    backups.run("restore", "latest", "--force")

    assert has_right_bytes(StoredFile.objects.get(pk=file.pk))


def test_what_was_mended_is_in_the_next_backup(file):
    """Though it has the name and the size that it had before."""
    altered(file)
    with pytest.raises(CommandError, match="check_files"):
        backups.run("backup")
    mended(file)

    backups.run("backup")
    default_storage.delete(file.storage_name)
    backups.run("restore", "latest", "--force")

    assert has_right_bytes(StoredFile.objects.get(pk=file.pk))


def test_what_was_altered_after_a_backup_is_brought_back(file):
    backups.run("backup")
    altered(file)

    backups.run("restore", "latest", "--force", "--without-backup")

    assert has_right_bytes(StoredFile.objects.get(pk=file.pk))


def test_what_is_uploaded_while_a_restoration_ends_stays(monkeypatch):
    backups.run("backup")
    left = StoredFileFactory(content=b"Uploaded before")
    settle, uploaded = restoring.settle, []

    def with_an_upload(*arguments, **told):
        uploaded.append(StoredFileFactory(content=b"Uploaded just now"))
        # Of somebody who has not saved yet.
        default_storage.save("incoming/aa.txt", ContentFile(b"Not yet"))
        settle(*arguments, **told)

    monkeypatch.setattr(restoring, "settle", with_an_upload)

    backups.run("restore", "latest", "--force")

    assert has_right_bytes(uploaded[0])
    assert default_storage.exists("incoming/aa.txt")
    assert not default_storage.exists(left.storage_name)


def test_what_is_in_no_backup_stays_where_nothing_was_kept():
    backups.run("backup")
    uploaded = StoredFileFactory(content=b"Uploaded since")

    told = backups.run("restore", "latest", "--force", "--without-backup")

    assert default_storage.exists(uploaded.storage_name)
    assert "1 files that are not in this backup were left" in told
    backups.run("check_files", "--mend")
    assert not default_storage.exists(uploaded.storage_name)
    assert "All" in backups.run("check_files")


def test_what_is_in_no_backup_stays_beside_an_empty_database():
    backups.run("backup")
    uploaded = StoredFileFactory(content=b"Uploaded since")
    backups.destroy()
    default_storage.save(uploaded.storage_name, ContentFile(b"Uploaded since"))

    told = backups.run("restore", "latest")

    assert default_storage.exists(uploaded.storage_name)
    assert "1 files that are not in this backup were left" in told
    # What came back is whole: the next backup has what the rows need, and what nobody has taken away.
    backups.run("backup")
    assert "nothing missing and nothing altered" in backups.run("restore_drill")


def test_restoration_that_leaves_nothing_says_nothing_of_it():
    backups.run("backup")
    backups.destroy()

    assert "were left" not in backups.run("restore", "latest")
