"""Alive and ready: what is lost is told within five seconds, and no thread is lost with it."""

import threading
import time

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from operations import readiness
from operations.doctor import echo
from operations.readiness import Database, Part, look_at_storage
from tests.operations.servers import object_store

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _parts_are_asked_anew(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    parts = (Part("database", Database()), Part("storage", look_at_storage))
    monkeypatch.setattr(readiness, "PARTS", parts)


def test_a_ready_server_says_so_for_each_part_and_is_never_cached(client):
    response = client.get("/readyz")

    assert (response.status_code, response.content) == (200, b"database: ok\nstorage: ok\n")
    assert "no-store" in response.headers["Cache-Control"]


def test_being_alive_takes_neither_database_nor_storage(client, django_assert_num_queries, settings):
    settings.MEDIA_ROOT.rmdir()
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_it_is_asked_by_any_name_without_tls_and_for_reading_only(client, settings, address):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]

    assert client.get(address, headers={"host": "10.0.0.7:8000"}).status_code == 200
    assert client.get("/robots.txt").status_code == 301
    assert client.post(address).status_code == 405


def test_a_lost_storage_is_not_ready_and_says_nothing_of_where_it_was(client, settings):
    settings.MEDIA_ROOT.rmdir()

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"database: ok\nstorage: is not there\n")
    assert response.headers["Retry-After"] == "1"


def test_a_database_that_fails_is_not_ready_and_the_reason_stays_inside(client, monkeypatch, caplog):
    def refused():
        raise ConnectionError("at 10.0.0.9, as portal")

    monkeypatch.setattr(readiness, "PARTS", (Part("database", refused),))

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"database: does not answer\n")
    assert "at 10.0.0.9" in caplog.text


def test_what_this_release_needs_must_have_been_migrated_and_what_the_next_has_done_does_not_matter(client):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('events', '9999_next', '2026-01-01')"
        )
    assert Database()() == ""

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'reports'")
    assert Database()() == "has not been migrated"


def test_a_part_that_hangs_is_told_in_time_and_holds_one_thread_however_often_it_is_asked(monkeypatch):
    monkeypatch.setattr(readiness, "PATIENCE", 0.2)
    thaw = threading.Event()
    part = Part("frozen", lambda: "" if thaw.wait(30) else "never")

    began = time.monotonic()
    assert part.problem() == "does not answer"
    assert time.monotonic() - began < 1.5
    # Whoever comes now has the answer at once.
    began = time.monotonic()
    assert [part.problem() for _time in range(50)] == ["does not answer"] * 50
    assert time.monotonic() - began < 0.2
    assert sum(thread.name == "ready-frozen" for thread in threading.enumerate()) == 1

    thaw.set()
    part.latest.done.wait(5)
    assert part.problem() == ""


def test_many_who_ask_at_once_cost_one_look():
    looks = []
    part = Part("busy", lambda: looks.append(1) or "")

    askers = [threading.Thread(target=part.problem) for _number in range(20)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()

    assert looks == [1]


def test_storage_is_looked_at_without_writing(settings):
    before = settings.MEDIA_ROOT.stat().st_mtime_ns

    assert look_at_storage() == ""
    assert settings.MEDIA_ROOT.stat().st_mtime_ns == before
    assert default_storage.listdir("") == ([], [])


def test_a_store_elsewhere_is_asked_and_told_when_it_is_away(settings):
    with object_store() as store:
        settings.STORAGES = {**settings.STORAGES, "default": store}
        assert look_at_storage() == ""

    began = time.monotonic()
    assert Part("storage", look_at_storage).problem() == "does not answer"
    assert time.monotonic() - began < 5


def test_only_who_holds_the_key_is_told_from_where_it_is_seen(client, settings):
    settings.TRUSTED_PROXIES = 1
    behind = {"x-forwarded-for": f"{echo.FORGED}, 198.51.100.7"}

    assert echo.HEADER not in client.get("/readyz", headers=behind).headers
    assert echo.HEADER not in client.get("/readyz", headers={**behind, echo.HEADER: "forged"}).headers
    told = client.get("/readyz", headers={**echo.question(), **behind}).headers[echo.HEADER]
    assert echo.read(told) == {"address": "198.51.100.7", "proxies": 1, "tls": False}
    assert echo.read(echo.question()[echo.HEADER]) is None
