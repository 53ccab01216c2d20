"""Snapshots: what they hold, that they stay as they are, and how they are taken back."""

import csv
import io
import json
import zipfile
from hashlib import sha256

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from delivery.models import Snapshot
from delivery.taking_back import take_back
from desk.people.mending import Plan, carry_out
from desk.people.spelling import Spellings
from khartoum.api import COLLECTIONS
from publishing.models import RecordVersion
from tests import factories
from tests.clock import clock

pytestmark = pytest.mark.django_db
LIST = "/api/v1/snapshots/"


def made(client):
    call_command("snapshot", stdout=io.StringIO())
    return client.get(LIST).json()["results"][0]


def files_of(client, snapshot):
    response = client.get(snapshot["url"].partition("8000")[2])
    content = b"".join(response)
    assert (len(content), sha256(content).hexdigest()) == (snapshot["size"], snapshot["sha256"])
    return zipfile.ZipFile(io.BytesIO(content)), response


def lines(files, name):
    return [json.loads(line) for line in files.read(f"{name}.jsonl").splitlines()]


def test_snapshot_holds_what_is_public_and_says_from_where_to_go_on(client):
    with clock() as now:
        event = factories.EventFactory(slug="shown", title_en="=Meeting", title_ar="اجتماع")
        for trait in ("draft", "scheduled", "withdrawn"):
            factories.EventFactory(slug=f"hidden-{trait}", **{trait: True})
        factories.ParticipationFactory(event=event, partner=factories.PartnerFactory(slug="p", draft=True))
        factories.ProvisionFactory(document=factories.DocumentFactory(slug="hidden-document", draft=True))
        snapshot = made(client)
        files, response = files_of(client, snapshot)

        assert set(files.namelist()) == {
            "README.txt",
            "dictionary.csv",
            *(f"{name}.{kind}" for name in COLLECTIONS for kind in ("jsonl", "csv")),
        }
        assert not any(b"hidden-" in files.read(name) for name in files.namelist())
        assert lines(files, "events") == [client.get("/api/v1/events/shown/").json()]
        assert (snapshot["records"]["events"], snapshot["records"]["members"]) == (1, 0)
        table = list(csv.DictReader(io.StringIO(files.read("events.csv").decode("utf-8-sig"))))
        assert [(row["slug"], row["title.ar"]) for row in table] == [("shown", "اجتماع")]
        assert not table[0]["title.en"].startswith("=")
        assert "CC BY 4.0" in files.read("README.txt").decode()
        assert response.headers["Content-Disposition"].startswith("attachment; filename=")
        assert "immutable" in response.headers["Cache-Control"]
        since = {"since": snapshot["cursor"]}
        assert client.get("/api/v1/changes/", since).json()["results"] == []
        now.move(hours=25)
        told = client.get("/api/v1/changes/", since).json()["results"]
        assert [row["slug"] for row in told] == ["hidden-scheduled"]


def test_snapshots_are_listed_newest_first_and_never_written_over(client, django_assert_num_queries):
    with clock() as now:
        factories.ThemeFactory(slug="a")
        first = made(client)
        again = made(client)
        now.move(days=1)
        factories.ThemeFactory(slug="b")
        last = made(client)
        with django_assert_num_queries(1):
            listed = client.get(LIST).json()["results"]

        assert [row["slug"] for row in listed] == [last["slug"], again["slug"], first["slug"]]
        assert [len(lines(files_of(client, row)[0], "themes")) for row in listed] == [2, 1, 1]
        page = client.get(f"{LIST}?page_size=2").json()
        assert client.get(page["next"]).json()["results"] == [first]
        assert client.get(f"{LIST}?after=x").status_code == 400


def test_what_is_taken_back_says_why_and_its_file_is_gone(client, django_capture_on_commit_callbacks):
    snapshot = Snapshot.objects.get(slug=made(client)["slug"])
    with pytest.raises(CommandError, match="Say why"):
        call_command("snapshot", take_back=snapshot.slug)
    assert default_storage.exists(snapshot.storage_name)
    with django_capture_on_commit_callbacks(execute=True):
        call_command(
            "snapshot", take_back=snapshot.slug, reason="It was made too early.", stdout=io.StringIO()
        )

    assert client.get(LIST).json()["results"] == []
    response = client.get(f"/files/snapshots/{snapshot.slug}.zip")
    assert (response.status_code, b"too early" in response.content) == (410, True)
    assert not default_storage.exists(snapshot.storage_name)
    with pytest.raises(CommandError, match="no snapshot"):
        call_command("snapshot", take_back=snapshot.slug, reason="Why")
    assert client.get("/files/snapshots/19990101-000000.zip").status_code == 404


def test_a_file_that_could_not_be_deleted_keeps_nothing_else_from_going_and_goes_the_next_time(
    client, django_capture_on_commit_callbacks, monkeypatch
):
    delete, refused = default_storage.delete, []

    def refuse_once(name):
        if not refused:
            refused.append(name)
            raise OSError("The store is away.")
        delete(name)

    snapshots = [Snapshot.objects.get(slug=made(client)["slug"]) for _time in range(2)]
    before = RecordVersion.objects.values_list("number", flat=True).first()
    monkeypatch.setattr(default_storage, "delete", refuse_once)
    with django_capture_on_commit_callbacks(execute=True):
        for snapshot in snapshots:
            take_back(snapshot=snapshot, reason="It was made too early.")
        assert RecordVersion.objects.get().number > before
    assert [default_storage.exists(snapshot.storage_name) for snapshot in snapshots] == [True, False]

    call_command("snapshot", take_back=snapshots[0].slug, stdout=io.StringIO())

    assert not default_storage.exists(snapshots[0].storage_name)
    assert Snapshot.objects.filter(slug=snapshots[0].slug, reason="It was made too early.").exists()
    with pytest.raises(CommandError, match="no snapshot"):
        call_command("snapshot", take_back=snapshots[0].slug, reason="Why")


def test_erasing_a_person_takes_back_the_snapshots_that_name_them(client, django_capture_on_commit_callbacks):
    with clock() as now:
        before = made(client)
        now.move(days=1)
        event = factories.EventFactory(text_en="<p>Opened by AMINA Sahin.</p>")
        factories.SpeakerFactory(event=event, name_en="Amina Şahin")
        named = made(client)
        plan = Plan(Spellings(["Amina Şahin"]), wording={"en": "the speaker"})
        with django_capture_on_commit_callbacks(execute=True):
            done = carry_out(plan, reason="They asked.")

        assert done["snapshots"] == 1
        assert [row["slug"] for row in client.get(LIST).json()["results"]] == [before["slug"]]
        assert client.get(f"/files/snapshots/{named['slug']}.zip").status_code == 410
        now.move(days=1)
        assert b"amina" not in files_of(client, made(client))[0].read("events.jsonl").lower()
