"""The form of a record says what saving does, to whom it lets save."""

import pytest
from django.urls import reverse

from accounts.roles import AUDITOR, EDITOR, PUBLISHER
from tests import factories
from tests.staff import client_of, person_with

pytestmark = pytest.mark.django_db


def note_for(role, **state):
    event = factories.EventFactory(**state)
    page = client_of(person_with(role)).get(reverse("admin:events_event_change", args=[event.pk]))
    return page.content.decode()


def test_whoever_publishes_is_told_that_saving_is_seen_at_once():
    assert "what you save is visible at once" in note_for(PUBLISHER)


def test_whoever_writes_is_told_that_saving_a_draft_does_not_publish():
    assert "Saving does not publish" in note_for(EDITOR, draft=True)


@pytest.mark.parametrize("state", [{}, {"draft": True}])
def test_whoever_only_reads_is_told_the_state_and_nothing_of_saving(state):
    page = note_for(AUDITOR, **state)

    assert "State: " in page
    assert "you save" not in page
    assert "Saving" not in page
