"""Backups, drills and comparisons that fail with nobody looking on: errors of the log, which go by mail."""

import logging
import sys

import pytest
from django.core.files.storage import default_storage
from django.core.management.base import CommandError
from django.db import IntegrityError

from declarations.models import StoredFile
from operations.backup import making
from operations.backup.drill import Outcome
from operations.backup.errors import ToolError
from operations.management.commands import restore_drill
from tests.operations import backups

pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("portal"),
]


@pytest.fixture
def errors(caplog):
    """What has been told so far."""
    return lambda: [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]


def raises(error):
    def instead(*_arguments, **_options):
        raise error

    return instead


def test_backup_that_cannot_be_made_is_told_once(errors, settings):
    settings.BACKUP = {**settings.BACKUP, "to": ""}

    with pytest.raises(CommandError):
        backups.run("backup")

    [told] = errors()
    assert told.startswith("The backup failed: BACKUP_TO is not set.")


def test_backup_that_lacks_files_and_their_comparison_are_told(errors):
    default_storage.delete(StoredFile.objects.first().storage_name)

    with pytest.raises(CommandError):
        backups.run("backup")
    with pytest.raises(CommandError):
        backups.run("check_files")

    made, compared = errors()
    assert "but 1 files that rows need are missing" in made
    assert compared == "1 files without their bytes, 0 that belong to no file."


def test_drill_that_fails_is_told(errors, monkeypatch):
    backups.run("backup")
    with pytest.raises(CommandError):
        backups.run("restore_drill", "20200101-000000")

    def different(place, name, *_arguments):
        manifest = restore_drill.checking.checked(place, name, *_arguments).manifest
        return Outcome(manifest, rows=1, tables=1, problems=["table accounts_user has other values"])

    monkeypatch.setattr(restore_drill, "drill", different)
    with pytest.raises(CommandError):
        backups.run("restore_drill")

    failed, differs = errors()
    assert failed.startswith("The drill failed: ")
    assert "did not come back as it was: 1 differences" in differs


@pytest.mark.parametrize(
    "error",
    [
        IntegrityError("duplicate key value\nDETAIL: Key (name)=(Amal) already exists."),
        ToolError("pg_dump", "COPY accounts_user, line 3: Amal", "Make room."),
    ],
)
def test_what_the_database_says_of_a_row_is_not_sent(errors, monkeypatch, error):
    monkeypatch.setattr(making, "make", raises(error))

    with pytest.raises(CommandError, match="Amal"):
        backups.run("backup")

    [told] = errors()
    assert "The backup failed" in told
    assert "Amal" not in told


def test_that_another_is_at_work_is_no_failure(errors):
    with making.alone(), pytest.raises(CommandError, match="under way"):
        backups.run("backup")

    assert errors() == []


def test_whoever_has_typed_it_reads_it_once(errors, settings, monkeypatch):
    settings.BACKUP = {**settings.BACKUP, "to": ""}
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)

    with pytest.raises(CommandError):
        backups.run("backup")

    assert errors() == []
