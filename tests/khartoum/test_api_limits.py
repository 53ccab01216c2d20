"""khartoum/api_limits.py: nobody asks more often than is published, and one's own answers stay one's own."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.api_keys import revoke
from accounts.counters import counters
from tests.api_keys import bearer, handed_out
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db

EVENTS = "/api/v1/events/"
# Half a minute into a minute.
MOMENT = 1_800_000_030


@pytest.fixture(autouse=True)
def _limits(settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    settings.API_REQUESTS_A_MINUTE = 3
    settings.API_REQUESTS_A_MINUTE_WITH_KEY = 5
    monkeypatch.setattr("khartoum.api_limits.time", lambda: MOMENT)
    counters.cache_clear()
    yield
    counters.cache_clear()


def statuses(times, address=EVENTS, **request):
    return [Client().get(address, **request).status_code for _time in range(times)]


def test_whoever_asks_too_often_is_told_when_to_come_back(client, monkeypatch):
    answers = [client.get(EVENTS) for _time in range(3)]
    refused = client.get(EVENTS)

    # The same for everybody: caches keep it.
    assert [answer.headers.items() for answer in answers] == [answers[0].headers.items()] * 3
    assert answers[0].headers["RateLimit-Policy"] == '"anonymous";q=3;w=60'
    assert "RateLimit" not in answers[0].headers
    assert "public" in answers[0].headers["Cache-Control"]
    assert refused.status_code == 429
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.headers["Retry-After"] == "30"
    assert refused.headers["RateLimit"] == '"anonymous";r=0;t=30'
    assert refused.headers["RateLimit-Policy"] == '"anonymous";q=3;w=60'
    assert refused.headers["Cache-Control"] == "no-store"
    assert (refused.json()["status"], refused.json()["retry_after"]) == (429, 30)
    assert "page_size" in refused.json()["detail"]

    monkeypatch.setattr("khartoum.api_limits.time", lambda: MOMENT + 30)
    assert client.get(EVENTS).status_code == 200


def test_all_of_the_api_is_counted_together_and_nothing_else(client):
    assert statuses(1, "/api/v1/") + statuses(1, "/api/v1/nowhere/") == [200, 404]
    assert client.head(EVENTS).status_code == 200
    assert client.options(EVENTS).status_code == 204

    assert statuses(1) == [429]
    assert statuses(2, "/en/events/") + statuses(1, "/en/events/events.ics") == [200, 200, 200]


@pytest.mark.parametrize(("proxies", "known"), [(0, [200] * 3 + [429] * 2), (1, [200] * 3 + [429] * 2)])
def test_forged_address_does_not_help(settings, proxies, known):
    settings.TRUSTED_PROXIES = proxies
    real = ", 198.51.100.7" if proxies else ""
    answers = [
        Client().get(EVENTS, headers={"X-Forwarded-For": f"203.0.113.{number}{real}"}).status_code
        for number in range(5)
    ]
    assert answers == known


def test_addresses_are_counted_apart_and_those_of_one_ipv6_network_together():
    assert statuses(4, REMOTE_ADDR="192.0.2.1") == [200, 200, 200, 429]
    assert statuses(1, REMOTE_ADDR="192.0.2.2") == [200]
    together = [statuses(1, REMOTE_ADDR=f"2001:db8::{number}")[0] for number in range(1, 5)]
    assert together == [200, 200, 200, 429]


def test_key_allows_more_and_its_answers_are_its_own(client):
    EventFactory()
    _key, secret = handed_out()
    anonymous = client.get(EVENTS)
    statuses(3)

    answers = [client.get(EVENTS, headers=bearer(secret)) for _time in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert [answer.headers["RateLimit"] for answer in answers] == [
        f'"key";r={left};t=30' for left in (4, 3, 2, 1, 0, 0)
    ]
    assert {answer.headers["RateLimit-Policy"] for answer in answers} == {'"key";q=5;w=60'}
    assert [answer.headers["Cache-Control"] for answer in answers] == [
        *["private, max-age=0, must-revalidate"] * 5,
        "no-store",
    ]
    # What one may ask is one's own; what is answered is what everybody is.
    assert answers[0].content == anonymous.content
    for answer in (anonymous, *answers):
        assert "Authorization" in answer.headers["Vary"]
        assert "Set-Cookie" not in answer.headers
    # Another key has requests of its own, from the same address.
    assert client.get(EVENTS, headers=bearer(handed_out()[1])).status_code == 200


def test_what_has_not_changed_is_private_too(client):
    _key, secret = handed_out()
    tag = client.get(EVENTS, headers=bearer(secret)).headers["ETag"]

    unchanged = client.get(EVENTS, headers={**bearer(secret), "If-None-Match": tag})

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged.headers["Cache-Control"].startswith("private")
    assert unchanged.headers["RateLimit"] == '"key";r=3;t=30'


def test_key_that_is_not_good_is_never_taken_for_none(client, django_assert_num_queries, settings):
    settings.API_REQUESTS_A_MINUTE = 20
    yesterday = timezone.localdate() - timedelta(days=1)
    _expired, late = handed_out(expires_on=yesterday)
    revoked, taken = handed_out()
    revoke(revoked)
    wrong = [
        "Bearer " + "kp_" + "a" * 43,
        f"Bearer {late}",
        f"Bearer {taken}",
        "Bearer",
        "Basic YTpi",
        "",
        taken,
    ]

    for shown in wrong:
        answer = client.get(EVENTS, headers={"Authorization": shown})
        assert answer.status_code == 401, shown
        assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "results" not in answer.json()

    with django_assert_num_queries(0):
        client.get(EVENTS, headers=bearer("what cannot be a key"))
    # Whoever tries keys is counted as whoever has none.
    assert statuses(13)[-2:] == [200, 429]
    assert client.get(EVENTS, headers=bearer(late)).status_code == 429


def test_use_is_counted_and_the_database_written_to_once_a_day(client, django_assert_num_queries):
    key, secret = handed_out()
    client.get("/api/v1/", headers=bearer(secret))

    with django_assert_num_queries(1):
        client.get("/api/v1/", headers=bearer(secret))

    key.refresh_from_db()
    today = timezone.localdate()
    assert (key.last_used_on, key.requests_before) == (today, 0)
    assert counters().used(key.pk, today.toordinal()) == 2


def test_counts_that_cannot_be_kept_close_nothing(client, monkeypatch, caplog):
    def full(*_args):
        raise OSError("No space left on device")

    monkeypatch.setattr("accounts.counter_file.os.pwrite", full)

    assert [client.get(EVENTS).status_code for _time in range(5)] == [200] * 5
    assert "cannot be counted" in caplog.text
