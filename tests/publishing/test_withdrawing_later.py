"""A withdrawal at a time to come, set and called off on the desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from publishing.history import versions_of
from tests import factories
from tests.staff import signed_in, signed_in_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return signed_in()


def page_of(name, event):
    return reverse(f"admin:events_event_{name}", args=[event.pk])


def announced(desk, event):
    """The moment to which the desk has put the event's withdrawal."""
    moment = (timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    data = {"revision": event.revision, "at": moment.strftime("%Y-%m-%dT%H:%M"), "reason_en": "Superseded."}
    assert desk.post(page_of("withdraw", event), data).status_code == 302
    event.refresh_from_db()
    return moment


def test_record_stays_public_until_then(desk):
    event = factories.EventFactory()

    moment = announced(desk, event)

    assert (event.state, event.withdrawn_at, event.withdrawal_reason_en) == (
        "published",
        moment,
        "Superseded.",
    )


def test_history_does_not_say_that_it_is_withdrawn_before_it_is(desk):
    event = factories.EventFactory()

    announced(desk, event)

    assert versions_of(event)[0].revision.get_comment() == "Withdrawal scheduled: Superseded."


def test_in_the_past_is_refused(desk):
    event = factories.EventFactory()

    page = desk.post(
        page_of("withdraw", event),
        {"revision": event.revision, "at": "2020-01-01T10:00", "reason_en": "Superseded."},
    )

    assert page.context["form"].errors == {"at": ["That is in the past. Leave it empty to do it now."]}


def test_form_says_when_and_why_it_will_be_withdrawn(desk):
    event = factories.EventFactory()

    moment = announced(desk, event)

    page = desk.get(page_of("change", event))
    assert page.context["state_label"] == (
        f"published, to be withdrawn on {date_format(moment, 'DATETIME_FORMAT')}: Superseded."
    )
    assert page.context["state_label"] in page.content.decode()
    assert [step.name for step in page.context["steps"]] == ["keep", "withdraw"]


def test_moment_and_reason_can_be_changed(desk):
    event = factories.EventFactory()
    moment = announced(desk, event)

    form = desk.get(page_of("withdraw", event)).context["form"]

    assert (form["at"].value(), form["reason_en"].value()) == (moment.replace(tzinfo=None), "Superseded.")


def test_it_can_be_called_off(desk):
    event = factories.EventFactory()
    announced(desk, event)
    published_at = event.published_at

    answer = desk.post(page_of("keep", event), {"revision": event.revision})

    event.refresh_from_db()
    assert (answer.status_code, event.state, event.withdrawn_at) == (302, "published", None)
    assert (event.published_at, event.withdrawal_reason_en) == (published_at, "")


def test_nothing_is_called_off_where_nothing_is_to_come(desk):
    event = factories.EventFactory()

    assert [step.name for step in desk.get(page_of("change", event)).context["steps"]] == ["withdraw"]
    answer = desk.post(page_of("keep", event), {"revision": event.revision})

    assert answer.url == page_of("change", event)
    event.refresh_from_db()
    assert event.revision == 1


def test_it_is_called_off_only_with_the_permission(desk):
    event = factories.EventFactory()
    announced(desk, event)
    client = signed_in_with("events.view_event", "events.change_event")

    assert client.post(page_of("keep", event), {"revision": event.revision}).status_code == 403
