"""desk/audit_log.py: who did what, read and exported."""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.audit import acting, note
from accounts.audit_words import LABELS
from accounts.models import AuditEntry
from accounts.roles import ADMINISTRATOR, AUDITOR, EDITOR, PUBLISHER
from scripts.files import ROOT, tracked
from tests.factories import EventFactory
from tests.staff import client_of, person_with, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]
LIST = reverse("admin:accounts_auditentry_changelist")
EXPORT = reverse("admin:accounts_auditentry_export")
Action = AuditEntry.Action


def entry(action=Action.PUBLISHED, *, at=None, **values):
    return AuditEntry.objects.create(at=at or timezone.now(), action=action, **values)


@pytest.fixture
def auditor(db):
    """Signed in already; what was told of it is not what the tests ask for."""
    return person_with(AUDITOR, name="samira")


@pytest.fixture
def client(auditor):
    return client_of(auditor)


def shown(client, **question):
    response = client.get(LIST, question)
    assert response.status_code == 200
    return [row["entry"] for row in response.context["rows"] if row["entry"].action != "signed_in"]


def test_the_newest_entry_comes_first(client):
    now = timezone.now()
    older, newer = entry(at=now - timedelta(hours=2)), entry(at=now - timedelta(hours=1))

    assert shown(client) == [newer, older]


@pytest.mark.parametrize("role", [EDITOR, PUBLISHER])
def test_the_log_is_for_auditors_and_administrators(role):
    entry()
    client = client_of(person_with(role))

    assert client.get(LIST).status_code == 403
    assert client.post(EXPORT, {"format": "csv"}).status_code == 403
    assert not AuditEntry.objects.filter(action="exported").exists()
    assert client_of(person_with(ADMINISTRATOR, name="hiwot")).get(LIST).status_code == 200


def test_it_is_narrowed_by_action_person_kind_and_words(client, auditor):
    amal = person_with(EDITOR)
    event, other = EventFactory(title_en="Aswan"), EventFactory(title_en="Khartoum")
    with acting(amal, "192.0.2.7"):
        first = note(Action.PUBLISHED, event)
    with acting(auditor, "198.51.100.4"):
        second = note(Action.WITHDRAWN, other)
        third = note(Action.PERMISSIONS_CHANGED, amal)

    assert shown(client) == [third, second, first]
    assert shown(client, action="withdrawn") == [second]
    assert shown(client, person=amal.pk) == [first]
    assert shown(client, kind="events.event") == [second, first]
    assert shown(client, kind="events.event", person=auditor.pk) == [second]
    assert shown(client, words="aswan") == [first]
    assert shown(client, words="198.51.") == [third, second]


def test_days_are_whole_days_in_utc(client):
    before, first, last, after = (
        entry(at=datetime(2026, 5, day, hour, minute, second, tzinfo=UTC))
        for day, hour, minute, second in [(2, 23, 59, 59), (3, 0, 0, 0), (4, 23, 59, 59), (5, 0, 0, 0)]
    )

    assert shown(client, since="2026-05-03", until="2026-05-04") == [last, first]
    assert shown(client, since="2026-05-03") == [after, last, first]
    assert shown(client, until="2026-05-04") == [last, first, before]
    assert len(shown(client, until="9999-12-31")) == 4


@pytest.mark.parametrize(
    "question",
    [
        {"action": "baked"},
        {"person": "0"},
        {"person": "9" * 30},
        {"kind": "events.nothing"},
        {"since": "yesterday"},
        {"since": "2026-05-04", "until": "2026-05-03"},
        {"words": "\0"},
        {"after": "nowhere"},
    ],
)
def test_a_question_that_cannot_be_answered_is_told_and_shows_nothing(client, question):
    entry()

    response = client.get(LIST, question)

    assert response.status_code == 200
    assert response.context["rows"] == []
    assert 'class="errorlist' in response.content.decode() or response.context["problem"]


def test_details_stand_behind_a_colon_as_the_language_writes_it(client):
    entry(Action.WITHDRAWN, details={"reason": "Wrong day"})

    page = client.get(LIST, headers={"accept-language": "fr"}).content.decode()

    assert "<li>Motif\u202f: <bdi>Wrong day</bdi></li>" in page


def test_details_are_told_in_words(client):
    entry(Action.PERMISSIONS_CHANGED, details={"gained": ["Publisher"], "active": False})
    entry(Action.WITHDRAWN, details={"reason": "<b>Wrong</b> day", "moment": "2026-05-03T10:00:00+00:00"})

    text = unescape(client.get(LIST).content.decode())

    for words in ("Gained: <bdi>Publisher", "Account open: <bdi>no", "Reason: <bdi><b>Wrong</b> day"):
        assert words in text
    assert "3 May 2026, 10:00" in text or "May 3, 2026" in text
    assert "&lt;b&gt;Wrong" in client.get(LIST).content.decode()
    assert "{" not in "".join(str(row["details"]) for row in client.get(LIST).context["rows"])


def test_an_entry_leads_to_the_record_unless_it_was_deleted(client):
    event = EventFactory()
    address = reverse("admin:events_event_change", args=[event.pk])
    note(Action.PUBLISHED, event)

    assert f'href="{address}"' in client.get(LIST).content.decode()
    event.delete()
    newest = client.get(LIST).context["rows"][0]
    assert (newest["entry"].action, newest["url"]) == ("deleted", "")


@pytest.mark.parametrize("count", [1, 40])
def test_the_list_takes_the_same_queries_for_any_length(client, count, django_assert_num_queries):
    for event in EventFactory.create_batch(count):
        note(Action.PUBLISHED, event)

    with django_assert_num_queries(6):
        response = client.get(LIST)

    assert len(response.context["rows"]) == count + 1


def test_a_long_log_is_read_page_by_page(client):
    now = timezone.now()
    written = [entry(at=now - timedelta(minutes=number)) for number in range(120)]

    seen, address = [], LIST
    while address:
        response = client.get(address)
        seen.append([row["entry"] for row in response.context["rows"]])
        address = response.context["page"].next_url

    assert [len(rows) for rows in seen] == [50, 50, 21]
    assert [one for rows in seen for one in rows if one.action == "published"] == written
    assert client.get(response.context["page"].previous_url).context["rows"][0]["entry"] == seen[1][0]


# Export


def export(client, **asked):
    return b"".join(client.post(EXPORT, asked).streaming_content).decode()


def test_what_is_listed_is_exported_as_csv_and_told(client, auditor):
    first = entry(Action.WITHDRAWN, person="amal", person_id=7, details={"reason": "Wrong day"})
    entry(Action.PUBLISHED)

    text = export(client, format="csv", action="withdrawn")

    assert text.startswith("\ufeff")
    [row] = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (row["id"], row["action"], row["person"]) == (str(first.pk), "withdrawn", "amal")
    assert json.loads(row["details"]) == {"reason": "Wrong day"}
    told = AuditEntry.objects.get(action="exported")
    assert (told.person, told.details) == (
        "samira",
        {"what": "audit log", "format": "csv", "filters": {"action": "withdrawn"}},
    )


def test_words_looked_for_are_not_told_for_they_may_be_a_name(client):
    export(client, format="csv", words="amina", action="withdrawn")

    told = AuditEntry.objects.get(action="exported")
    assert told.details["filters"] == {"action": "withdrawn", "words": "(…)"}


def test_json_lines_hold_each_entry_whole(client):
    moment = datetime(2026, 5, 3, 10, 0, 1, tzinfo=UTC)
    entry(at=moment, object_name="مؤتمر", address="192.0.2.7", details={"gained": ["Editor"]})

    rows = [json.loads(line) for line in export(client, format="jsonl", action="published").splitlines()]

    assert [(row["at"], row["object_name"], row["address"], row["details"]) for row in rows] == [
        ("2026-05-03T10:00:01.000000Z", "مؤتمر", "192.0.2.7", {"gained": ["Editor"]})
    ]


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_no_cell_is_a_formula(client, typed):
    entry(object_name=typed)

    [row] = csv.DictReader(
        io.StringIO(export(client, format="csv", action="published").removeprefix("\ufeff"))
    )

    assert row["object_name"] == f"'{typed}"


def test_an_export_of_any_length_is_whole(client, monkeypatch):
    monkeypatch.setattr("desk.audit_export.READ_AT_ONCE", 7)
    same_moment = timezone.now()
    written = [entry(at=same_moment).pk for _ in range(30)]

    rows = [json.loads(line) for line in export(client, format="jsonl", action="published").splitlines()]

    assert [row["id"] for row in rows] == written[::-1]


@pytest.mark.parametrize("asked", [{}, {"format": "exe"}, {"format": "csv", "since": "yesterday"}])
def test_an_export_that_makes_no_sense_is_refused(client, asked):
    assert client.post(EXPORT, asked).status_code == 400
    assert not AuditEntry.objects.filter(action="exported").exists()


def test_asking_for_an_address_exports_nothing(client):
    assert client.get(EXPORT).status_code == 405
    assert not AuditEntry.objects.filter(action="exported").exists()


def test_whoever_may_only_read_is_offered_no_export():
    client = signed_in_with("accounts.view_auditentry")

    assert "desk-export" not in client.get(LIST).content.decode()
    assert client.post(EXPORT, {"format": "csv"}).status_code == 403


NOTED = re.compile(r"(?<![.\w])note\(\s*(?:[^()]|\([^()]*\))*\)")
GIVEN = re.compile(r"\b([a-z_]+)=")


def test_every_detail_that_is_noted_has_its_words():
    """What `**details` bring is known to whoever writes them; what stands in a call is looked for here."""
    calls = [
        found[0]
        for path in tracked("*.py")
        if path.parts[0] != "tests"
        for found in NOTED.finditer((ROOT / path).read_text())
    ]
    names = {name for call in calls for name in GIVEN.findall(call)} - {"person"}

    assert len(calls) > 20
    assert sorted(names - LABELS.keys()) == []
