"""Steps taken with several records at once."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from publishing import actions
from publishing.models import Change
from tests import factories
from tests.staff import signed_in

pytestmark = pytest.mark.django_db

LIST = reverse("admin:events_event_changelist")


@pytest.fixture
def desk():
    return signed_in()


def sent(desk, action, events, **more):
    return desk.post(LIST, {"action": action, "_selected_action": [event.pk for event in events], **more})


def told(answer):
    return [(message.level_tag, str(message)) for message in get_messages(answer.wsgi_request)]


def test_what_is_public_already_is_skipped_and_said(desk):
    draft, public = factories.EventFactory(draft=True), factories.EventFactory()
    before = Change.objects.count()

    answer = sent(desk, "publish_selected", [draft, public], confirmed="yes")

    assert told(answer) == [
        ("info", "1 is public already and stays as it is."),
        ("success", "1 record done."),
    ]
    assert list(Change.objects.values_list("slug", "verb")[before:]) == [(draft.slug, "published")]


def test_withdrawal_to_come_is_not_ended_in_passing(desk):
    event = factories.EventFactory()
    actions.withdraw(record=event, reason="Superseded.", at=timezone.now() + timedelta(days=2))

    asked = sent(desk, "publish_selected", [event])
    sent(desk, "publish_selected", [event], confirmed="yes")

    assert (asked.context["rows"], asked.context["unaffected"]) == ([], 1)
    assert Event.objects.get().withdrawn_at == event.withdrawn_at


@pytest.mark.parametrize("action", ["submit_selected", "confirm_french", "publish_selected"])
def test_more_than_the_limit_are_refused_and_none_is_done(desk, monkeypatch, action):
    monkeypatch.setattr("publishing.admin.life.DONE_AT_ONCE", 2)
    events = [*factories.EventFactory.create_batch(2, draft=True), factories.EventFactory(in_review=True)]

    answer = sent(desk, action, events, confirmed="yes")

    assert told(answer) == [("error", "More than 2 are selected: do it in smaller groups. Nothing was done.")]
    assert [event.state for event in Event.objects.order_by("pk")] == ["draft", "draft", "in_review"]


def test_as_many_as_the_limit_are_done(desk, monkeypatch):
    monkeypatch.setattr("publishing.admin.life.DONE_AT_ONCE", 2)
    events = factories.EventFactory.create_batch(2, draft=True)

    answer = sent(desk, "submit_selected", events)

    assert told(answer) == [("success", "2 records done.")]
    assert {event.state for event in Event.objects.all()} == {"in_review"}
