"""Backups of the whole portal: made, brought back, and compared."""

import sys
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import load_command_class
from django.core.management.base import CommandError
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from accounts.audit_words import in_words
from accounts.models import AuditEntry
from declarations.models import StoredFile
from events.models import Event
from operations.backup import (
    configured,
    drill_notes,
    keeping,
    listing,
    making,
    manifest,
    portal_files,
    restoring,
)
from operations.backup.contents import differences
from operations.backup.models import Run
from operations.backup.places import Folder
from operations.backup.register import latest
from publishing.models import RecordVersion
from publishing.positions import Feed
from publishing.problems import BadQueryError
from tests.factories import EventFactory, StoredFileFactory
from tests.operations import backups

# Sequences of what a restoration writes itself; their names begin with their table's.
WRITTEN_TO = ("accounts_auditentry", "operations_run")

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("portal")]


@pytest.fixture
def encrypted(settings, tmp_path):
    told = backups.run("backup", "--new-key", str(tmp_path / "key"))
    settings.BACKUP = {**settings.BACKUP, "recipient": told.splitlines()[0].removeprefix("BACKUP_RECIPIENT=")}
    return str(tmp_path / "key")


def there(tmp_path):
    return sorted(str(path.relative_to(tmp_path / "backups")) for path in (tmp_path / "backups").rglob("*"))


def test_what_was_destroyed_comes_back_as_it_was(encrypted):
    rows, files, contents = backups.rows(), backups.files(), backups.contents()
    number = RecordVersion.objects.get().number
    backups.run("backup")

    with pytest.raises(CommandError, match="--key FILE"):
        backups.run("restore_drill")
    assert latest().drill is None
    backups.run("restore_drill", "--key", encrypted)
    Run.objects.filter(kind=Run.Kind.DRILL).delete()
    drill_notes.take_up(configured.place())
    assert latest().good_drill.name == latest().good_backup.name

    backups.destroy()
    told = backups.run("restore", "latest", "--key", encrypted)

    assert "restart the portal" in told
    assert backups.rows() == rows
    assert backups.files() == files
    found = backups.contents()
    # What a restoration itself changes, and the register's own numbers.
    for table in ("accounts_auditentry", "django_session", "operations_run", "publishing_recordversion"):
        found.tables[table] = contents.tables[table]
    found.sequences = {
        name: number if not name.startswith(WRITTEN_TO) else contents.sequences.get(name, number)
        for name, number in found.sequences.items()
        if name in contents.sequences
    }
    assert differences(contents, found) == []
    with pytest.raises(Exception, match="only added to"), transaction.atomic():
        AuditEntry.objects.all()._raw_delete("default")
    assert RecordVersion.objects.get().number > number
    assert EventFactory().pk > max(row[0] for row in rows["events.Event"]) + 1


def test_a_restoration_is_on_the_audit_log_of_what_came_back(portal, monkeypatch):
    monkeypatch.setenv("SUDO_USER", "amal")
    backups.run("backup")
    [backup] = Run.objects.filter(kind=Run.Kind.BACKUP)
    EventFactory()

    backups.run("restore", "latest", "--force")
    backups.run("restore", "--recovered")

    by_backup, by_postgresql = AuditEntry.objects.filter(action=AuditEntry.Action.PORTAL_RESTORED).order_by(
        "pk"
    )
    assert by_backup.details["operator"] == by_postgresql.details["operator"] == "amal"
    assert by_backup.details["backup"] == backup.name
    assert by_backup.details["kept_as"] != backup.name
    assert "PostgreSQL" in by_postgresql.details["what"]
    assert dict(in_words(by_backup.details))["as it was at"].endswith("UTC")


def test_restoration_killed_before_it_was_done_is_mended_by_a_second_one(portal, monkeypatch):
    backups.run("backup")
    feed = RecordVersion.objects.get().feed
    command = ("restore", "latest", "--force", "--without-backup")

    # Loaded before: the command would keep what stands there while it is loaded.
    load_command_class("operations", "restore")
    with monkeypatch.context() as killed:
        killed.setattr(restoring, "settle", lambda *_arguments, **_told: sys.exit())
        with pytest.raises(SystemExit):
            backups.run(*command)
    assert RecordVersion.objects.get().feed == feed
    assert Session.objects.exists()
    backups.run(*command)

    assert RecordVersion.objects.get().feed != feed
    assert not Session.objects.exists()
    assert AuditEntry.objects.filter(action=AuditEntry.Action.PORTAL_RESTORED).count() == 1


def test_who_keeps_a_copy_is_told_to_fetch_it_anew(portal):
    place = str(Feed().latest)
    backups.run("backup")
    EventFactory()

    backups.run("restore", "latest", "--force")

    with pytest.raises(BadQueryError) as refused:
        Feed(place, "since")
    assert "Fetch everything anew" in refused.value.errors["since"]


def test_a_filled_portal_is_only_replaced_by_force_and_kept_itself(portal):
    backups.run("backup")
    written_since = EventFactory()
    StoredFileFactory(content=b"Uploaded since")
    rows, files = backups.rows(), backups.files()

    with pytest.raises(CommandError, match="--force"):
        backups.run("restore", "latest")
    assert (backups.rows(), backups.files()) == (rows, files)

    told = backups.run("restore", "latest", "--force")
    assert not Event.objects.filter(pk=written_since.pk).exists()
    assert not StoredFile.objects.filter(text_pages=["Uploaded since"]).exists()
    assert len(backups.files()) == len(files) - 1

    [kept] = [line.split()[-1].rstrip(".") for line in told.splitlines() if "What was there" in line]
    # It is not what `latest` means.
    assert kept not in backups.run("restore_drill")
    backups.run("restore", kept, "--force", "--without-backup")
    assert (backups.rows(), backups.files()) == (rows, files)


@pytest.mark.once
def test_files_are_kept_once_and_go_when_no_backup_lists_them(portal, settings, monkeypatch):
    monkeypatch.setattr(keeping, "KEPT_IN_ANY_CASE", timedelta())
    settings.BACKUP = {**settings.BACKUP, "keep": "0 daily"}
    place = Folder(portal / "backups")
    backups.run("backup")
    first = set(place.sizes("files"))
    gone = StoredFile.objects.first()
    default_storage.delete(gone.storage_name)
    StoredFileFactory(content=b"New")

    with pytest.raises(CommandError, match="check_files"):
        backups.run("backup")

    assert latest().backup.problem
    assert first <= set(place.sizes("files"))
    monkeypatch.setattr("operations.backup.keeping.GIVEN_UP_AFTER", -1)
    with pytest.raises(CommandError, match=gone.storage_name):
        backups.run("backup")
    second = set(place.sizes("files"))
    assert list(first - second) == [name for name in first if gone.sha256 in name]
    assert len(backups.run("backup", "--list").splitlines()) == 1


def test_a_drill_finds_what_is_not_as_the_backup_says(portal, monkeypatch):
    backups.run("backup")
    assert "nothing missing and nothing altered" in backups.run("restore_drill")
    state = latest()
    assert state.good_drill == state.drill
    before = backups.rows()

    def told_wrong(moment):
        contents = original(moment)
        rows, _digest = contents.tables["events_event"]
        contents.tables["events_event"] = (rows, "0" * 64)
        return contents

    moment = "operations.backup.databases." + (
        "postgresql.Snapshot" if connection.vendor == "postgresql" else "sqlite.Copy"
    )
    module, _, name = moment.rpartition(".")
    original = getattr(__import__(module, fromlist=[name]), name).contents
    monkeypatch.setattr(f"{moment}.contents", told_wrong)
    backups.run("backup")

    with pytest.raises(CommandError, match="1 differences"):
        backups.run("restore_drill")
    assert "events_event has other values" in latest().drill.problem
    with pytest.raises(CommandError, match="left in place: table events_event has other values"):
        backups.run("restore", "latest", "--force", "--without-backup")
    assert backups.rows() == before


@pytest.mark.once
def test_what_was_damaged_at_its_place_is_brought_anew(portal):
    backups.run("backup")
    place = Folder(portal / "backups")
    name = next(name for name, size in place.sizes("files").items() if size)
    (place.root / name).write_bytes(b"\0" * place.sizes("files")[name])

    # By name and size nothing is wrong.
    backups.run("backup")
    with pytest.raises(CommandError, match="--anew"):
        backups.run("restore_drill")
    assert not latest().drill.is_good

    backups.run("backup", "--anew")
    assert "nothing altered" in backups.run("restore_drill")


def test_a_file_that_comes_and_goes_while_a_backup_is_made(portal, monkeypatch):
    take_moment, moments = making.Work.take_moment, []

    def with_a_visitor(work, connection):
        moments.append(1)
        passing = StoredFileFactory(content=b"Passing by") if len(moments) == 1 else None
        take_moment(work, connection)
        if passing:
            passing.delete()
            default_storage.delete(passing.storage_name)

    monkeypatch.setattr(making.Work, "take_moment", with_a_visitor)

    backups.run("backup")

    assert len(moments) == 2
    assert latest().backup.is_good
    place = Folder(portal / "backups")
    listed = listing.read(place, manifest.read(place, latest().backup.name))
    assert {file.name for file in listed} == {*backups.files(), "var/api_key_days"}
    assert "nothing missing" in backups.run("restore_drill")


@pytest.mark.once
def test_a_file_that_is_taken_away_between_two_looks_is_no_failure(portal, monkeypatch):
    loose = default_storage.save("pictures/aa/loose.webp", ContentFile(b"given up"))
    names = portal_files.names

    def names_of_before():
        yield from names()
        if default_storage.exists(loose):
            default_storage.delete(loose)
            yield loose

    monkeypatch.setattr(portal_files, "names", names_of_before)

    backups.run("backup")

    assert latest().backup.is_good


@pytest.mark.once
def test_what_is_interrupted_leaves_nothing_half(portal, monkeypatch):
    backups.run("backup")
    before = [name for name in there(portal) if name.startswith("backups/")]
    write = Folder.write

    class Cut:
        def __init__(self, source):
            self.source = source

        def read(self, size):
            if self.source.read(10):
                raise KeyboardInterrupt
            return b""

    for part in ("database", "contents", "files.zst", "manifest"):

        def broken(place, name, source, part=part):
            is_the_one = name.rpartition("/")[2].startswith(part)
            return write(place, name, Cut(source) if is_the_one else source)

        monkeypatch.setattr(Folder, "write", broken)
        with pytest.raises(KeyboardInterrupt):
            backups.run("backup")

        assert [name for name in there(portal) if name.startswith("backups/")] == before
        assert not [name for name in there(portal) if name.endswith(".part")]


@pytest.mark.once
def test_two_at_once_are_refused(portal):
    with making.alone(), pytest.raises(CommandError, match="under way"):
        backups.run("backup")

    assert latest().backup is None


@pytest.mark.once
def test_whoever_waits_has_a_turn_when_the_other_has_ended(portal, monkeypatch):
    with ExitStack() as other:
        other.enter_context(making.alone())
        monkeypatch.setattr(making, "sleep", lambda _seconds: other.close())

        backups.run("backup", "--wait", "60")

    assert latest().good_backup is not None


@pytest.mark.postgresql
def test_two_machines_at_once_are_refused(portal):
    from operations.backup.databases import postgresql  # noqa: PLC0415 - needs no PostgreSQL otherwise

    with postgresql.moment(connection), pytest.raises(CommandError, match="another machine"):
        backups.run("backup")


@pytest.mark.once
def test_the_register_is_asked_in_one_query(portal):
    for kind in Run.Kind.values * 3:
        Run.objects.create(
            kind=kind, began_at="2026-01-01T00:00Z", ended_at="2026-01-01T00:00Z", is_good=True
        )

    with CaptureQueriesContext(connection) as queries:
        state = latest()

    assert len(queries) == 1
    assert state.backup == state.good_backup


def test_what_a_killed_drill_or_backup_left_goes_with_the_next(portal):
    backups.run("backup")
    if connection.vendor == "postgresql":
        from operations.backup.databases import postgresql  # noqa: PLC0415 - as above

        with connection.cursor() as cursor:
            start = postgresql.start_of_names(cursor)
            cursor.execute(f'CREATE DATABASE "{start}killed" TEMPLATE template0')
            backups.run("restore_drill")
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname::text, %s)", [start])
            assert cursor.fetchall() == []
    else:
        (portal / "copy-for-backup-0a1b2c3d").mkdir()
        (portal / "copy-for-backup-0a1b2c3d" / "scratch.sqlite3").write_text("All rows.")
        backups.run("restore_drill")
        assert list(portal.glob("copy-for-backup-*")) == []


@pytest.mark.postgresql
def test_drill_that_is_under_way_elsewhere_keeps_its_database(portal):
    from operations.backup.databases import postgresql  # noqa: PLC0415 - as above

    with postgresql.scratch(connection) as under_way, postgresql.scratch(connection):
        assert postgresql.is_empty(connections[under_way])
