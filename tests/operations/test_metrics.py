import errno
import logging
import os
import re
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from prometheus_client import generate_latest

from accounts.models import User
from operations.backup import register
from operations.backup.models import Run
from operations.metrics import asking, counting, exporter, snapshots
from operations.metrics.asking import Asked
from operations.metrics.errors import CountedErrors
from operations.metrics.instruments import Instruments
from operations.metrics.record import of_backups, of_changes, of_database
from operations.metrics.web_process import Counted, Writer, connect
from operations.metrics.web_processes import WebProcesses
from publishing.dates import PartialDate
from tests.factories import EventFactory, PictureFileFactory, StoredFileFactory
from tests.khartoum.asking import ask, connections_left_open, portal_for
from tests.signing_in import PASSWORD, sign_in, with_app

pytestmark = pytest.mark.once

SAMPLE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$")
# A web process as far as its figures go: it counts, writes them down, and waits for its end.
OTHER_PROCESS = """
import sys
from django.conf import settings
settings.configure(VAR_DIR=sys.argv[1])
from operations.metrics import counting
from operations.metrics.snapshots import Own, figures_of
instruments, own = counting.begin(), Own()
instruments.uploads.labels("document").inc(3)
instruments.cache_pages.set(7)
own.write(figures_of(instruments.registry))
print("ready", flush=True)
input()
"""


@pytest.fixture
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def instruments(monkeypatch, var):
    found = Instruments()
    monkeypatch.setattr(counting, "instruments", found)
    connect()
    return found


def told_by(*collectors):
    """Sample and labels → value."""

    class All:
        def collect(self):
            for collector in collectors:
                yield from collector.collect()

    lines = generate_latest(All()).decode().splitlines()
    found = (SAMPLE.match(line).groups() for line in lines if not line.startswith("#"))
    return {f"{name}{{{labels}}}" if labels else name: float(value) for name, labels, value in found}


def counted_by(instruments):
    return told_by(instruments.registry)


@pytest.mark.django_db
def test_requests_are_counted_by_route_kind_and_status_and_never_by_what_stood_in_the_address(
    client, instruments
):
    event = EventFactory(slug="secret-meeting")

    client.get(event.get_absolute_url())
    client.get("/en/events/nothing-here/")
    client.generic("AMAL", "/en/")

    found = counted_by(instruments)
    assert found['portal_http_requests_total{method="GET",route="events:detail",status="2xx"}'] == 1
    assert found['portal_http_requests_total{method="GET",route="events:detail",status="4xx"}'] == 1
    assert found['portal_http_requests_total{method="other",route="none",status="4xx"}'] == 1
    assert found['portal_http_request_duration_seconds_count{kind="page"}'] == 3
    assert found['portal_http_request_database_seconds_sum{kind="page"}'] > 0
    assert found['portal_route_queries_total{route="events:detail"}'] > 1
    assert not re.search("secret|AMAL|nothing", str(found))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/ar/events/", "page"),
        ("/api/v1/events/", "api"),
        ("/en/events/events.atom", "feed"),
        ("/files/nothing/en.pdf", "file"),
        ("/static/nothing.css", "static"),
        ("/admin/", "desk"),
        ("/accounts/login/", "sign_in"),
        ("/healthz", "health"),
        ("/robots.txt", "other"),
    ],
)
def test_addresses_are_of_nine_kinds(client, instruments, address, kind):
    client.get(address)

    assert counted_by(instruments)[f'portal_http_request_duration_seconds_count{{kind="{kind}"}}'] == 1


@pytest.mark.django_db
def test_signing_in_uploads_and_slow_questions_are_counted(client, instruments, settings):
    User.objects.create_user("amal", password="the right password", is_staff=True)  # noqa: S106 - of a test
    settings.SLOW_QUERY_MILLISECONDS = 1

    for password in ("wrong", "the right password"):
        client.post("/accounts/login/", {"login": "amal", "password": password})
    with_app(User.objects.create_user("nadia", password=PASSWORD, is_staff=True))
    sign_in(Client(), "nadia").client.post("/accounts/security/code/", {"code": "12"})
    with connection.execute_wrapper(lambda execute, *asked: (time.sleep(0.002), execute(*asked))[1]):
        StoredFileFactory()
        PictureFileFactory()

    found = counted_by(instruments)
    assert found['portal_sign_ins_total{result="ok"}'] == 1
    assert found['portal_sign_ins_total{result="refused"}'] == 1
    assert found['portal_sign_ins_total{result="refused_second_factor"}'] == 1
    assert found['portal_uploads_total{kind="document"}'] == 1
    assert found['portal_uploads_total{kind="picture"}'] == 1
    assert found['portal_slow_queries_total{route="none"}'] >= 2


def test_errors_are_counted_by_their_kind(instruments):
    log = logging.getLogger("tests.metrics")
    handler = CountedErrors()
    log.addHandler(handler)

    try:
        log.error("Amal did this.")
        log.warning("No error.")
        try:
            raise KeyError("Amal")
        except KeyError:
            log.exception("Amal did that.")
    finally:
        log.removeHandler(handler)

    errors = {name: value for name, value in counted_by(instruments).items() if "portal_errors_total" in name}
    assert errors == {
        'portal_errors_total{kind="tests.metrics"}': 1,
        'portal_errors_total{kind="KeyError"}': 1,
    }


@pytest.mark.django_db
def test_answers_of_the_page_cache_are_told_apart(instruments, monkeypatch):
    EventFactory()
    portal = portal_for(monkeypatch)
    application = Counted(portal.cache)
    writer = Writer(application, instruments)

    with connections_left_open():
        ask(application, "/en/events/")
        ask(application, "/en/events/")
        ask(application, "/en/events/", If_None_Match="*")
        ask(application, "/accounts/login/")
        writer.write()
        portal.cache.record.has_failed = True
        ask(application, "/en/events/")
        writer.write()

    writer.own.lock.close()
    found = counted_by(instruments)
    results = ("hit", "stale", "miss", "passed")
    assert [found[f'portal_page_cache_answers_total{{result="{result}"}}'] for result in results] == [
        2,
        1,
        1,
        1,
    ]
    assert found["portal_page_cache_cut_off"] == 1
    assert found["portal_page_cache_pages"] >= 1
    assert found["portal_page_cache_bytes"] > 1000


def test_a_pool_s_own_counts_become_ours_and_never_fall(instruments):
    writer = Writer(Counted(None), instruments)

    for waited in (1500, 2000, 500):  # The last is a pool that was opened anew.
        writer.read_pool(
            "default",
            {"pool_size": 4, "pool_available": 1, "requests_waiting": 2, "requests_wait_ms": waited},
        )

    found = counted_by(instruments)
    assert found['portal_database_pool_connections{database="default"}'] == 4
    assert found['portal_database_pool_free{database="default"}'] == 1
    assert found['portal_database_pool_waiting{database="default"}'] == 2
    assert found['portal_database_pool_wait_seconds_total{database="default"}'] == 2.5


@contextmanager
def other_process(var):
    process = subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, "-c", OTHER_PROCESS, str(var)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout.readline() == b"ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def test_what_a_process_has_counted_outlives_it_and_what_it_held_does_not(var, instruments):
    own = snapshots.Own()
    instruments.uploads.labels("document").inc(2)
    instruments.cache_pages.set(10)
    own.write(snapshots.figures_of(instruments.registry))
    everything = WebProcesses()

    with other_process(var) as other:
        together = told_by(everything)
    alone, again = told_by(everything), told_by(everything)

    counted, held = 'portal_uploads_total{kind="document"}', "portal_page_cache_pages"
    memory = f'portal_process_resident_memory_bytes{{pid="{other.pid}"}}'
    assert (together["portal_web_processes"], together[counted], together[held]) == (2, 5, 17)
    assert together[memory] > 10_000_000
    assert (alone["portal_web_processes"], alone[counted], alone[held]) == (1, 5, 10)
    assert memory not in alone
    assert again[counted] == 5
    assert sorted(path.stem for path in snapshots.folder().iterdir()) == [str(os.getpid())] * 2
    own.lock.close()


def test_what_dead_processes_left_is_cleared_when_figures_begin_to_be_told(var):
    for ending in ("lock", "json", "next"):
        (snapshots.folder() / f"123456.{ending}").write_text("[]")

    WebProcesses()

    assert list(snapshots.folder().iterdir()) == []


def test_a_folder_that_cannot_be_written_to_costs_figures_and_nothing_else(var, instruments, caplog):
    (var / "metrics").write_text("a file where the folder should be")

    Writer(Counted(None), instruments).try_to_write()

    assert "could not be written" in caplog.text


def test_a_full_disk_costs_figures_and_nothing_else(var, instruments, monkeypatch):
    own = snapshots.Own()
    own.write([("a", "counter", "A", [("a_total", {}, 1.0)])])

    def no_room(self, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", no_room)
    own.write([("a", "counter", "A", [("a_total", {}, 2.0)])])

    assert told_by(WebProcesses())["a_total"] == 1
    own.lock.close()


@pytest.mark.django_db(transaction=True)
def test_database_tells_of_changes_to_come_and_of_backups():
    now = timezone.now()
    EventFactory()
    # Its days come, too, and publish nothing.
    EventFactory(status="planned", date=PartialDate.parse("2190-01-01"))
    EventFactory(published_at=now + timedelta(days=2))
    EventFactory(published_at=now + timedelta(days=1))
    register.note(Run.Kind.BACKUP, began_at=now, name="one", size=4711)
    register.note(Run.Kind.BACKUP, began_at=now, problem="The disk is full.")

    found = told_by(Asked("database", "default", of_database, of_changes, of_backups))

    assert found["portal_database_up"] == 1
    assert found["portal_database_size_bytes"] > 100_000
    assert found["portal_scheduled_changes"] == 2
    assert found["portal_scheduled_next_timestamp_seconds"] == (now + timedelta(days=1)).timestamp()
    assert found["portal_last_change_sequence"] >= 3
    assert abs(found["portal_last_change_timestamp_seconds"] - now.timestamp()) < 60
    assert (found["portal_backup_last_is_good"], found["portal_backup_good_size_bytes"]) == (0, 4711)
    assert "portal_restore_drill_last_is_good" not in found


def test_a_database_that_hangs_holds_nobody_up_and_is_asked_once(monkeypatch, django_db_blocker):
    monkeypatch.setattr(asking, "PATIENCE", 0.05)
    asked, release = [], threading.Event()

    def hangs(_connection):
        asked.append(1)
        release.wait(10)
        return []

    with django_db_blocker.unblock():
        collector = Asked("database", "default", hangs)
        found = [told_by(collector), told_by(collector)]
        release.set()
        collector.latest.done.wait(10)

    assert found == [{"portal_database_up": 0}] * 2
    assert asked == [1]


def test_databases_that_hang_are_waited_for_together(monkeypatch, django_db_blocker):
    monkeypatch.setattr(asking, "PATIENCE", 0.4)
    release = threading.Event()

    with django_db_blocker.unblock():
        databases = exporter.Databases()
        databases.asked = [Asked(name, "default", lambda _c: release.wait(10) and []) for name in ("a", "b")]
        begun = time.monotonic()
        found = told_by(databases)
        took = time.monotonic() - begun
        release.set()
        for one in databases.asked:
            one.latest.done.wait(10)

    assert found == {"portal_a_up": 0, "portal_b_up": 0}
    assert took < 0.8


@pytest.mark.django_db(transaction=True)
def test_figures_are_told_at_a_port_of_their_own(settings, var):
    settings.METRICS_PORT, settings.METRICS_HOST = 0, "127.0.0.1"
    server, wait = exporter.serve()

    try:
        with urlopen(f"http://127.0.0.1:{server.server_port}/metrics") as answer:
            text = answer.read().decode()
    finally:
        server.shutdown()
        wait()
        server.server_close()

    assert "portal_build_info{" in text
    assert "portal_web_processes 0.0" in text
    assert "portal_database_up 1.0" in text


def test_command_says_what_to_set(settings):
    settings.METRICS_PORT = 0

    with pytest.raises(CommandError, match="METRICS_PORT is 0: set it"):
        call_command("serve_metrics")


def test_command_says_what_to_do_where_the_port_is_taken(settings, var):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings.METRICS_PORT, settings.METRICS_HOST = taken.getsockname()[1], "127.0.0.1"

        with pytest.raises(CommandError, match="choose another METRICS_PORT"):
            call_command("serve_metrics")


@pytest.mark.once
def test_library_is_loaded_only_where_figures_are_wanted(var):
    look = (
        "import sys, django; django.setup(); import operations.logs.requests;"
        "print({'prometheus_client', 'sentry_sdk'} & sys.modules.keys())"
    )
    environment = {**os.environ, "VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "tests.settings"}

    done = subprocess.run([sys.executable, "-c", look], env=environment, capture_output=True, text=True)  # noqa: S603 - our own

    assert done.stdout == "set()\n"
