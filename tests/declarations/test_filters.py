import pytest

from declarations.filters.documents import event_choices
from tests.factories import DocumentFactory, EventFactory

pytestmark = pytest.mark.django_db


def test_events_that_adopted_a_text_are_offered_once_the_latest_first():
    older, newer = EventFactory(title_en="Older"), EventFactory(title_en="Newer")
    DocumentFactory.create_batch(2, adopting_event=older)
    DocumentFactory(adopting_event=newer)
    EventFactory()

    assert event_choices() == [(newer.slug, "Newer"), (older.slug, "Older")]


@pytest.mark.parametrize("trait", ["draft", "in_review", "scheduled", "withdrawn"])
def test_no_event_is_offered_for_what_is_not_public(trait):
    DocumentFactory(adopting_event=EventFactory(), **{trait: True})
    DocumentFactory(adopting_event=EventFactory(**{trait: True}))

    assert event_choices() == []
