"""What administrators see of the server: at once what is known, and what the doctor finds when they ask."""

import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import ADMINISTRATOR, PUBLISHER
from operations import readiness
from operations.backup import register
from operations.backup.models import Run
from operations.doctor import examination
from operations.doctor.registry import Check, error
from operations.logs.failures import FailureFile
from operations.readiness import Part
from publishing.actions import publish
from publishing.models import Change
from tests import factories
from tests.staff import client_of, person_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]

STATUS = "/admin/desk/status/"


@pytest.fixture
def desk():
    return client_of(person_with(ADMINISTRATOR))


def facts_of(response, *labels):
    """As they are told, and whether they are as they should be."""
    rows = {fact.label: fact for _name, facts in response.context["sections"] for fact in facts}
    return [(str(rows[label].value), rows[label].state) for label in labels]


def test_administrators_find_it_on_their_first_page_and_nobody_else_may_look():
    administrator, publisher = person_with(ADMINISTRATOR), person_with(PUBLISHER, name="nadia")

    assert f'href="{STATUS}"' in client_of(administrator).get(reverse("admin:index")).content.decode()
    assert f'href="{STATUS}"' not in client_of(publisher).get(reverse("admin:index")).content.decode()
    assert client_of(publisher).get(STATUS).status_code == 403
    assert client_of(publisher).post(STATUS).status_code == 403


def test_what_goes_out_by_itself_is_told_beforehand_and_afterwards(desk):
    now = timezone.now()
    later, sooner, done = (factories.EventFactory(draft=True) for _number in range(3))
    factories.EventFactory()
    publish(record=later, at=now + timedelta(days=9))
    publish(record=sooner, at=now + timedelta(days=1))
    publish(record=done, at=now + timedelta(minutes=1))
    change = Change.objects.get(kind="event", slug=done.slug)
    change.recorded_at, change.at = now - timedelta(days=2), now - timedelta(hours=1)
    change.save()

    response = desk.get(STATUS)

    assert [row.record for row in response.context["scheduled"]] == [sooner, later]
    assert [row.record for row in response.context["came_about"]] == [done]
    page = response.content.decode()
    assert f'href="{reverse("admin:events_event_change", args=[done.pk])}"' in page


def test_the_last_backup_its_trial_and_what_failed_since_are_told(desk):
    assert facts_of(desk.get(STATUS), "Last good backup") == [("none has been made", "poor")]

    now = timezone.now()
    register.note(Run.Kind.BACKUP, began_at=now, size=2_000_000, place="/var/backups/portal")
    register.note(Run.Kind.DRILL, began_at=now)
    register.note(Run.Kind.BACKUP, began_at=now, problem="The disk is full.")
    response = desk.get(STATUS)

    assert facts_of(response, "Its size", "Kept at") == [("1.9\xa0MB", ""), ("/var/backups/portal", "")]
    [(last, good), (_tried, tried_well), (failed, bad)] = facts_of(
        response, "Last good backup", "Last brought back for trial", "The last backup failed"
    )
    assert (good, tried_well, bad) == ("good", "good", "bad")
    assert last.endswith("(UTC)")
    assert "The disk is full." in failed

    Run.objects.update(ended_at=now - timedelta(days=3))
    assert facts_of(desk.get(STATUS), "Last good backup")[0][1] == "poor"


def test_errors_of_all_workers_and_refused_sign_ins_are_told_for_as_long_as_they_matter(
    desk, client, settings, tmp_path, monkeypatch
):
    settings.VAR_DIR = tmp_path
    labels = (
        "Errors of the portal, last hour",
        "Errors of the portal, last day",
        "Answers that something was away, last hour",
    )
    assert facts_of(desk.get(STATUS), *labels) == [("0", "good")] * 3

    settings.ROOT_URLCONF = "tests.operations.addresses_that_break"
    client.raise_request_exception = False
    client.get("/en/breaks/")
    other_worker = FailureFile(tmp_path / "failures")
    for status in (500, 503):
        other_worker.count(status)
    client.post("/accounts/login/", {"login": "amal", "password": "wrong"})
    response = desk.get(STATUS)

    [(faults, bad), (_of_day, poor), away] = facts_of(response, *labels)
    assert faults.startswith("2, the last at")
    assert (bad, poor, away) == ("bad", "poor", ("1", "poor"))
    assert facts_of(response, "Refused sign-ins, last hour") == [("1", "good")]
    assert "journalctl" in response.content.decode()

    now = time.time()
    monkeypatch.setattr("operations.logs.failures.time.time", lambda: now + 2 * 3600)
    assert facts_of(desk.get(STATUS), *labels)[0] == ("0", "good")
    assert facts_of(desk.get(STATUS), *labels)[1][1] == "poor"
    monkeypatch.setattr("operations.logs.failures.time.time", lambda: now + 25 * 3600)
    assert facts_of(desk.get(STATUS), *labels)[1] == ("0", "good")


def test_a_part_that_does_not_work_keeps_nobody_from_seeing_the_rest(desk, monkeypatch, settings):
    parts = (Part("database", lambda: ""), Part("storage", lambda: "is not there"))
    monkeypatch.setattr(readiness, "PARTS", parts)
    settings.REDIS_URL = "redis://localhost:9/0"
    shared = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": settings.REDIS_URL}
    settings.CACHES = {**settings.CACHES, "shared": shared}

    response = desk.get(STATUS)

    assert [(fact.label, fact.state) for fact in response.context["parts"]] == [
        ("Database", "good"),
        ("Storage", "bad"),
    ]
    assert facts_of(response, "Redis", "Migrations") == [
        ("does not work", "bad"),
        ("all are applied", "good"),
    ]


def test_the_doctor_looks_only_when_asked_and_its_findings_are_shown_with_their_cures(desk, monkeypatch):
    looks = []

    def look():
        looks.append(1)
        yield error("The clock stands still.", "Wind it up.")

    check = Check("clock", look)
    monkeypatch.setattr(examination, "CHECKS", [check])

    assert "The clock stands still." not in desk.get(STATUS).content.decode()
    assert looks == []
    page = desk.post(STATUS).content.decode()
    assert "The clock stands still." in page
    assert "Wind it up." in page
    assert looks == [1]


@pytest.mark.parametrize("count", [1, 8])
def test_the_page_takes_the_same_queries_for_any_queue(desk, django_assert_max_num_queries, count):
    for _number in range(count):
        publish(record=factories.EventFactory(draft=True), at=timezone.now() + timedelta(days=1))
    desk.get(STATUS)

    with django_assert_max_num_queries(12):
        assert len(desk.get(STATUS).context["scheduled"]) == count
