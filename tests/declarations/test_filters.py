import pytest
from django.http import QueryDict
from django.utils import translation

from declarations.filters import DocumentFilter
from declarations.filters.documents import event_choices
from declarations.models import Document
from publishing.dates import PartialDate
from tests.factories import DocumentFactory, DocumentVersionFactory, EventFactory

pytestmark = pytest.mark.django_db


def test_events_that_adopted_a_text_are_offered_once_the_latest_first():
    older, newer = EventFactory(title_en="Older"), EventFactory(title_en="Newer")
    DocumentFactory.create_batch(2, adopting_event=older)
    DocumentFactory(adopting_event=newer)
    EventFactory()

    offered = [(slug, str(title)) for slug, title in event_choices()]
    assert offered == [(newer.slug, "Newer"), (older.slug, "Older")]


@translation.override("ar")
def test_a_title_that_is_offered_in_another_language_says_in_which():
    event = EventFactory(title_en="Older")
    DocumentFactory(adopting_event=event)

    offered = str(DocumentFilter(QueryDict(), queryset=Document.objects.published()).form["event"])
    assert f'<option value="{event.slug}" lang="en" dir="ltr">Older</option>' in offered


@pytest.mark.parametrize("trait", ["draft", "in_review", "scheduled", "withdrawn"])
def test_no_event_is_offered_for_what_is_not_public(trait):
    DocumentFactory(adopting_event=EventFactory(), **{trait: True})
    DocumentFactory(adopting_event=EventFactory(**{trait: True}))

    assert event_choices() == []


def ask(query):
    return list(DocumentFilter(QueryDict(query), queryset=Document.objects.published()).found())


def test_documents_without_any_date_can_be_asked_for():
    undated = DocumentFactory(date=None)
    DocumentFactory(date=PartialDate.parse("2016"))

    assert ask("year=unknown") == [undated]


def test_the_language_of_a_text_is_that_of_one_seen_or_of_a_public_file():
    seen = DocumentFactory(languages_seen=["en", "fr"])
    held = DocumentVersionFactory(language="fr").document
    DocumentVersionFactory(language="fr", document=held)
    DocumentVersionFactory(language="fr", draft=True)
    DocumentFactory(languages_seen=["en"])

    assert set(ask("language=fr")) == {seen, held}
    assert ask("language=it") == []


def test_an_event_that_is_not_offered_stays_chosen_and_is_looked_up_once(django_assert_num_queries):
    event = EventFactory(title_en="That adopted nothing")
    question = DocumentFilter(QueryDict(f"event={event.slug}"), queryset=Document.objects.published())

    # What is offered, and what it is called.
    with django_assert_num_queries(2):
        shown, active = str(question.form["event"]), question.active("/")

    assert f'<option value="{event.slug}" selected>That adopted nothing</option>' in shown
    assert [str(row.value) for row in active] == ["That adopted nothing"]


@pytest.mark.parametrize("trait", ["draft", "in_review", "scheduled", "withdrawn"])
def test_no_form_tells_the_title_of_an_event_that_is_not_public(trait):
    event = EventFactory(title_en="Secret", **{trait: True})
    question = DocumentFilter(QueryDict(f"event={event.slug}"), queryset=Document.objects.published())

    shown = str(question.form["event"])

    assert ("Secret" in shown, event.slug in shown, question.active("/")) == (False, False, [])
