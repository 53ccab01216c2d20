import pytest

from events.models import Event
from publishing.models import TranslationState
from publishing.translations import mark_unofficial, status_of
from tests.factories import EventFactory, SeriesFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    found = EventFactory(title_en="Meeting", title_fr="Réunion", title_ar="اجتماع", city_fr="Kampala")
    for field, language in (("title", "fr"), ("title", "ar"), ("city", "fr")):
        mark_unofficial(found, field, language)
    return found


def out_of_date(event):
    states = TranslationState.objects.filter(object_id=event.pk).order_by("field", "language")
    return [f"{state.field} {state.language}" for state in states if state.is_out_of_date]


def test_fresh_translation_is_unofficial_and_up_to_date(event):
    assert status_of(event, "title") == {"fr": "unofficial", "ar": "unofficial"}
    assert status_of(event, "venue") == {}
    assert out_of_date(event) == []


def test_edited_original_makes_its_translations_out_of_date_and_no_others(event):
    event.title_en = "Workshop"
    event.save()

    assert out_of_date(event) == ["title ar", "title fr"]


def test_edited_translation_is_up_to_date_again_and_only_that_one(event):
    event.title_en = "Workshop"
    event.save()
    event.title_fr = "Atelier"
    event.save()

    assert out_of_date(event) == ["title ar"]


def test_original_and_translation_edited_together_stay_together(event):
    event.title_en, event.title_fr = "Workshop", "Atelier"
    event.save()

    assert out_of_date(event) == ["title ar"]


def test_other_edits_make_nothing_out_of_date(event):
    event.country, event.title_fr = "KE", "Rencontre"
    event.save()

    assert out_of_date(event) == []


def test_partial_save_is_followed_too(event):
    event.title_en = "Workshop"
    event.save(update_fields=["title_en"])

    assert out_of_date(event) == ["title ar", "title fr"]


def test_field_that_was_not_saved_makes_nothing_out_of_date(event):
    event.title_en = "Workshop"
    event.save(update_fields=["country"])

    assert (Event.objects.get(pk=event.pk).title_en, out_of_date(event)) == ("Meeting", [])


def test_marking_again_makes_it_up_to_date(event):
    event.title_en = "Workshop"
    event.save()

    mark_unofficial(event, "title", "fr")

    assert out_of_date(event) == ["title ar"]
    assert event.translation_states.filter(field="title", language="fr").count() == 1


def test_states_go_with_their_record(event):
    event.delete()

    assert TranslationState.objects.count() == 0


def test_status_reads_what_was_fetched_with_the_record(event, django_assert_num_queries):
    found = Event.objects.prefetch_related("translation_states").get(pk=event.pk)

    with django_assert_num_queries(0):
        assert status_of(found, "city") == {"fr": "unofficial"}


def test_states_of_another_kind_of_record_with_the_same_key_are_left_alone(event):
    series = SeriesFactory(pk=event.pk, title_fr="Série")
    mark_unofficial(series, "title", "fr")
    event.title_en = "Workshop"
    event.save()

    assert not series.translation_states.get().is_out_of_date
