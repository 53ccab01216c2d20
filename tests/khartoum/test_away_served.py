"""The portal as it is served, while its PostgreSQL is stopped, frozen, full, and back again."""

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlencode

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.browser.served import wait_for
from tests.own_postgresql import own_postgresql, programs

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
]

LIST, OTHER, FEED, API = "/en/events/", "/ar/documents/", "/fr/events/events.ics", "/api/v1/events/"
# In seconds: within so long the portal says that it cannot answer, and so long after the database it is back.
CLEAR_WITHIN, BACK_WITHIN = 5, 2
ADDING = "/admin/pages/term/add/"
ROWS = """
import django
django.setup()
from tests.factories import EventFactory
from tests.staff import signed_in
EventFactory(slug="kept", title_en="Kept")
print(signed_in().cookies["sessionid"].value)
"""


@pytest.fixture
def postgresql():
    with own_postgresql(fsync="off", max_connections=30, superuser_reserved_connections=1) as server:
        known = connection.settings_dict
        place = f"{known['HOST']}:{known['PORT'] or 5432}/{known['NAME']}"
        source = f"postgres://{known['USER']}:{known['PASSWORD']}@{place}"
        dump = server.folder / "dump"
        subprocess.run([programs() / "pg_dump", "-Fc", "-f", dump, source], check=True)  # noqa: S603
        dump.chmod(0o644)
        server.run("pg_restore", "--no-owner", "-d", server.address, str(dump))
        yield server


@pytest.fixture
def portal(postgresql):
    environment = {
        **os.environ,
        "DATABASE_URL": postgresql.address,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PAGE_CACHE_MEGABYTES": "4",
        # The same for all who start with it: sessions are signed.
        "SECRET_KEY": "of this test alone",
    }
    cookie = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", ROWS],
        cwd=settings.BASE_DIR,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    with served(environment) as port:
        yield Portal(port, cookie)


@contextmanager
def served(environment):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--workers", "1", "--blocking-threads", "4", "--log-level", "error"]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), *options]
    with subprocess.Popen(  # noqa: S603 - our own server
        [*command, "khartoum.wsgi:application"], cwd=settings.BASE_DIR, env=environment
    ) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/readyz")
            yield port
        finally:
            server.terminate()


class Answer:
    def __init__(self, response, seconds):
        self.status, self.headers, self.seconds = response.status, response.headers, seconds
        self.content = response.read().decode(errors="replace")


class Portal:
    def __init__(self, port, cookie):
        self.port, self.cookie = port, cookie

    def get(self, path, method="GET", body=None, **headers):
        line = http.client.HTTPConnection("localhost", self.port, timeout=30)
        begun = time.monotonic()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        line.request(method, path, body=body, headers=named)
        answer = Answer(line.getresponse(), time.monotonic() - begun)
        line.close()
        return answer

    def at_desk(self, path, method="GET", **options):
        return self.get(path, method, Cookie=f"sessionid={self.cookie}; {LANGUAGE}", **options)

    def is_served(self, path):
        return self.get(path).status == 200


LANGUAGE = "django_language=fr"


def is_a_clear_refusal(answer, language):
    assert answer.status == 503, answer.content
    assert answer.seconds < CLEAR_WITHIN
    assert f'<html lang="{language}"' in answer.content
    assert (answer.headers["Retry-After"], answer.headers["Cache-Control"]) == ("5", "no-store")
    assert not re.search("Traceback|psycopg|OperationalError|127.0.0.1", answer.content)
    return True


def all_is_as_it_should_be_without_a_database(portal):
    # The first of them may have to find out.
    assert is_a_clear_refusal(portal.get(OTHER), "ar")
    for path, language in [
        (OTHER, "ar"),
        (FEED, "fr"),
        ("/files/nothing/en.pdf", "en"),
        ("/en/events/other/", "en"),
    ]:
        assert is_a_clear_refusal(portal.get(path), language)
    api = portal.get("/api/v1/documents/")
    assert (api.status, api.headers["Content-Type"]) == (503, "application/problem+json")
    assert is_a_clear_refusal(portal.at_desk("/admin/"), "fr")
    assert what_was_typed_comes_back(portal)
    for path in ("/healthz", "/robots.txt"):
        assert portal.is_served(path)
    for _time in range(3):
        kept = portal.get(LIST)
        assert (kept.status, "Kept" in kept.content) == (200, True)
        assert portal.get(LIST, If_None_Match=kept.headers["ETag"]).status == 304
        assert portal.get(API).status == 200
        assert kept.seconds < CLEAR_WITHIN
        # Past the second for which the record's standing was sure.
        time.sleep(0.4)


def what_was_typed_comes_back(portal):
    typed = urlencode({"name_en": "Rabat & Khartoum", "password": "secret", "_save": ""})
    headers = {
        "Content_Type": "application/x-www-form-urlencoded",
        "Origin": f"http://localhost:{portal.port}",
    }
    answer = portal.at_desk(ADDING, "POST", body=typed, **headers)
    assert is_a_clear_refusal(answer, "fr")
    assert f'<form method="post" action="{ADDING}">' in answer.content
    assert '<input type="hidden" name="name_en" value="Rabat &amp; Khartoum">' in answer.content
    foreign = portal.at_desk(ADDING, "POST", body=typed, **{**headers, "Origin": "https://elsewhere.example"})
    return "secret" not in answer.content and "Rabat" not in foreign.content


CUT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE backend_type = 'client backend' AND application_name <> 'test'
"""


def line_to(postgresql):
    return psycopg.connect(postgresql.address, application_name="test", autocommit=True)


@contextmanager
def no_connection_left(postgresql):
    with contextlib.ExitStack() as held:
        first = held.enter_context(line_to(postgresql))
        for _time in range(2):
            with contextlib.suppress(psycopg.OperationalError):
                while True:
                    held.enter_context(line_to(postgresql))
            # What the portal had is taken in the second round.
            first.execute(CUT)
        yield


def all_is_back_soon(portal):
    """What is not kept as well."""
    until = time.monotonic() + BACK_WITHIN
    while portal.at_desk(ADDING).status != 200:
        assert time.monotonic() < until
        time.sleep(0.1)
    for path in (LIST, f"{LIST}?q={time.time()}"):
        assert portal.is_served(path)


def test_kept_pages_go_on_and_the_rest_says_clearly_that_it_cannot(portal, postgresql):
    # Once the second is over in which it was started, its pages are made anew, with that second's date.
    time.sleep(2)
    for path in (LIST, API):
        assert portal.is_served(path)

    # As when another server takes its place: the connections are cut, and new ones are had.
    with line_to(postgresql) as line:
        line.execute(CUT)
    assert portal.is_served(f"{LIST}?q=cut")

    with no_connection_left(postgresql):
        assert is_a_clear_refusal(portal.get(f"{LIST}?q=full"), "en")
        assert portal.is_served(LIST)
    all_is_back_soon(portal)

    postgresql.stop()
    all_is_as_it_should_be_without_a_database(portal)
    postgresql.start()
    all_is_back_soon(portal)

    # More ask for what is not kept than there are threads.
    with ThreadPoolExecutor(8) as visitors:
        postgresql.freeze()
        waiting = [visitors.submit(portal.get, f"/en/events/?q={number}") for number in range(8)]
        time.sleep(0.2)
        kept = portal.get(LIST)
    assert (kept.status, kept.seconds < CLEAR_WITHIN) == (200, True)
    assert all(is_a_clear_refusal(visit.result(), "en") for visit in waiting)
    all_is_as_it_should_be_without_a_database(portal)
    postgresql.thaw()
    all_is_back_soon(portal)
