"""What gets on the audit log by itself: sign-ins, and each step in the life of a record."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_login_failed
from django.test import Client
from django.utils import timezone
from reversion.models import Version

from accounts.audit import acting, summed_up
from accounts.models import AuditEntry, User
from publishing import actions, changes
from publishing.history import versions_of
from publishing.restoring import recover, restore
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


PASSWORD = "orange-lamp-over-the-nile"


def on_the_log(*columns):
    """Newest last."""
    return list(AuditEntry.objects.order_by("pk").values_list(*columns))


@pytest.fixture
def amal(db):
    return User.objects.create_user("amal", "amal@khartoum.example", PASSWORD, is_staff=True)


# Sign-ins


def signs_in(name, typed):
    return authenticate(username=name, password=typed)


def test_signing_in_and_out_are_on_the_log(amal):
    client = Client()
    client.force_login(amal)
    client.post("/admin/logout/")

    assert on_the_log("action", "person", "person_id") == [
        ("signed_in", "amal", amal.pk),
        ("signed_out", "amal", amal.pk),
    ]


@pytest.mark.parametrize("name", ["amal", "AMAL@khartoum.example"])
def test_a_refused_sign_in_names_the_account_that_was_tried(amal, name):
    signs_in(name, "a wrong guess")

    assert on_the_log("action", "person", "details") == [("sign_in_refused", "amal", {"account": "active"})]


def test_a_refused_sign_in_tells_that_the_account_was_disabled(amal):
    amal.is_active = False
    amal.save()

    signs_in("amal", PASSWORD)

    assert on_the_log("action", "details") == [("sign_in_refused", {"account": "disabled"})]


def test_what_was_typed_is_on_the_log_nowhere(amal):
    """A password in the box for the name is an accident that happens."""
    signs_in(PASSWORD, "another")
    signs_in("amal", "a wrong guess")

    written = json.dumps(on_the_log("person", "object_name", "details", "kind"))
    assert on_the_log("action", "person") == [("sign_in_refused", ""), ("sign_in_refused", "amal")]
    assert [word for word in (PASSWORD, "another", "a wrong guess") if word in written] == []


@pytest.mark.parametrize("name", ["\0", "x" * 5000, ""])
def test_an_odd_name_belongs_to_nobody(amal, name):
    user_login_failed.send(sender=__name__, credentials={"username": name}, request=None)

    assert on_the_log("action", "details") == [("sign_in_refused", {"account": "unknown"})]


# The life of a record


def later():
    return timezone.now() + timedelta(days=2)


@pytest.mark.parametrize(
    ("state", "step", "action"),
    [
        ({"draft": True}, lambda one: actions.submit(record=one), "submitted"),
        ({"draft": True}, lambda one: actions.publish(record=one), "published"),
        ({"draft": True}, lambda one: actions.publish(record=one, at=later()), "scheduled"),
        ({}, lambda one: actions.withdraw(record=one, reason="Wrong day"), "withdrawn"),
        ({}, lambda one: actions.withdraw(record=one, reason="Wrong day", at=later()), "withdrawn"),
        ({"in_review": True}, lambda one: actions.return_to_draft(record=one), "returned"),
    ],
)
def test_each_step_of_a_record_is_on_the_log(amal, state, step, action):
    event = EventFactory(**state)

    with acting(amal, "192.0.2.7"):
        step(event)

    row = ("action", "person", "kind", "object_id", "object_name", "address")
    assert on_the_log(*row) == [
        (action, "amal", "events.event", str(event.pk), event.title, "192.0.2.7"),
    ]


def test_the_log_tells_the_reason_and_the_moment_of_a_withdrawal():
    event, moment = EventFactory(), later()

    actions.withdraw(record=event, reason="Wrong day", at=moment)

    assert on_the_log("details") == [({"reason": "Wrong day", "moment": moment.isoformat()},)]


def test_deleting_is_on_the_log_record_by_record():
    first, second = EventFactory(), EventFactory()

    type(first).objects.filter(pk__in=[first.pk, second.pk]).order_by("pk").delete()

    assert on_the_log("action", "object_name") == [("deleted", first.title), ("deleted", second.title)]


def test_restoring_and_recovering_are_on_the_log():
    with changes.together():
        event = EventFactory(title_en="As it was")
    first = versions_of(event).first()
    event.title_en = "As it became"
    event.save()

    restore(record=event, version=first)
    key = str(event.pk)
    event.delete()
    recover(version=Version.objects.get_deleted(type(event)).get(object_id=key))

    assert on_the_log("action", "object_name", "object_id") == [
        ("recovered", "As it was", key),
        ("deleted", "As it was", key),
        ("recovered", "As it was", key),
    ]


def test_a_step_that_is_refused_leaves_no_entry():
    event = EventFactory()

    with pytest.raises(Exception, match="public already"):
        actions.publish(record=event)

    assert on_the_log("action") == []


def test_a_run_over_many_records_is_one_entry():
    drafts = [EventFactory(draft=True) for _ in range(3)]

    with summed_up():
        for event in drafts:
            actions.publish(record=event)
    actions.withdraw(record=drafts[0], reason="Wrong day")

    assert on_the_log("action") == [("withdrawn",)]
