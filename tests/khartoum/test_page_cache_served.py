"""Two server processes on one database, while somebody edits: nobody gets what is older than a second, nor
what somebody else has asked for."""

import gzip
import http.client
import os
import random
import re
import socket
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import brotli
import pytest
from django.conf import settings
from django.db import connection

from tests.browser.served import wait_for

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]

SECONDS = 5
# A process of its own, as the desk is to the other server process. It tells when each edit was committed.
EDITOR = f"""
import time
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from events.models import Event
from publishing.actions import withdraw
from tests.factories import EventFactory

seen = {{name: EventFactory(slug=name, title_en=name.title()) for name in ("alpha", "beta", "leaving")}}
edited = EventFactory(slug="edited", title_en="Edition 0")
EventFactory(slug="hidden", title_en="Hidden", draft=True)
print("ready", flush=True)
input()
begun = time.time()
at = timezone.now() + timedelta(seconds={SECONDS / 2})
EventFactory(slug="coming", title_en="Coming", published_at=at)
print("coming", at.timestamp(), flush=True)
number = 0
while time.time() < begun + {SECONDS}:
    number += 1
    edited.title_en = f"Edition {{number}}"
    edited.save()
    print("edition", time.time(), number, flush=True)
    if number == 3:
        withdraw(record=seen["leaving"], reason="Published in error.")
        print("leaving", time.time(), flush=True)
    time.sleep(0.25)
time.sleep(2.1)
print("over", flush=True)
input()
# Past the version of the record, as nothing else may write.
Event.objects.filter(pk=edited.pk).write_bookkeeping(title_en="Past the version")
print("unnoticed", flush=True)
"""


@pytest.fixture
def environment(tmp_path):
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(tmp_path / "portal.sqlite3") as copy:
            connection.connection.backup(copy)
        copy.close()
        database = f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    else:
        known = connection.settings_dict
        place = f"{known['HOST']}:{known['PORT'] or 5432}/{known['NAME']}"
        database = f"postgres://{known['USER']}:{known['PASSWORD']}@{place}"
    return {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "API_REQUESTS_A_MINUTE": "0",
        "PAGE_CACHE_MEGABYTES": "4",
    }


@contextmanager
def running(*command, environment, **options):
    process = subprocess.Popen(  # noqa: S603 - our own server and script
        [sys.executable, *command], cwd=settings.BASE_DIR, env=environment, text=True, **options
    )
    with process:
        try:
            yield process
        finally:
            process.terminate()


@contextmanager
def served(environment):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--workers", "2", "--blocking-threads", "4", "--log-level", "error"]
    server = ["-m", "granian", "--interface", "wsgi", "--port", str(port), *options]
    with running(*server, "khartoum.wsgi:application", environment=environment):
        wait_for(f"http://127.0.0.1:{port}/readyz")
        yield port


DECODERS = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}


class Visitor:
    """Asks for this and that until the time is over, and keeps: what, when, and what came."""

    PATHS = ("/en/events/", "/api/v1/events/", "/en/events/alpha/", "/fr/events/beta/", "/en/events/leaving/")

    def __init__(self, port, number):
        self.port, self.choose = port, random.Random(number)  # noqa: S311 - not a secret

    def visit(self, until):
        answers = []
        while time.time() < until:
            # Each connection may lead to the other process.
            line = http.client.HTTPConnection("localhost", self.port, timeout=20)
            answers += [self.ask(line) for _time in range(10)]
            line.close()
        return answers

    def ask(self, line, path=""):
        path = path or self.choose.choice(self.PATHS)
        encoding = self.choose.choice(["gzip", "br", "identity"])
        asked_at = time.time()
        line.request(
            "GET", path, headers={"Accept-Encoding": encoding, "Cookie": f"sessionid={self.choose.random()}"}
        )
        response = line.getresponse()
        content = DECODERS[response.getheader("Content-Encoding")](response.read())
        assert response.getheader("Content-Encoding", "identity") == encoding
        assert response.getheader("Set-Cookie") is None
        return path, asked_at, time.time(), response.status, content.decode()


def comes_from_memory(visitor, editor):
    """Over one connection, and so from one process: otherwise the rest would prove nothing."""
    line = http.client.HTTPConnection("localhost", visitor.port, timeout=20)
    before = visitor.ask(line, "/en/events/")[-1]
    print(file=editor.stdin, flush=True)
    assert editor.stdout.readline() == "unnoticed\n"
    assert visitor.ask(line, "/en/events/")[-1] == before
    line.close()


def test_nobody_gets_what_is_older_than_a_second_nor_what_another_asked_for(environment):
    with (
        running(
            "-c", EDITOR, environment=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as editor,
        served(environment) as port,
    ):
        assert editor.stdout.readline() == "ready\n"
        with ThreadPoolExecutor(4) as visitors:
            print(file=editor.stdin, flush=True)
            until = time.time() + SECONDS + 1.5
            visits = [visitors.submit(Visitor(port, number).visit, until) for number in range(4)]
            answers = [answer for visit in visits for answer in visit.result()]
        told = [line.split() for line in iter(editor.stdout.readline, "over\n")]
        comes_from_memory(Visitor(port, 0), editor)

    editions = [
        (float(at), int(number)) for what, at, *number in told if what == "edition" for number in number
    ]
    coming, leaving = (
        next(float(line[1]) for line in told if line[0] == what) for what in ("coming", "leaving")
    )
    for path, asked_at, got_at, status, content in answers:
        assert "Hidden" not in content
        if path.endswith("/leaving/"):
            assert status == (410 if asked_at >= leaving + 1 else status)
            assert status == 410 or "Leaving" in content
            continue
        assert status == 200
        if path.endswith(("/alpha/", "/beta/")):
            name = path.split("/")[-2]
            assert f"/events/{name}/" in content
            assert f'<html lang="{path[1:3]}"' in content
            continue
        assert path.startswith("/api/") == content.startswith("{")
        edition = int(re.search(r"Edition (\d+)", content)[1])
        # What had been committed a second before it was asked for is in it.
        assert edition >= max((number for at, number in editions if at + 1 <= asked_at), default=0)
        if asked_at >= coming + 1:
            assert "Coming" in content
        if got_at < coming:
            assert "Coming" not in content
    assert len(editions) >= 3
    assert any(status == 410 for _path, _asked, _got, status, _content in answers)
