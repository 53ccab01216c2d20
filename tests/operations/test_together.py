"""Two web machines, a primary with a replica, Redis, a store that speaks S3 and nginx, as docs/growing.md
puts them together. Run by `make together`: it starts many servers and takes more than a minute."""

import http.client
import itertools
import os
import re
import tempfile
import threading
import time
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from scripts.cluster.site import Site, missing
from scripts.faults.desk import Desk
from scripts.faults.forms import fields_of
from scripts.faults.ledger import Fate, Ledger
from scripts.faults.parts.database import ROLE

ASKED_FOR = "TOGETHER"
pytestmark = [
    pytest.mark.skipif(ASKED_FOR not in os.environ, reason="starts many servers: make together"),
    pytest.mark.skipif(bool(missing()), reason=missing() or "all is there"),
    pytest.mark.skipif(os.geteuid() != 0, reason="starts a database as its own user: needs root"),
]
# In seconds. Counted from the answer that says a record is published.
SEEN_WITHIN = 1.0
# What visitors read while something is taken away: kept pages, files, and what nobody has asked before.
READ = ("/en/", "/ar/events/", "/fr/documents/", "/api/v1/events/", "/files/harness-0/en.txt")
ALWAYS_NEW = ("/en/search/?q=migration+{}", "/api/v1/search/?q=declaration+{}", "/ar/search/?q=training+{}")


@pytest.fixture(scope="module")
def site():
    # Not below pytest's own folder, which the user that runs the database may not enter.
    with tempfile.TemporaryDirectory(prefix="portal-cluster-") as folder:
        site = Site(Path(folder))
        try:
            site.start()
            yield site
        finally:
            site.stop()


@pytest.fixture(scope="module")
def desk(site):
    """Somebody who signed in on the first machine."""
    desk = Desk(site.of(0), site.seeded["people"][0], Ledger())
    desk.sign_in()
    return desk


@contextmanager
def elsewhere(desk, site, number):
    """The same person, whose next requests come to another machine."""
    here, desk.visitor = desk.visitor, site.of(number, desk.visitor.cookies)
    try:
        yield desk
    finally:
        desk.visitor = here


def until(condition, within=10):
    """How long it took to come true."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > within:
            pytest.fail(f"It did not come true within {within} seconds.")
        time.sleep(0.01)
    return time.monotonic() - began


class Load:
    """Visitors behind nginx, who read all the while."""

    def __init__(self, site, visitors=4):
        self.site, self.failed, self.asked, self.longest = site, [], 0, 0.0
        # Ended before their end.
        self.cut = []
        self.is_over = threading.Event()
        self.numbers = itertools.count()
        self.threads = [
            threading.Thread(target=self.read, args=(site.visitor(one),)) for one in range(visitors)
        ]

    def read(self, visitor):
        paths = itertools.cycle([*READ, *ALWAYS_NEW])
        while not self.is_over.is_set():
            path = next(paths).format(f"{os.getpid()}{next(self.numbers)}")
            try:
                answer = visitor.get(path)
            except http.client.IncompleteRead:
                self.cut.append(path)
                visitor.close()
                continue
            except (OSError, http.client.HTTPException) as error:
                self.failed.append((path, repr(error)))
                visitor.close()
                continue
            self.asked += 1
            self.longest = max(self.longest, answer.took)
            if answer.status != 200:
                self.failed.append((path, answer.status, answer.text[:300]))
            time.sleep(0.05)
        visitor.close()

    def wait_for_more(self, answers=60):
        reached = self.asked + answers
        until(lambda: self.asked >= reached, within=30)

    @contextmanager
    def going_on(self):
        for thread in self.threads:
            thread.start()
        try:
            self.wait_for_more(20)
            yield self
            self.wait_for_more()
        finally:
            self.is_over.set()
            for thread in self.threads:
                thread.join(30)


def test_a_session_of_one_machine_is_known_to_the_other(site, desk):
    with elsewhere(desk, site, 1):
        assert desk.visitor.get("/admin/").status == 200
    site.of(0)
    assert site.of(1).get("/admin/").status == 302


def test_what_is_published_on_one_is_seen_on_both_within_a_second(site, desk):
    took = []
    for _ in range(5):
        written = desk.create_event()
        address, api = f"/en/events/{written.slug}/", f"/api/v1/events/{written.slug}/"
        for number in (0, 1):
            # Known to the page caches as what nobody may see.
            assert site.of(number).get(address).status == 404
            site.of(number).get("/en/events/")
        with elsewhere(desk, site, 1):
            assert desk.publish_event(desk.key_of(written), written.slug).fate == Fate.ACKNOWLEDGED
        took.append(
            until(
                lambda address=address, api=api: all(
                    site.of(number).get(path).status == 200 for number in (0, 1) for path in (address, api)
                )
            )
        )
    # The first page of its kind takes a process that has just begun longer.
    del took[0]
    print(f"Seen on both after {', '.join(f'{one:.2f}' for one in took)} s.")  # noqa: T201 - a figure
    assert max(took) <= SEEN_WITHIN


def read_at_the_replica(site):
    """Also where it was dead a moment ago: connections to the primary would last for two minutes."""
    with site.primary.as_owner() as primary:
        primary.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [ROLE])
    # What was heard from a second ago is not asked whether it is there.
    time.sleep(1.5)


def test_what_a_replica_that_lags_has_shown_is_not_shown_for_longer(site, desk):
    read_at_the_replica(site)
    written = desk.create_event()
    assert written.fate == Fate.ACKNOWLEDGED
    address = f"/en/events/{written.slug}/"
    with site.replica.as_owner() as replica:
        replica.execute("SELECT pg_wal_replay_pause()")
        try:
            assert desk.publish_event(desk.key_of(written), written.slug).fate == Fate.ACKNOWLEDGED
            time.sleep(1.5)
            assert [site.of(number).get(address).status for number in (0, 1)] == [404, 404]
        finally:
            replica.execute("SELECT pg_wal_replay_resume()")
    took = until(lambda: [site.of(number).get(address).status for number in (0, 1)] == [200, 200])
    print(f"Seen on both {took:.2f} s after the replica went on.")  # noqa: T201 - a figure
    # Each machine looks once a second, and makes the page then.
    assert took <= 1 + SEEN_WITHIN


def test_a_file_uploaded_on_one_is_checked_and_sent_by_the_other(site, desk):
    written = desk.upload_document()
    assert written.fate == Fate.ACKNOWLEDGED, written.said

    with elsewhere(desk, site, 1):
        found = desk.opened(f"/admin/declarations/document/?q={written.token}").text
        key = re.search(r"/admin/declarations/document/(\d+)/change/", found)[1]
        publishing = f"/admin/declarations/document/{key}/publish/"
        answer = desk.visitor.post(publishing, fields_of(desk.opened(publishing).text))
        assert answer.status == 302
    keys = {one["Key"] for one in site.store.client().list_objects_v2(Bucket="portal")["Contents"]}
    assert any(written.sha256 in key for key in keys)
    address = f"/files/{written.slug}/en.txt"
    for number in (0, 1):
        until(lambda number=number: site.of(number).get(address).status == 200)
        assert sha256(site.of(number).get(address).body).hexdigest() == written.sha256
        part = site.of(number).get(address, Range="bytes=10-19")
        assert (part.status, len(part.body)) == (206, 10)


def test_search_finds_on_one_what_was_written_on_the_other(site, desk):
    written = desk.create_event()
    assert desk.publish_event(desk.key_of(written), written.slug).fate == Fate.ACKNOWLEDGED

    until(lambda: written.slug in site.of(1).get(f"/en/search/?q={written.token}").text)
    found = site.of(1).get(f"/api/v1/search/?q={written.token}").text
    assert written.slug in found


def test_machines_count_requests_to_the_api_together(site):
    def ask_both():
        # What is kept is not counted.
        for number in (0, 1):
            assert site.of(number).get(f"/api/v1/search/?q={time.monotonic_ns()}").status == 200
        return max(site.counted_together(), default=0) >= 1

    # Redis may have been away: who knows that asks it again after five seconds.
    until(ask_both)
    # A new minute may begin between the two, with a count of its own.
    before = sum(site.counted_together())
    for number in (0, 1):
        assert site.of(number).get(f"/api/v1/search/?q={time.monotonic_ns()}").status == 200
    assert sum(site.counted_together()) >= before + 2


def visitors_notice_nothing(site, hurt):
    with Load(site).going_on() as load:
        hurt()
    print(f"{load.asked} answers, the slowest after {load.longest:.2f} s.")  # noqa: T201 - a figure
    assert load.failed == []
    return load.cut


def test_a_web_machine_may_be_stopped_under_load(site):
    assert visitors_notice_nothing(site, site.webs[0].stop) == []
    site.webs[0].start()
    site.wait_for_machine(0)


def test_a_web_machine_may_die_under_load(site):
    """Nobody else can send the rest of a file that was half sent: it is asked for from there on."""
    cut = visitors_notice_nothing(site, site.webs[0].kill)
    assert all(path.startswith("/files/") for path in cut)
    site.webs[0].start()
    site.wait_for_machine(0)


def test_the_replica_may_die_and_come_back_under_load(site):
    def hurt():
        site.replica.stop()
        time.sleep(3)
        site.replica.start()

    assert visitors_notice_nothing(site, hurt) == []


def test_redis_may_die_and_come_back_under_load(site):
    def hurt():
        site.redis.kill()
        time.sleep(2)
        site.redis.start()

    assert visitors_notice_nothing(site, hurt) == []


def test_visitors_read_on_while_the_primary_is_away(site):
    def hurt():
        site.primary.stop()
        time.sleep(3)
        site.primary.start()

    assert visitors_notice_nothing(site, hurt) == []
