"""Files in a store that speaks S3: the same promises as on a disk."""

import time
from io import BytesIO, StringIO
from urllib.request import urlopen
from zipfile import ZipFile

import pytest
from django.core.exceptions import ImproperlyConfigured, SuspiciousFileOperation, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from declarations.files.responses import disposition
from declarations.files.storing import INCOMING, PLACE, has_right_bytes, names_in, open_file, stage
from delivery.models import Snapshot
from events.pictures import storing as pictures
from khartoum.file_storage import StorageAwayError, file_storage
from khartoum.object_storage import ObjectStorage
from scripts.cluster.ports import free_ports
from tests.events.test_picture_scaling import plain, upload
from tests.factories import DocumentVersionFactory
from tests.object_store import BUCKET, ObjectStore

pytestmark = pytest.mark.once
UNSET = dict.fromkeys(("bucket", "endpoint", "region", "access_key", "secret_key", "prefix"), "")
TEXT = b"We commit ourselves to offering protection." * 20_000


@pytest.fixture(scope="module")
def store():
    store = ObjectStore(*free_ports(1))
    yield store
    store.stop()


@pytest.fixture
def storage(store, settings):
    store.empty()
    entry = file_storage(**UNSET | store.options | {"prefix": "public/"}, production=False)
    settings.STORAGES = {**settings.STORAGES, "default": entry}
    return default_storage


def text(content=TEXT):
    return SimpleUploadedFile("declaration.txt", content)


class TestSetting:
    def test_files_are_on_disk_where_nothing_is_set(self):
        assert file_storage(**UNSET, production=True)["BACKEND"].endswith("DiskStorage")

    @pytest.mark.parametrize(
        ("changed", "told"),
        [
            ({"access_key": "one"}, "S3_SECRET_KEY"),
            ({"endpoint": "s3.example.org"}, "whole address"),
            ({"endpoint": "http://s3.example.org"}, "https://"),
        ],
    )
    def test_what_cannot_be_right_is_refused(self, changed, told):
        with pytest.raises(ImproperlyConfigured, match=told):
            file_storage(**UNSET | {"bucket": "portal"} | changed, production=True)


class TestStorage:
    def test_what_is_kept_is_in_its_folder_and_open_to_nobody(self, storage, store):
        storage.save("documents/ab/one.txt", ContentFile(b"one"))

        grants = store.client().get_object_acl(Bucket=BUCKET, Key="public/documents/ab/one.txt")["Grants"]
        assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]
        assert storage.listdir("documents") == (["ab"], [])
        assert storage.listdir("documents/ab") == ([], ["one.txt"])
        assert storage.size("documents/ab/one.txt") == 3
        assert not storage.exists("documents/ab/two.txt")

    def test_nothing_is_written_over(self, storage, monkeypatch):
        storage.save("one.txt", ContentFile(b"one"))

        with pytest.raises(FileExistsError):
            storage.save("one.txt", ContentFile(b"two"))
        # Somebody else has written it after we asked whether it is there.
        monkeypatch.setattr(type(default_storage._wrapped), "exists", lambda *_asked: False)
        with pytest.raises(FileExistsError):
            storage.save("one.txt", ContentFile(b"two"))
        with storage.open("one.txt") as content:
            assert content.read() == b"one"

    def test_a_file_is_read_from_any_place_on_and_no_more_of_it_is_sent(self, storage):
        whole = bytes(range(256)) * 40_000
        storage.save("whole", ContentFile(whole))

        with storage.open("whole") as content:
            assert content.size == len(whole)
            assert content.seek(9_000_000) == 9_000_000
            assert content.read(300_000) == whole[9_000_000:9_300_000]
            assert content.tell() == 9_300_000
            content.seek(-10, 2)
            assert content.read() == whole[-10:]
            content.seek(0)
            assert content.read() == whole

    def test_what_is_not_there_is_told_as_of_a_disk(self, storage):
        with pytest.raises(FileNotFoundError):
            storage.open("nowhere")
        storage.delete("nowhere")

    def test_names_do_not_lead_out_of_the_folder(self, storage):
        with pytest.raises(SuspiciousFileOperation):
            storage.open("../other/one.txt")

    def test_a_signed_address_brings_the_file_under_the_name_we_say(self, storage, client):
        storage.save("one.txt", ContentFile(b"one"))
        address = storage.signed_address("one.txt", seconds=60, ResponseContentDisposition="attachment")

        with urlopen(address, timeout=5) as answer:  # noqa: S310 - of our own store
            assert answer.read() == b"one"
            assert answer.headers["Content-Disposition"] == "attachment"


@pytest.mark.django_db(transaction=True)
class TestFiles:
    def test_an_upload_is_checked_and_comes_to_its_place(self, storage):
        file = stage(text())

        assert has_right_bytes(file)
        assert (list(names_in(INCOMING)), list(names_in(PLACE))) == ([], [file.storage_name])
        assert stage(text()) == file
        call_command("check_files", stdout=StringIO())

    def test_bytes_that_were_altered_in_the_store_are_put_right_by_sending_them_again(self, storage, store):
        file = stage(text())
        store.client().put_object(Bucket=BUCKET, Key=f"public/{file.storage_name}", Body=b"altered")
        assert not has_right_bytes(file)

        assert stage(text()) == file
        assert has_right_bytes(file)

    def test_a_move_that_was_interrupted_is_finished_by_whoever_reads(self, storage):
        file = stage(text())
        storage.move(file.storage_name, f"{INCOMING}/{file.sha256}.{file.format}")

        with open_file(file) as content:
            assert content.read() == TEXT

    def test_visitors_get_whole_files_parts_and_packages(self, storage, client):
        version = DocumentVersionFactory(file=stage(text()))

        whole = client.get(version.own_address)
        part = client.get(version.own_address, headers={"Range": "bytes=100000-100009"})

        assert b"".join(whole) == TEXT
        assert whole["Content-Disposition"].startswith("attachment")
        assert "sandbox" in whole["Content-Security-Policy"]
        assert part.status_code == 206
        assert b"".join(part) == TEXT[100_000:100_010]

    def test_visitors_may_be_led_to_the_store_by_an_address_that_nobody_keeps(
        self, storage, client, settings
    ):
        settings.S3_SIGNED_SECONDS = 60
        version = DocumentVersionFactory(file=stage(text()))

        answer = client.get(version.own_address)

        assert (answer.status_code, answer["Cache-Control"]) == (302, "no-store")
        with urlopen(answer["Location"], timeout=5) as sent:  # noqa: S310 - of our own store
            assert sent.read() == TEXT
            assert sent.headers["Content-Disposition"] == disposition(version)
            assert sent.headers["Content-Type"] == version.media_type

    def test_pictures_are_kept_and_read(self, storage):
        file = pictures.stage(upload(plain()))

        assert pictures.has_its_bytes(file)
        assert pictures.stage(upload(plain())) == file

    def test_a_snapshot_is_kept_whole_and_can_be_fetched(self, storage, client):
        call_command("snapshot", stdout=StringIO())

        answer = client.get(f"/files/snapshots/{Snapshot.objects.get().slug}.zip")

        content = b"".join(answer)
        assert len(content) == int(answer["Content-Length"])
        assert ZipFile(BytesIO(content)).testzip() is None


@pytest.mark.django_db(transaction=True)
class TestAway:
    def test_the_desk_is_told_in_words_and_nothing_is_kept(self, storage, store):
        store.freeze()
        begun = time.monotonic()
        try:
            with pytest.raises(ValidationError, match="cannot store files at the moment"):
                stage(text())
        finally:
            store.thaw()
        assert time.monotonic() - begun < 8

    def test_visitors_are_told_within_five_seconds(self, storage, store, client):
        version = DocumentVersionFactory(file=stage(text()))
        store.freeze()
        begun = time.monotonic()
        try:
            client.raise_request_exception = False
            answer = client.get(version.own_address)
        finally:
            store.thaw()
        assert time.monotonic() - begun < 5
        assert answer.status_code == 503
        assert answer["Retry-After"]

    def test_a_store_that_refuses_us_counts_as_away(self, storage, store):
        entry = file_storage(**UNSET | store.options | {"bucket": "nobodys"}, production=False)
        with pytest.raises((StorageAwayError, FileNotFoundError)):
            ObjectStorage(**entry["OPTIONS"]).listdir("documents")
