"""The rows that say which translation of a record is how good."""

import pytest
from django.urls import reverse

from tests import factories
from tests.html_forms import errors_of, fields_of
from tests.staff import signed_in, signed_in_with

pytestmark = pytest.mark.django_db

ROWS = "publishing-translationstate-content_type-object_id"


@pytest.fixture
def desk():
    return signed_in()


@pytest.fixture
def event():
    """One whose French title is marked as unofficial."""
    event = factories.EventFactory(title_fr="Atelier", title_ar="ورشة")
    event.translation_states.create(field="title", language="fr")
    return event


def opened(desk, event):
    return fields_of(desk.get(reverse("admin:events_event_change", args=[event.pk])), "event_form")


def with_row(data, language, **more):
    row = {"field": "title", "language": language, "status": "confirmed", **more}
    return {**data, f"{ROWS}-TOTAL_FORMS": "2", **{f"{ROWS}-1-{name}": value for name, value in row.items()}}


def sent(desk, event, data):
    return desk.post(reverse("admin:events_event_change", args=[event.pk]), data)


def test_second_row_for_one_text_and_language_is_told_by_name(desk, event):
    page = sent(desk, event, with_row(opened(desk, event), "fr"))

    assert errors_of(page) == {ROWS: ["“Title” stands twice in French. Leave one row of the two."]}
    assert event.translation_states.count() == 1


def test_row_removed_for_another_of_the_same_text_is_no_second(desk, event):
    answer = sent(desk, event, with_row({**opened(desk, event), f"{ROWS}-0-DELETE": "on"}, "fr"))

    assert answer.status_code == 302, errors_of(answer)
    assert list(event.translation_states.values_list("language", "status")) == [("fr", "confirmed")]


def test_other_language_of_the_same_text_is_no_second(desk, event):
    answer = sent(desk, event, with_row(opened(desk, event), "ar"))

    assert answer.status_code == 302, errors_of(answer)
    assert event.translation_states.count() == 2


def test_row_added_with_an_edit_of_its_original_takes_the_place_of_what_was_noted(desk, event):
    data = {**opened(desk, event), "title_en": "Conference"}

    answer = sent(desk, event, with_row(data, "ar"))

    assert answer.status_code == 302, errors_of(answer)
    rows = {row.language: (row.status, row.is_out_of_date) for row in event.translation_states.all()}
    assert rows == {"fr": ("unofficial", True), "ar": ("confirmed", False)}


def test_who_may_only_read_sees_texts_as_they_are_read(event):
    event.text_ar = "<p>التقينا <strong>في كمبالا</strong>.</p>"
    event.save()
    reader = signed_in_with("events.view_event")

    page = reader.get(reverse("admin:events_event_change", args=[event.pk])).content.decode()

    assert (
        '<div class="readonly" lang="ar" dir="rtl"><p>التقينا <strong>في كمبالا</strong>.</p></div>' in page
    )
    assert "<label>What happened (Arabic):</label>" in page
    assert '<td class="field-text_shown">' in page
    assert [word in page for word in ("<p>Title</p>", "<p>French</p>", "<p>unofficial translation</p>")] == [
        True
    ] * 3
