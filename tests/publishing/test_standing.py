from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from publishing import standing as module
from publishing.actions import publish, return_to_draft
from publishing.models import Change
from publishing.standing import standing
from tests.clock import clock
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_it_is_another_after_each_change_and_the_same_until_then():
    empty = standing()
    event = EventFactory()
    first = standing()
    event.editor_note = "Nobody sees this."
    event.save()
    unseen = standing()
    event.title_en = "Another title"
    event.save()

    assert empty.state != first.state
    assert unseen.state == first.state
    assert standing().state != first.state


def test_it_lasts_until_what_is_announced(django_assert_num_queries):
    event = EventFactory(draft=True)
    EventFactory()
    soon = timezone.now() + timedelta(seconds=50)
    publish(record=event, at=soon)
    with django_assert_num_queries(1):
        announced = standing()
    assert timedelta(seconds=20) < announced.lasts <= timedelta(seconds=50)

    Change.objects.filter(at=soon).update(at=timezone.now() - timedelta(seconds=1))
    assert standing().state != announced.state


def test_what_is_called_off_is_no_longer_waited_for():
    event = EventFactory(draft=True)
    publish(record=event, at=timezone.now() + DAY / 24)
    announced = standing()
    return_to_draft(record=event)

    assert standing().state != announced.state


def test_it_lasts_no_longer_than_the_day(monkeypatch):
    EventFactory()
    here = datetime(2031, 5, 9, 23, 59, 58, tzinfo=UTC)
    monkeypatch.setattr(module.timezone, "now", lambda: here)
    late = standing()
    assert late.lasts <= timedelta(seconds=2)

    here += timedelta(seconds=2)
    assert standing().state != late.state


def test_a_moment_counts_once_for_each_of_two_clocks_that_differ(monkeypatch):
    event = EventFactory(draft=True)
    soon = timezone.now() + 2 * DAY
    publish(record=event, at=soon)
    # This machine's clock is ahead of the database's, and reaches the moment first.
    before = standing()
    monkeypatch.setattr(module.timezone, "now", lambda: soon + timedelta(seconds=1))
    here_only = standing()
    Change.objects.filter(at=soon).update(at=timezone.now() - 4 * DAY)

    assert len({before.state, here_only.state, standing().state}) == 3


def test_what_a_clock_has_written_that_is_ahead_counts_again_when_the_databases_has_come_so_far():
    with clock() as now:
        EventFactory()
        Change.objects.update(recorded_at=now.now + timedelta(seconds=2))
        before = standing()
        now.move(seconds=2)

        assert before.lasts == timedelta(seconds=2)
        assert standing().state != before.state
        assert standing().lasts > timedelta(hours=1)
