"""Every address that the public reads: who has it already is told so, in fewer bytes than it takes to ask."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver
from django.utils import timezone
from django.utils.http import http_date

from khartoum.staff import STAFF_PREFIXES
from publishing import standing
from publishing.actions import publish
from tests import factories
from tests.clock import clock
from tests.khartoum.asking import connections_left_open, portal_for

pytestmark = pytest.mark.django_db

# They lead on, or are about this moment.
NOTHING_TO_KEEP = {"/", "/favicon.ico"}
# What has to be asked for something.
QUESTIONS = dict.fromkeys(["/api/v1/search", "/api/v1/search/", "/en/search/search.atom"], "?q=one")
# A snapshot has to be made first; the gallery is for whoever builds the pages.
APART = {"/files/snapshots/one.zip", "/en/_components/"}
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\^?\(\?P<(\w+)>[^)]*\)")


def routes(patterns, start="/"):
    for pattern in patterns:
        route = start + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif not route.startswith(STAFF_PREFIXES):
            yield route


@pytest.fixture
def addresses(client):
    """Each with what there is one of in the record."""
    event, partner = factories.EventFactory(slug="one"), factories.PartnerFactory(slug="one")
    document = factories.DocumentFactory(slug="one", adopting_event=event)
    for number in (1, 2):
        file = factories.StoredFileFactory(picture=b"A picture.")
        version = factories.DocumentVersionFactory(
            slug=("first", "one")[number - 1], document=document, number=number, file=file
        )
    commitment = factories.CommitmentFactory(
        slug="one", provision=factories.ProvisionFactory(document=document)
    )
    factories.ProgressEntryFactory(slug="one", commitment=commitment)
    picture = factories.PictureFactory(slug="one", event=event)
    factories.MembershipFactory(partner=partner)
    factories.ParticipationFactory(event=event, partner=partner)
    factories.SpeakerFactory(event=event)
    factories.PageFactory(slug="about")
    for name in ("Chairmanship", "Theme", "Series", "Composition", "Page", "Term"):
        getattr(factories, f"{name}Factory")(slug="one")
    values = {
        "slug": "one",
        "section": "events",
        "sha256": file.sha256,
        "language": version.language,
        "format": file.format,
        "number": version.number,
        "year": event.date.earliest.year,
    }

    picture_values = {"sha256": picture.file.sha256, "width": 480}

    def filled_in(route):
        known = values | (picture_values if route.startswith("/files/pictures/") else {})
        if ":id>" in route:
            listed = client.get(route[: route.index("<")]).json()["results"]
            known["id"] = listed[0]["id"]
        address = PARAMETER.sub(lambda found: str(known[found[1] or found[2]]), route)
        address = address.replace(r"\.", ".").removesuffix(r"\Z")
        return address + QUESTIONS.get(address, "")

    found = {filled_in(route) for route in routes(get_resolver().url_patterns)} - NOTHING_TO_KEEP - APART
    # The API's answer to an address without its last stroke, too, is the same.
    return sorted(address for address in found if f"{address}/" not in found)


def asked(client, method, address, **headers):
    with CaptureQueriesContext(connection) as queries:
        answer = getattr(client, method)(address, headers=headers)
        content = answer.getvalue()
    return answer, content, len(queries)


def varies_by(answer):
    return set(answer.headers.get("Vary", "").split(", ")) - {""}


def wrong_with(client, address):
    whole, content, queries = asked(client, "get", address)
    if whole.status_code != 200 or not content:
        return f"answers {whole.status_code}"
    tag = whole.headers.get("ETag")
    if not tag:
        return "has no ETag"
    again, nothing, fewer = asked(client, "get", address, If_None_Match=tag)
    if (again.status_code, nothing, again.headers["ETag"]) != (304, b"", tag):
        return f"answers {again.status_code} to who has it"
    if fewer > queries:
        return f"takes {fewer} queries instead of {queries} for nothing"
    if again.headers["Cache-Control"] != whole.headers["Cache-Control"]:
        return f"may be kept in another way when it is known: {again.headers['Cache-Control']}"
    if not varies_by(whole) <= varies_by(again):
        return f"varies otherwise when it is known: {again.headers['Vary']}"
    head, nothing, _queries = asked(client, "head", address)
    if (head.status_code, nothing, head.headers.items()) != (200, b"", whole.headers.items()):
        return f"has another head: {head.status_code}, {head.headers.items() ^ whole.headers.items()}"
    return ""


@pytest.mark.once
def test_who_has_it_already_is_told_so(client, addresses):
    assert len(addresses) > 80
    # Since when it stands is told once the second of the last change is over, which must not come between.
    with clock(at=timezone.now() + timedelta(seconds=5)):
        assert {address: wrong for address in addresses if (wrong := wrong_with(client, address))} == {}


@pytest.mark.parametrize("address", ["/en/events/", "/api/v1/events/", "/api/v1/events.csv"])
def test_head_is_told_so_too(client, address):
    tag = asked(client, "head", address)[0].headers["ETag"]

    assert asked(client, "head", address, If_None_Match=tag)[0].status_code == 304


def test_a_stream_is_another_with_each_change_and_each_question(client):
    event = factories.EventFactory()

    def tag(query=""):
        return asked(client, "get", f"/api/v1/events.csv{query}")[0].headers["ETag"]

    before = tag()
    assert (tag() == before, tag("?year=2020") == before) == (True, False)
    event.title_en = "Another title"
    event.save()

    assert tag() != before


# Since when


def test_it_is_told_in_whole_seconds_that_are_over():
    at = datetime(2031, 5, 9, 10, 0, 0, 400_000, tzinfo=UTC)
    told = datetime(2031, 5, 9, 10, 0, 1, tzinfo=UTC)
    hour = timedelta(hours=1)

    def since(now):
        return standing.unchanged_since(at - hour, None, at, now=now)

    assert [since(at), since(told - timedelta(microseconds=1)), since(told), since(told + hour)] == [
        None,
        None,
        told,
        told,
    ]


@pytest.fixture
def portal(monkeypatch):
    with connections_left_open():
        yield portal_for(monkeypatch)


@pytest.mark.parametrize("address", ["/en/events/", "/api/v1/events/", "/api/v1/events.csv"])
def test_since_when_the_record_stands_is_told(portal, monkeypatch, address):
    clock = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: clock)

    def passes(**much):
        nonlocal clock
        clock += timedelta(**much)
        portal.later(timedelta(**much).total_seconds())

    event = factories.EventFactory()
    assert "Last-Modified" not in portal.get(address).headers
    passes(seconds=2)
    first = portal.get(address).headers["Last-Modified"]
    assert portal.get(address, If_Modified_Since=first).status == 304

    passes(minutes=5)
    assert portal.get(address).headers["Last-Modified"] == first
    event.title_en = "Another title"
    event.save()
    passes(seconds=2)
    changed = portal.get(address, If_Modified_Since=first)

    assert changed.status == 200
    assert changed.headers["Last-Modified"] == http_date((clock - timedelta(seconds=1)).timestamp())


def test_what_a_date_brings_about_is_a_change_of_that_date(monkeypatch):
    # Else nothing is older than these tests.
    monkeypatch.setattr(standing, "STARTED_AT", timezone.now() - timedelta(days=30))
    event = factories.EventFactory(draft=True)
    at = timezone.now() + timedelta(hours=1)
    publish(record=event, at=at)
    standing.Change.objects.filter(at=at).update(
        recorded_at=at - timedelta(days=9), at=at - timedelta(days=8)
    )
    before = standing.standing().state.since
    moment = timezone.now() - timedelta(seconds=10)
    standing.Change.objects.filter(at=at - timedelta(days=8)).update(at=moment)

    assert before != standing.standing().state.since


def test_a_file_is_told_to_be_there_since_it_was_uploaded(client):
    version = factories.DocumentVersionFactory(number=1)
    uploaded = http_date(version.file.uploaded_at.timestamp())
    of_number, current = version.own_address, version.current_address

    assert asked(client, "get", of_number)[0].headers["Last-Modified"] == uploaded
    assert asked(client, "get", of_number, If_Modified_Since=uploaded)[0].status_code == 304
    # The current one may be an older one again.
    assert "Last-Modified" not in asked(client, "get", current)[0].headers
