"""The example client of docs/ holds the same as the API, whatever happened to the record."""

import importlib.util
import io
import json
from email.message import Message
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from khartoum.api import KINDS
from tests import factories
from tests.clock import clock
from tests.mirror import edits as edits_of_staff
from tests.mirror.edits import EDITS, carry_out, world

spec = importlib.util.spec_from_file_location("mirror", Path(settings.BASE_DIR) / "docs" / "mirror.py")
mirror_module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(mirror_module)

edits = st.lists(
    st.tuples(st.sampled_from(EDITS), st.integers(0, 200), st.integers(0, 11)), min_size=5, max_size=9
)


def asking(client):
    def fetch(url):
        parts = urlsplit(url)
        response = client.get(f"{parts.path}?{parts.query}")
        content = b"".join(response) if response.streaming else response.content
        if response.status_code >= 400:
            raise HTTPError(
                url, response.status_code, str(content[:300]), response.headers, io.BytesIO(content)
            )
        return content

    return fetch


def new_mirror(client):
    return mirror_module.Mirror(settings.SITE_URL, ":memory:", fetch=asking(client), settled=0)


def held(mirror):
    rows = mirror.db.execute("SELECT collection, slug, json FROM record")
    return {(collection, slug): json.loads(text) for collection, slug, text in rows}


def told(client):
    """By the lists of the API."""
    reader = new_mirror(client)
    return {
        (collection, record["slug"]): record
        for collection, _view in KINDS.values()
        for page in reader.records(collection)
        for record in page["results"]
    }


def differences(mirror, client):
    """Address, key, what the mirror holds, what the API tells."""
    ours, theirs = held(mirror), told(client)
    return [
        (address, key, ours.get(address, {}).get(key), theirs.get(address, {}).get(key))
        for address in sorted({*ours, *theirs})
        for key in {*ours.get(address, {}), *theirs.get(address, {})}
        if ours.get(address, {}).get(key) != theirs.get(address, {}).get(key)
    ]


def place_of(mirror):
    return mirror.db.execute("SELECT cursor FROM place").fetchone()[0]


def told_since(place, client):
    return client.get("/api/v1/changes/", {"since": place}).json()["results"]


@pytest.fixture
def now(db):
    with clock() as moved:
        world()
        yield moved


@pytest.mark.once
@hypothesis_settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    # Each try takes long, and the edits that led to a difference are few enough to be read.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rounds=st.lists(st.tuples(edits, st.integers(0, 14)), min_size=3, max_size=4))
def test_mirror_equals_the_api_whatever_is_done(client, now, rounds):
    began = now.now
    with transaction.atomic():
        often, once = new_mirror(client), new_mirror(client)
        once.sync()
        for done, hours in rounds:
            for edit, pick, later in done:
                carry_out(edit, pick, later)
                now.move(seconds=1)
            often.sync()
            # What was announced comes due, and nobody has written since.
            now.move(hours=hours)
            often.sync()
            assert differences(often, client) == []
        once.sync()
        assert differences(once, client) == []
        # Whatever was told to be there was found in its list: both have gone on.
        assert [told_since(place_of(one), client) for one in (often, once)] == [[], []]
        transaction.set_rollback(True)
    now.move(seconds=(began - now.now).total_seconds())


def test_copy_begins_with_the_newest_snapshot_and_anew_where_its_place_is_unknown(client, now):
    call_command("snapshot", stdout=io.StringIO())
    now.move(seconds=1)
    carry_out(edits_of_staff.make, 0, 0)
    carry_out(edits_of_staff.rename, 3, 0)
    mirror = new_mirror(client)
    asked = []
    mirror.fetch = lambda url, fetch=mirror.fetch: asked.append(url) or fetch(url)
    mirror.sync()
    assert differences(mirror, client) == []
    assert any(url.endswith(".zip") for url in asked)
    mirror.db.execute("UPDATE place SET cursor = '12345678.1.1'")
    mirror.db.execute("INSERT INTO record VALUES ('events', 'of-another-portal', '{}')")
    mirror.sync()
    assert differences(mirror, client) == []


def test_place_stays_until_everything_told_is_in_its_list(client, now):
    mirror = new_mirror(client)
    mirror.sync()
    began = place_of(mirror)
    now.move(seconds=1)
    factories.EventFactory(slug="told")
    fetch, is_behind = mirror.fetch, True

    def behind(url):
        """As if a database that is a moment behind gave the list."""
        if is_behind and "/events/" in url:
            return json.dumps({"results": [], "next": None}).encode()
        return fetch(url)

    mirror.fetch = behind
    mirror.sync()
    assert (place_of(mirror), ("events", "told") in held(mirror)) == (began, False)

    is_behind = False
    mirror.sync()

    assert differences(mirror, client) == []
    assert told_since(place_of(mirror), client) == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"detail": "This combination takes too long."}', "This combination takes too long."),
        (b"<h1>Bad gateway</h1>", "503 Service Unavailable"),
    ],
)
def test_refused_again_and_again_the_client_gives_up_and_says_why(monkeypatch, body, told):
    waited = []

    def urlopen(request, timeout):
        headers = Message()
        headers["Retry-After"] = "30"
        raise HTTPError(request.full_url, 503, "Service Unavailable", headers, io.BytesIO(body))

    monkeypatch.setattr(mirror_module.urllib.request, "urlopen", urlopen)
    monkeypatch.setattr(mirror_module.time, "sleep", waited.append)

    with pytest.raises(mirror_module.GaveUpError) as gave_up:
        mirror_module.fetch("https://portal.example.org/api/v1/documents/")

    assert str(gave_up.value) == f"https://portal.example.org/api/v1/documents/: {told}"
    assert waited == [30] * (mirror_module.TRIES - 1)


def test_a_key_is_shown_to_the_api_and_to_nobody_else(monkeypatch):
    shown = {}

    def urlopen(request, timeout):
        shown[request.full_url] = request.get_header("Authorization")
        return io.BytesIO(b"{}")

    monkeypatch.setattr(mirror_module.urllib.request, "urlopen", urlopen)
    addresses = [f"{settings.SITE_URL}/api/v1/changes/", f"{settings.SITE_URL}/files/snapshots/one.zip"]
    monkeypatch.delenv("PORTAL_KEY", raising=False)
    mirror_module.fetch(addresses[0])
    assert shown == {addresses[0]: None}

    monkeypatch.setenv("PORTAL_KEY", "kp_one")
    for address in addresses:
        mirror_module.fetch(address)

    assert shown == {addresses[0]: "Bearer kp_one", addresses[1]: None}
