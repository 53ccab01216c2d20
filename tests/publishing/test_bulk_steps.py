"""Steps taken with several records at once: asked first, row by row, then done one by one."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from publishing import actions
from publishing.admin.steps import STEPS as LIFE
from publishing.models import Change, Remark
from tests import factories
from tests.html_forms import fields_of
from tests.staff import signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]

LIST = reverse("admin:events_event_changelist")
STEPS = [
    "submit_selected",
    "publish_selected",
    "schedule_selected",
    "withdraw_selected",
    "return_selected",
    "confirm_french",
    "confirm_arabic",
]


@pytest.fixture
def desk():
    return signed_in()


def asked(client, action, events):
    return client.post(LIST, {"action": action, "_selected_action": [event.pk for event in events]})


def confirmed(client, action, events, **more):
    """The page that asks, confirmed as a browser sends it."""
    return client.post(LIST, {**fields_of(asked(client, action, events), None), **more})


def told(answer):
    return [(message.level_tag, str(message)) for message in get_messages(answer.wsgi_request)]


def states():
    return [event.state for event in Event.objects.order_by("pk")]


def in_hours(hours):
    return timezone.now() + timedelta(hours=hours)


def test_nothing_is_done_before_it_is_confirmed(desk):
    events = [factories.EventFactory(draft=True), factories.EventFactory(in_review=True)]

    for action in STEPS:
        asked(desk, action, events)

    assert (states(), Change.objects.count()) == (["draft", "in_review"], 0)


@pytest.mark.parametrize(
    ("action", "trait", "typed", "becomes"),
    [
        ("submit_selected", {"draft": True}, {}, "in_review"),
        ("publish_selected", {"draft": True}, {}, "published"),
        ("publish_selected", {"in_review": True}, {}, "published"),
        ("schedule_selected", {"in_review": True}, {"at": "2999-01-01T10:00"}, "scheduled"),
        ("withdraw_selected", {}, {"reason_en": "Wrong date."}, "withdrawn"),
        ("return_selected", {"in_review": True}, {"remark": "Which city?"}, "draft"),
        ("return_selected", {"scheduled": True}, {"remark": ""}, "draft"),
    ],
)
def test_each_step_is_taken_with_all(desk, action, trait, typed, becomes):
    events = factories.EventFactory.create_batch(2, **trait)

    answer = confirmed(desk, action, events, **typed)

    assert told(answer) == [("success", "2 records done.")]
    assert states() == [becomes, becomes]


@pytest.mark.parametrize(("action", "language"), [("confirm_french", "fr"), ("confirm_arabic", "ar")])
def test_translations_are_confirmed_in_one_language(desk, action, language):
    event = factories.EventFactory(title_fr="Atelier", title_ar="ورشة")
    for code in ("fr", "ar"):
        event.translation_states.create(field="title", language=code)

    confirmed(desk, action, [event])

    confirmed_ones = event.translation_states.filter(status="confirmed")
    assert list(confirmed_ones.values_list("language", flat=True)) == [language]


def test_page_tells_of_each_row_what_cannot_be_done_and_why(desk):
    draft, public = factories.EventFactory(draft=True), factories.EventFactory()
    scheduled = factories.EventFactory(scheduled=True)

    page = asked(desk, "publish_selected", [draft, public, scheduled])
    answer = confirmed(desk, "publish_selected", [draft, public, scheduled])

    assert {row.record for row in page.context["able"]} == {draft, scheduled}
    assert [(row.record, row.obstacle) for row in page.context["unable"]] == [
        (public, "It is public already.")
    ]
    assert told(answer) == [
        ("success", "2 records done."),
        ("info", "1 stays as it is: it could not be done."),
    ]


@pytest.mark.parametrize("step", [step for name, step in LIFE.items() if name != "keep"])
@pytest.mark.parametrize("trait", ["draft", "in_review", "scheduled", "published", "withdrawn"])
def test_each_step_that_cannot_be_taken_has_a_reason_of_its_own(step, trait):
    event = factories.EventFactory(**({} if trait == "published" else {trait: True}))

    assert bool(step.obstacle(event)) != step.is_open_to(event)
    assert step.obstacle(event) != "There is nothing to do."


def test_what_was_saved_since_the_page_was_read_is_left_alone_and_told(desk):
    event, other = factories.EventFactory.create_batch(2, draft=True)
    fields = fields_of(asked(desk, "publish_selected", [event, other]), None)
    event.save()

    answer = desk.post(LIST, fields)

    assert states() == ["draft", "published"]
    assert ("error", f"{event}: somebody has saved it meanwhile. Look at it again.") in told(answer)


def test_step_that_lacks_something_asks_again_and_does_nothing(desk):
    events = factories.EventFactory.create_batch(2)

    page = confirmed(desk, "withdraw_selected", events, reason_en="")

    assert list(page.context["form"].errors) == ["reason_en"]
    assert states() == ["published", "published"]


def test_remark_is_made_on_each_record_that_is_returned(desk):
    events = factories.EventFactory.create_batch(2, draft=True)
    for event in events:
        actions.submit(record=event)

    confirmed(desk, "return_selected", events, remark="Which city?")

    remarks = Remark.objects.order_by("object_id")
    assert [(row.record, row.text) for row in remarks] == [(event, "Which city?") for event in events]


def test_withdrawal_to_come_is_not_ended_in_passing(desk):
    event = factories.EventFactory()
    actions.withdraw(record=event, reason="Superseded.", at=in_hours(48))

    confirmed(desk, "publish_selected", [event])

    assert Event.objects.get().withdrawn_at == event.withdrawn_at


EDITOR = ("events.view_event", "events.add_event", "events.change_event")


@pytest.mark.parametrize("action", ["publish_selected", "schedule_selected", "withdraw_selected"])
@pytest.mark.parametrize("trait", ["draft", "in_review", "scheduled", "withdrawn"])
def test_forged_steps_change_nothing_without_the_permission(action, trait):
    event = factories.EventFactory(**{trait: True})
    editor = signed_in_with(*EDITOR)
    before = Event.objects.values().get()
    forged = {
        "action": action,
        "_selected_action": [event.pk],
        f"revision-{event.pk}": event.revision,
        "confirmed": "yes",
        "at": "2999-01-01T10:00",
        "reason_en": "No.",
    }

    editor.post(LIST, forged)

    assert Event.objects.values().get() == before


@pytest.mark.parametrize(
    ("action", "permission"), [("return_selected", None), ("confirm_french", "publishing.translate_fr")]
)
def test_what_is_before_the_public_is_left_to_those_who_may_publish(action, permission):
    event = factories.EventFactory(scheduled=True, title_fr="Atelier")
    event.translation_states.create(field="title", language="fr")
    editor = signed_in_with(*EDITOR, *([permission] if permission else []))

    page = asked(editor, action, [event])
    confirmed(editor, action, [event])

    assert [row.record for row in page.context["unable"]] == [event]
    assert (states(), event.translation_states.get().status) == (["scheduled"], "unofficial")


@pytest.mark.parametrize("action", STEPS)
def test_more_than_the_limit_are_refused_and_none_is_done(desk, monkeypatch, action):
    monkeypatch.setattr("publishing.admin.bulk.DONE_AT_ONCE", 2)
    events = [*factories.EventFactory.create_batch(2, draft=True), factories.EventFactory(in_review=True)]

    answer = asked(desk, action, events)

    assert told(answer) == [("error", "More than 2 are selected: do it in smaller groups. Nothing was done.")]
    assert states() == ["draft", "draft", "in_review"]


def test_as_many_as_the_limit_are_done(desk, monkeypatch):
    monkeypatch.setattr("publishing.admin.bulk.DONE_AT_ONCE", 2)
    events = factories.EventFactory.create_batch(2, draft=True)

    answer = confirmed(desk, "submit_selected", events)

    assert told(answer) == [("success", "2 records done.")]


@pytest.mark.parametrize("count", [1, 6])
@pytest.mark.parametrize("action", STEPS)
def test_page_takes_the_same_queries_for_any_number_of_rows(desk, django_assert_num_queries, action, count):
    events = factories.EventFactory.create_batch(count, in_review=True)
    for event in events:
        event.translation_states.create(field="title", language="fr")

    # What signs in, the list behind the page, and the rows that were chosen; one more for their
    # translations, or for who handed them in.
    extra = {"confirm_french": 1, "confirm_arabic": 1, "return_selected": 1}
    with django_assert_num_queries(12 + extra.get(action, 0)):
        asked(desk, action, events)
