"""Backups that are cut, altered, foreign or closed with another key are refused; where backups are kept."""

import io
import json
import os
import socket
import subprocess
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pyrage
import pytest
from django.conf import settings
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from operations.backup import checking, keeping, listing, manifest
from operations.backup.commands import sentence_for
from operations.backup.contents import Contents
from operations.backup.errors import AlteredError, BackupError
from operations.backup.places import Folder, place_at
from operations.backup.progress import Progress
from operations.backup.sealing import Keys, Lock, check_stored, opened, seal
from tests.object_store import BUCKET, KEYS, ObjectStore

NAME = "20260101-000000"
TEXT = b"".join(b"%d conclusions of the meeting, " % number for number in range(20_000))


@pytest.fixture
def key(tmp_path):
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "key").write_text(f"# public key: {identity.to_public()}\n{identity}\n")
    return str(tmp_path / "key"), str(identity.to_public())


def written(place, lock, at=datetime(2026, 1, 1, tzinfo=UTC), **changed):
    """A backup of a database that is only bytes, with two files; nothing looks into them here."""
    own_name = f"{at:%Y%m%d-%H%M%S}"
    part = f"backups/{own_name}/"
    files = [
        listing.Kept(
            name, seal(place, listing.place_of(name[0] * 64, lock, own_name), io.BytesIO(content), lock)
        )
        for name, content in {"a.pdf": TEXT, "b.pdf": b""}.items()
    ]
    made = manifest.Manifest(
        name=own_name,
        made_at=at,
        site=settings.SITE_URL,
        feed="0a1b2c3d",
        engine=connection.vendor,
        engine_version="1",
        migrations=["publishing.0001_initial"],
        analyser=1,
        recipient=lock.recipient,
        database=seal(place, f"{part}database{lock.ending}", io.BytesIO(TEXT), lock),
        contents=seal(place, f"{part}contents{lock.ending}", io.BytesIO(Contents().as_bytes()), lock),
        files=listing.write(place, f"{part}files", files),
        file_count=2,
        file_size=0,
    )
    for name, value in changed.items():
        setattr(made, name, value)
    place.write(f"{part}manifest.json", io.BytesIO(made.as_bytes()))
    return made


def check(place, key=""):
    return checking.checked(place, NAME, Keys(key), Progress())


@pytest.mark.parametrize("is_encrypted", [True, False])
def test_a_backup_that_was_cut_or_altered_anywhere_is_refused(tmp_path, key, is_encrypted):
    place = Folder(tmp_path / "backups")
    path, public = key
    written(place, Lock(public if is_encrypted else ""))
    check(place, path)

    for name in place.sizes(""):
        whole = (place.root / name).read_bytes()
        damaged = [whole[: len(whole) * share // 10] for share in range(0, 10, 3)] + [whole + b"\0"]
        for number in range(12):
            at = len(whole) * number // 12
            damaged.append(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        for content in damaged:
            (place.root / name).write_bytes(content)
            with pytest.raises(BackupError, match=r"earlier one|Choose another"):
                check(place, path)
        (place.root / name).unlink()
        with pytest.raises(BackupError, match=r"missing|There is no backup"):
            check(place, path)
        (place.root / name).write_bytes(whole)
    check(place, path)


def test_what_cannot_be_opened_here_says_what_opens_it(tmp_path, key):
    place, (_path, public) = Folder(tmp_path / "backups"), key
    written(place, Lock(public))
    other = tmp_path / "other"
    other.write_text(str(pyrage.x25519.Identity.generate()))

    for given_key, told in {
        "": "--key FILE",
        str(other): "does not open",
        str(tmp_path / "none"): "cannot be read",
    }.items():
        with pytest.raises(BackupError, match=told):
            check(place, given_key)
    with pytest.raises(BackupError, match="--new-key"):
        Lock("ssh-ed25519 AAAA")


def test_backups_are_opened_by_the_usual_tools_as_well(tmp_path, key):
    """Zstandard inside age, and nothing else."""
    place, (path, public) = Folder(tmp_path / "backups"), key
    part = written(place, Lock(public)).database
    with open(path) as file:
        identity = pyrage.x25519.Identity.from_str(file.readlines()[1].strip())

    compressed = pyrage.decrypt((place.root / part.name).read_bytes(), [identity])

    (tmp_path / "database.zst").write_bytes(compressed)
    try:
        told = subprocess.run(["zstd", "-dc", tmp_path / "database.zst"], capture_output=True, check=True)  # noqa: S603, S607
    except FileNotFoundError:
        pytest.skip("needs the program zstd")
    assert told.stdout == TEXT


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"engine": "oracle"}, "DATABASE_URL names one of"),
        (
            {"migrations": ["events.0999_of_next_year"]},
            "made by a newer release: .* events.0999_of_next_year",
        ),
        ({"migrations": ["another.0001_initial"]}, "made by a newer release"),
    ],
)
def test_a_backup_that_does_not_belong_here_is_refused(tmp_path, changed, told):
    place = Folder(tmp_path)
    written(place, Lock(), **changed)

    with pytest.raises(BackupError, match=told):
        check(place)


def test_a_manifest_of_something_else_is_refused(tmp_path):
    place = Folder(tmp_path)
    written(place, Lock())
    path = tmp_path / f"backups/{NAME}/manifest.json"
    told = json.loads(path.read_text())

    for name, value, says in [
        ("portal", "a-shop", "a-shop"),
        ("format", 99, "Install the release"),
        ("site", "x", "altered"),
    ]:
        path.write_text(json.dumps({**told, "backup": {**told["backup"], name: value}}))
        with pytest.raises(BackupError, match=says):
            check(place)
    for odd in ("", "[]", '{"backup": 1}', "\0", '{"backup": {}, "sha256": ""}'):
        path.write_text(odd)
        with pytest.raises(AlteredError):
            check(place)
    with pytest.raises(BackupError, match="no name of a backup"):
        manifest.read(place, "../../etc")


@pytest.fixture(scope="module")
def store():
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    store = ObjectStore(port)
    yield store
    store.stop()


def test_a_store_that_speaks_s3_keeps_backups_as_a_folder_does(store, tmp_path, key, monkeypatch):
    monkeypatch.setattr("operations.backup.places.S3_PIECE", 5 * 1024 * 1024)
    access = {
        "endpoint": store.endpoint,
        "region": "us-east-1",
        "access_key": KEYS["access_key"],
        "secret": KEYS["secret_key"],
    }
    place, (path, public) = place_at(f"s3://{BUCKET}/backups/of-portal", **access), key
    made = written(place, Lock(public))
    check(place, path)
    assert manifest.names_at(place) == [NAME]

    # More than one piece, of bytes that no program makes smaller.
    large = os.urandom(12_000_000)
    part = seal(place, "files/aa/large", io.BytesIO(large), Lock())
    check_stored(place, part)
    with opened(place, part, Keys()) as source:
        assert source.read_all() == large

    class Broken:
        read_once = False

        def read(self, size):
            if self.read_once:
                raise OSError("The disk has failed.")
            self.read_once = True
            return large[:size]

    for lock in (Lock(), Lock(public)):
        with pytest.raises(OSError, match="disk has failed"):
            seal(place, "files/aa/broken", Broken(), lock)
    assert "files/aa/broken" not in place.sizes("files")

    keeping.clear_out(place, keeping.rule_in("1 daily"), now=made.made_at + timedelta(days=9), tell=str)
    assert manifest.names_at(place) == [NAME]
    place.delete(part.name)
    with pytest.raises(AlteredError, match="missing"):
        check_stored(place, part)
    with pytest.raises(BackupError, match="BACKUP_S3_ENDPOINT"):
        place_at("s3://no-such-bucket/", **access).sizes("")


def run_as_root(*command):
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 - ours


def test_a_full_disk_keeps_nothing_half(tmp_path):
    folder = str(tmp_path)
    if os.geteuid() or not run_as_root("mount", "-t", "tmpfs", "-o", "size=200k", "none", folder):
        pytest.skip("needs root, and leave to mount a small disk")
    try:
        place = Folder(tmp_path)
        with pytest.raises(OSError, match="No space left") as error:
            seal(place, "files/aa/large", io.BytesIO(os.urandom(1_000_000)), Lock())
        assert "Make room" in sentence_for(error.value)
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    finally:
        run_as_root("umount", folder)


MOMENTS = st.lists(
    st.integers(0, 10 * 365 * 24).map(
        lambda hours: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    ),
    min_size=1,
    max_size=60,
)


@given(MOMENTS, st.integers(0, 9), st.integers(0, 6), st.integers(0, 14))
def test_the_rule_keeps_the_newest_of_each_period(moments, days, weeks, months):
    kept = keeping.rule_in(f"{days} daily, {weeks} weekly,{months} monthly").kept(moments)

    assert max(moments) in kept
    assert kept <= set(moments)
    assert len(kept) <= 1 + days + weeks + months
    for newest_of_day in sorted({one.date() for one in moments}, reverse=True)[:days]:
        assert max(one for one in moments if one.date() == newest_of_day) in kept
    for month in sorted({(one.year, one.month) for one in moments}, reverse=True)[:months]:
        assert max(one for one in moments if (one.year, one.month) == month) in kept


def test_no_backup_of_the_last_seven_days_goes(tmp_path):
    place, night = Folder(tmp_path), datetime(2026, 1, 7, 2, 15, tzinfo=UTC)
    for moment in (night - timedelta(hours=3), night, night + timedelta(hours=8)):
        written(place, Lock(), at=moment)
    last_of_day_before, _of_night, of_morning = names = manifest.names_at(place)

    for days, left in ((0, names), (6.9, names), (7.1, [last_of_day_before, of_morning])):
        keeping.clear_out(place, keeping.rule_in("9 daily"), now=night + timedelta(days=days), tell=str)
        assert manifest.names_at(place) == left


def test_one_that_lacks_files_takes_the_place_of_none_that_has_them(tmp_path):
    place, night = Folder(tmp_path), datetime(2026, 1, 6, 2, 15, tzinfo=UTC)
    written(place, Lock(), at=night)
    for hours in (8, 32):
        written(place, Lock(), at=night + timedelta(hours=hours), lacks=["documents/aa/aa.pdf"])
    of_night, _of_morning, of_next_day = manifest.names_at(place)

    keeping.clear_out(place, keeping.rule_in("9 daily"), now=night + timedelta(days=30), tell=str)
    # Where a day has none that is whole, one that is not is better than none.
    assert manifest.names_at(place) == [of_night, of_next_day]

    keeping.clear_out(place, keeping.rule_in("1 weekly"), now=night + timedelta(days=30), tell=str)
    # The newest stays in any case.
    assert manifest.names_at(place) == [of_night, of_next_day]


@pytest.mark.parametrize("text", ["", "7", "daily", "7 hourly", "-1 daily", "7 daily; 4 weekly"])
def test_a_rule_that_is_not_understood_says_how_to_write_one(text):
    with pytest.raises(BackupError, match="7 daily, 4 weekly, 12 monthly"):
        keeping.rule_in(text)


def test_what_was_kept_before_a_restoration_does_not_count_and_goes_later(tmp_path):
    place = Folder(tmp_path)
    made = written(place, Lock(), before="20251231-000000")
    told = []

    keeping.clear_out(
        place, keeping.rule_in("0 daily"), now=made.made_at + timedelta(days=59), tell=told.append
    )
    assert manifest.names_at(place) == [NAME]
    keeping.clear_out(
        place, keeping.rule_in("9 daily"), now=made.made_at + timedelta(days=61), tell=told.append
    )
    assert (manifest.names_at(place), told) == ([], [f"Taken away: {NAME}"])
