import os
import resource
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from io import StringIO
from threading import Barrier

import pytest
from django.conf import settings as project
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.test import override_settings
from django.utils import timezone

from declarations.files import storing
from declarations.files.storing import discard, incoming_name, open_file, stage, sweep
from declarations.models import StoredFile
from tests.declarations.files.samples import sample
from tests.factories import DocumentVersionFactory

pytestmark = pytest.mark.once

TEXT = b"We commit ourselves to offering protection."


def upload(content=TEXT, name="declaration.txt"):
    return SimpleUploadedFile(name, content)


def undone():
    """An upload whose transaction comes to nothing."""
    with transaction.atomic():
        file = stage(upload())
        transaction.set_rollback(True)
    return file


def is_there(file):
    with open_file(file) as content:
        return sha256(content.read()).hexdigest() == file.sha256


@pytest.mark.django_db(transaction=True)
class TestKeeping:
    def test_an_upload_is_kept_under_its_hash(self, names):
        file = stage(upload(sample("english.pdf"), "Rome (final).PDF"))

        assert names() == ([], [file.storage_name])
        assert file.storage_name == f"documents/{file.sha256[:2]}/{file.sha256}.pdf"
        assert (file.page_count, file.has_text, file.size) == (1, True, len(sample("english.pdf")))
        assert bytes(file.picture).startswith(b"RIFF")
        assert is_there(file)

    def test_the_same_bytes_are_recognised(self, names):
        first, second = stage(upload()), stage(upload(name="another name.txt"))

        assert first == second
        assert names() == ([], [first.storage_name])

    def test_bytes_that_were_lost_or_altered_come_back_with_the_same_upload(self, names, storage):
        file = stage(upload())
        storage.delete(file.storage_name)
        assert stage(upload()) == file
        assert is_there(file)

        with open(storage.path(file.storage_name), "ab") as content:
            content.write(b"!")
        assert stage(upload()) == file
        assert is_there(file)
        assert names() == ([], [file.storage_name])

    def test_others_on_the_machine_cannot_read_the_storage(self, storage):
        file = stage(upload())

        assert os.stat(storage.path(file.storage_name)).st_mode & 0o777 == 0o640

    @pytest.mark.parametrize(
        ("content", "name", "code"),
        [
            (b"MZ", "virus.exe", "format"),
            (b"x", "no ending", "format"),
            (b"", "empty.txt", "empty"),
            (b"<html>", "page.txt", "markup"),
            (b"%PDF-1.4 broken", "broken.pdf", "broken"),
        ],
    )
    def test_of_what_is_refused_nothing_is_left(self, names, content, name, code):
        with pytest.raises(ValidationError) as refusal:
            stage(upload(content, name))

        assert refusal.value.code == code
        assert refusal.value.messages[0].endswith(".")
        assert names() == ([], [])
        assert StoredFile.objects.count() == 0

    def test_a_file_over_the_limit_is_refused_before_it_is_read(self, settings):
        settings.MAX_FILE_MEGABYTES = 1

        with pytest.raises(ValidationError, match=r"the most is 1\.0"):
            stage(upload(b"x" * (1024 * 1024 + 1)))


@pytest.mark.django_db(transaction=True)
class TestWhateverFails:
    def test_bytes_do_not_take_their_place_before_the_row_is_there(self, names):
        file = undone()

        assert StoredFile.objects.count() == 0
        incoming, placed = names()
        assert (incoming, placed) == ([incoming_name(file)], [])

    def test_leftovers_are_swept_away_after_a_day(self, names, storage):
        file = undone()
        long_ago = (timezone.now() - timedelta(days=2)).timestamp()
        os.utime(storage.path(incoming_name(file)), (long_ago, long_ago))

        sweep()

        assert names() == ([], [])

    def test_what_another_process_has_put_in_its_place_meanwhile_hinders_no_upload(
        self, names, storage, monkeypatch
    ):
        placed = stage(upload())
        monkeypatch.setattr(storing, "names_in", lambda folder: [incoming_name(placed)])

        stage(upload(b"another"))

        assert len(names()[1]) == 2

    def test_a_crash_between_row_and_move_is_made_good_by_reading(self, names, storage):
        file = stage(upload())
        os.renames(storage.path(file.storage_name), storage.path(incoming_name(file)))

        assert is_there(file)
        assert names() == ([], [file.storage_name])

    @pytest.mark.parametrize("moment", range(10))
    def test_a_process_that_dies_at_any_moment_leaves_no_row_without_bytes(
        self, database_url, settings, names, moment
    ):
        """Each moment is one call of the storage, at which the process is gone as by kill -9."""
        root = str(settings.MEDIA_ROOT)

        run(DYING, database_url, root, str(moment), may_end_with={0, 9})

        placed_before = names()[1]
        known = run(WITH_THEIR_BYTES, database_url, root).split()
        assert "missing" not in known
        assert set(placed_before) <= set(known)

    def test_a_full_disk_is_told_and_nothing_is_left(self, names, settings):
        settings.MEDIA_ROOT.mkdir()
        free = resource.getrlimit(resource.RLIMIT_FSIZE)
        # The system refuses to let a file grow beyond this, as it does on a full disk.
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, free[1]))
        try:
            with pytest.raises(ValidationError, match="disk is full"):
                stage(upload(b"word " * 1000))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, free)

        assert names() == ([], [])
        assert StoredFile.objects.count() == 0

    def test_a_storage_that_cannot_be_written_is_told(self, settings):
        settings.MEDIA_ROOT.write_text("a file where the folder should be")

        with pytest.raises(ValidationError, match="cannot store files"):
            stage(upload())

        assert StoredFile.objects.count() == 0


BEGINNING = """
import os, sys
import django
django.setup()
from django.conf import settings
settings.MEDIA_ROOT = sys.argv[1]
from django.core.files.storage import default_storage
from declarations.files.storing import has_right_bytes, stage
from declarations.models import StoredFile
"""
DYING = f"""{BEGINNING}
calls = 0
for name in ("save", "delete", "exists", "path"):
    def counted(*args, original=getattr(default_storage, name), **kwargs):
        global calls
        calls += 1
        if calls > int(sys.argv[2]):
            os._exit(9)
        return original(*args, **kwargs)
    setattr(default_storage, name, counted)
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
stage(SimpleUploadedFile("declaration.txt", b"A text."))
"""
WITH_THEIR_BYTES = f"""{BEGINNING}
for file in StoredFile.objects.all():
    print(file.storage_name if has_right_bytes(file) else "missing")
"""


def run(code, database_url, *arguments, may_end_with=frozenset({0})):
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code, *arguments],
        cwd=project.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "khartoum.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in may_end_with, done.stderr
    return done.stdout


@pytest.fixture
def database_url(tmp_path):
    """Of this test's database, for another process: SQLite's is in memory and is copied to a file."""
    if connection.vendor == "postgresql":
        known = connection.settings_dict
        password = f":{known['PASSWORD']}" if known["PASSWORD"] else ""
        return f"postgres://{known['USER']}{password}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
    connection.ensure_connection()
    copy = sqlite3.connect(tmp_path / "copy.sqlite3")
    connection.connection.backup(copy)
    copy.close()
    return f"sqlite:///{tmp_path / 'copy.sqlite3'}"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_who_upload_the_same_at_the_same_time_get_the_same_row(names):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time")
    both = Barrier(2)

    def at_once(_turn):
        try:
            both.wait()
            return stage(upload()).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(at_once, range(2))

    file = StoredFile.objects.get()
    assert first == second == file.pk
    assert names() == ([], [file.storage_name])
    assert is_there(file)


@pytest.mark.django_db(transaction=True)
def test_a_storage_without_paths_keeps_the_same_promises(names):
    """As one in a cloud: everything goes through Django's storage interface."""
    with override_settings(STORAGES={**project.STORAGES, "default": {"BACKEND": f"{__name__}.Elsewhere"}}):
        file = stage(upload(sample("english.pdf"), "declaration.pdf"))

        assert file.page_count == 1
        assert is_there(file)
        assert names() == ([], [file.storage_name])
        file.delete()
        call_command("check_files", "--mend", stderr=StringIO())
        assert names() == ([], [])


class Elsewhere(FileSystemStorage):
    def path(self, name):
        if sys._getframe(1).f_globals["__name__"].startswith("declarations"):
            raise NotImplementedError
        return super().path(name)

    def move(self, name, new):
        os.makedirs(os.path.dirname(super().path(new)), exist_ok=True)
        os.replace(super().path(name), super().path(new))


@pytest.mark.django_db(transaction=True)
class TestGivenUp:
    def test_what_nobody_used_goes_after_a_day_and_what_was_used_stays(self, names):
        given_up, used = stage(upload(b"never used")), stage(upload(b"used"))
        DocumentVersionFactory(file=used).delete()
        StoredFile.objects.update(uploaded_at=timezone.now() - timedelta(days=2))

        sweep()

        assert list(StoredFile.objects.all()) == [used]
        assert names() == ([], [used.storage_name])
        assert given_up.pk != used.pk

    def test_bytes_that_somebody_is_storing_again_stay(self, names):
        """Between the check and the deletion the same upload may come again."""
        file = stage(upload())

        discard(file.storage_name)

        assert names() == ([], [file.storage_name])


@pytest.mark.django_db(transaction=True)
class TestChecking:
    def test_all_is_well(self, capsys):
        stage(upload())

        call_command("check_files")

        assert "All 1 files have their bytes." in capsys.readouterr().out

    def test_altered_bytes_are_found(self, storage, capsys):
        file = stage(upload())
        address = DocumentVersionFactory(file=file).own_address
        with open(storage.path(file.storage_name), "ab") as content:
            content.write(b"!")

        with pytest.raises(CommandError, match="1 files without their bytes"):
            call_command("check_files")
        assert f"Used by {address}." in capsys.readouterr().err

    def test_bytes_of_no_file_are_found_and_taken_away(self, storage, names):
        file = stage(upload())
        file.delete()

        with pytest.raises(CommandError, match="1 that belong to no file"):
            call_command("check_files")
        call_command("check_files", "--mend")

        assert names() == ([], [])


def test_what_is_refused_is_said_in_the_reader_s_language():
    assert all(str(reason) for reason in storing.REASONS.values())
