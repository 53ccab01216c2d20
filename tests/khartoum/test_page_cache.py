"""What visitors get from memory, with Django behind it."""

from datetime import timedelta

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from django.utils import timezone

from events.models import Event
from khartoum import last_known
from publishing.actions import publish, withdraw
from publishing.models import Change
from publishing.standing import Standing, State
from tests.factories import DocumentFactory, DocumentVersionFactory, EventFactory, StoredFileFactory
from tests.khartoum.asking import ask, connections_left_open, django, portal_for

pytestmark = pytest.mark.django_db

LIST = "/en/events/"
BEFORE, AFTER = State("before", since=None), State("after", since=None)


@pytest.fixture(autouse=True)
def _connections_left_open():
    with connections_left_open():
        yield


@pytest.fixture
def portal(monkeypatch):
    return portal_for(monkeypatch)


def test_it_gives_what_django_gives_without_asking_it_again(portal, monkeypatch, django_assert_num_queries):
    # Django alone does not know since when.
    monkeypatch.setattr("publishing.standing.unchanged_since", lambda *_moments, now: None)
    event = EventFactory(slug="moved-away", title_en="Meeting " * 20)
    event.slug = "meeting"
    event.save()
    EventFactory(withdrawn=True, slug="withdrawn")
    DocumentVersionFactory(
        document=DocumentFactory(slug="declaration"), file=StoredFileFactory(content=b"The text.")
    )
    paths = [
        LIST,
        "/",
        "/ar/events/?type=training",
        "/en/events/meeting/",
        "/en/events/moved-away/",
        "/fr/events/withdrawn/",
        "/api/v1/events/",
        "/en/events/events.ics",
        "/sitemap.xml",
    ]
    cases = [(path, "GET", "gzip") for path in paths] + [(LIST, "GET", "br"), (LIST, "GET", "identity")]
    cases.append(("/files/declaration/en.txt", "HEAD", "gzip"))

    for path, method, encoding in cases:
        asked = {"Accept_Encoding": encoding, "Accept": "*/*"}
        expected = ask(django(), path, method, **asked)
        first = portal.get(path, method, **asked)
        times = len(portal.asked)
        with django_assert_num_queries(0):
            again = portal.get(path, method, **asked)

        assert first == expected, (path, encoding)
        assert again == expected, (path, encoding)
        assert len(portal.asked) == times, (path, encoding)
        assert "Set-Cookie" not in again.headers
        assert "nonce-" not in again.headers["Content-Security-Policy"]
        assert b"csrf" not in again.content
    # However many encodings are asked for, the page is made once.
    assert len(portal.asked) == len(paths) + 1


def test_whoever_has_the_page_is_told_so(portal):
    EventFactory()
    for path in (LIST, "/api/v1/events/"):
        etag = portal.get(path, Accept_Encoding="gzip").headers["ETag"]
        opaque = etag.removeprefix("W/")
        for known, status in [
            (etag, 304),
            (opaque, 304),
            (f'"other", W/{opaque}', 304),
            ("*", 304),
            ('"other"', 200),
            ("", 200),
        ]:
            expected = ask(django(), path, Accept_Encoding="gzip", If_None_Match=known)
            assert expected.status == status, known
            answer = portal.get(path, Accept_Encoding="gzip", If_None_Match=known)
            assert (answer.status, answer.content) == (status, expected.content), known
            for name in ("Cache-Control", "ETag", "Vary", "Content-Security-Policy", "Content-Encoding"):
                assert answer.headers.get(name) == expected.headers.get(name), (known, name)
    assert len(portal.asked) == 2

    # Who has the page already asks first: it is kept for the others all the same.
    portal.later(1)
    portal.cache.pages = None
    assert portal.get(LIST, Accept_Encoding="gzip", If_None_Match="*").status == 304
    assert portal.get(LIST, Accept_Encoding="gzip").status == 200
    assert len(portal.asked) == 3


def test_head_gives_the_headers_of_the_page_and_leaves_the_page_to_others(portal):
    head = portal.get(LIST, "HEAD", Accept_Encoding="gzip")
    page = portal.get(LIST, Accept_Encoding="gzip")

    assert head.headers == page.headers
    assert int(head.headers["Content-Length"]) == len(page.content) > 0
    assert portal.asked == [LIST]


def test_of_a_file_the_headers_are_kept_and_never_the_content(portal):
    DocumentVersionFactory(
        document=DocumentFactory(slug="declaration"), file=StoredFileFactory(content=b"The text.")
    )
    path = "/files/declaration/en.txt"

    whole = portal.get(path)
    assert (whole.status, whole.content) == (200, b"The text.")
    times = len(portal.asked)
    assert portal.get(path, If_None_Match=whole.headers["ETag"]).status == 304
    assert portal.get(path, "HEAD").headers["Content-Length"] == "9"
    assert len(portal.asked) == times
    part = portal.get(path, Range="bytes=4-7")
    assert (part.status, part.content) == (206, b"text")
    assert portal.get(path).content == b"The text."


def test_a_change_is_seen_within_a_second_and_a_draft_never(portal):
    EventFactory(slug="first", title_en="First meeting")
    hidden = EventFactory(slug="hidden", title_en="Zebra", draft=True)
    assert b"Zebra" not in portal.get(LIST).content
    assert portal.get("/en/events/hidden/").status == 404

    publish(record=hidden)
    portal.later(0.99)
    portal.get(LIST)
    portal.later(0.01)
    assert b"Zebra" in portal.get(LIST).content
    assert portal.get("/en/events/hidden/").status == 200

    hidden.refresh_from_db()
    withdraw(record=hidden, reason="Published in error.")
    portal.later(1)
    assert b"Zebra" not in portal.get(LIST).content
    gone = portal.get("/en/events/hidden/")
    assert gone.status == 410
    assert b"Zebra" not in gone.content
    assert b"Zebra" not in portal.get("/api/v1/events/").content


def test_what_is_said_of_a_withdrawn_record_is_as_fresh(portal):
    event = EventFactory(slug="gone", withdrawn=True, withdrawal_reason_en="In error.")
    document = DocumentFactory(slug="text", title_en="Tittle", withdrawn=True)
    assert b"In error." in portal.get("/fr/events/gone/").content
    assert b"Tittle" in portal.get("/en/documents/text/").content

    event.withdrawal_reason_fr = "Par erreur."
    event.save()
    document.title_en = "Title"
    document.save()
    portal.later(1)
    assert b"Par erreur." in portal.get("/fr/events/gone/").content
    assert b"Par erreur." in portal.get("/api/v1/events/gone/").content
    assert b"Tittle" not in portal.get("/en/documents/text/").content

    event.delete()
    portal.later(1)
    assert portal.get("/fr/events/gone/").status == 404
    assert portal.get("/api/v1/events/gone/").status == 404


def test_what_is_scheduled_comes_and_goes_by_itself(portal):
    coming = EventFactory(slug="coming", title_en="Giraffe", draft=True)
    going = EventFactory(slug="going", title_en="Zebra")
    soon = timezone.now() + timedelta(hours=1)
    publish(record=coming, at=soon)
    going.withdrawn_at, going.withdrawal_reason_en = soon, "It is over."
    going.save()
    before = portal.get(LIST).content
    assert (b"Zebra" in before, b"Giraffe" in before) == (True, False)

    # An hour passes: what was to be then was now.
    passed = timezone.now() - timedelta(seconds=1)
    Change.objects.filter(at=soon).update(at=passed)
    Event.objects.filter(pk=coming.pk).write_bookkeeping(published_at=passed)
    Event.objects.filter(pk=going.pk).write_bookkeeping(withdrawn_at=passed)
    portal.later(1)

    after = portal.get(LIST).content
    assert (b"Zebra" in after, b"Giraffe" in after) == (False, True)


def test_nothing_is_kept_past_the_moment_at_which_it_changes(portal, monkeypatch):
    monkeypatch.setattr(last_known, "standing", lambda: Standing(BEFORE, timedelta(seconds=0.25)))
    portal.get(LIST)
    portal.get(LIST)
    monkeypatch.setattr(last_known, "standing", lambda: Standing(AFTER, timedelta(hours=1)))
    portal.later(0.2)
    portal.get(LIST)
    assert len(portal.asked) == 1

    portal.later(0.05)
    portal.get(LIST)
    assert len(portal.asked) == 2


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        ("/api/v1/events/", "GET", {"Authorization": "Bearer nobody"}),
        (LIST, "GET", {"If_Match": '"other"'}),
        (LIST, "GET", {"If_Unmodified_Since": "Mon, 01 Jan 2001 00:00:00 GMT"}),
        (LIST, "POST", {}),
        (LIST, "OPTIONS", {}),
        (LIST, "GET", {"Host": "elsewhere.example"}),
        ("/admin/", "GET", {}),
        ("/accounts/login/", "GET", {}),
        ("/healthz", "GET", {}),
    ],
)
def test_other_than_plain_questions_are_djangos_and_change_nothing_for_others(portal, path, method, headers):
    before = portal.get(path)
    times = len(portal.asked)

    for _time in range(2):
        assert portal.get(path, method, **headers).status == ask(django(), path, method, **headers).status
    assert len(portal.asked) == times + 2
    assert portal.get(path).status == before.status


def test_a_table_is_asked_for_once_and_the_dictionary_is_kept(portal):
    EventFactory()
    for path in ("/api/v1/events.csv", "/api/v1/dictionary.csv"):
        assert portal.get(path).status == 200
    assert portal.get("/api/v1/dictionary.csv").status == 200

    assert portal.asked == ["/api/v1/events.csv", "/api/v1/dictionary.csv"]


def test_staff_and_health_checks_do_not_come_near_it(portal, monkeypatch):
    def asked():
        raise AssertionError

    monkeypatch.setattr(last_known, "standing", asked)
    for path in ("/admin/", "/accounts/login/", "/healthz", "/readyz", "/static/site.css"):
        portal.get(path)
    assert portal.cache.pages is None


def test_nobody_gets_what_somebody_else_asked_for(portal):
    EventFactory(title_en="Zebra", title_fr="Zèbre")
    assert portal.get("/", Accept_Language="fr").headers["Location"] == "/fr/"
    assert portal.get("/", Accept_Language="ar").headers["Location"] == "/ar/"
    assert portal.get("/", Accept_Language="fr").headers["Location"] == "/fr/"
    assert b"Zebra" not in portal.get("/en/events/?type=training").content
    assert b"Zebra" in portal.get(LIST).content

    api = "/api/v1/events/"
    assert portal.get(api, Accept="image/png").status == 406
    assert portal.get(api, Accept="application/json").status == 200
    assert portal.get(api, Accept="image/png").status == 406

    plain = portal.get(LIST)
    for forged in (
        {"X_Forwarded_Host": "elsewhere.example"},
        {"X_HTTP_Method_Override": "POST"},
        {"Origin": "https://elsewhere.example"},
        {"Cookie": "sessionid=1; django_language=fr"},
    ):
        assert portal.get(LIST, **forged) == plain
        assert portal.get("/en/documents/", **forged) == ask(django(), "/en/documents/")
    assert portal.get(api, Origin="https://elsewhere.example") == portal.get(api)


@override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"), SECURE_HSTS_SECONDS=60)
def test_what_is_told_to_a_secure_client_is_not_told_to_another(monkeypatch):
    portal = portal_for(monkeypatch, application=WSGIHandler())
    for _time in range(2):
        assert "Strict-Transport-Security" in portal.get(LIST, X_Forwarded_Proto="https").headers
        assert "Strict-Transport-Security" not in portal.get(LIST).headers
    assert len(portal.asked) == 2
