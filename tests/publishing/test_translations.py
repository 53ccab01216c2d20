import pytest

from events.models import Event
from publishing.changes import together
from publishing.models import TranslationState
from publishing.translations import mark_unofficial, status_of
from tests.factories import EventFactory, SeriesFactory, SpeakerFactory

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


def test_translation_of_which_nothing_was_known_is_older_than_its_edited_original(event):
    event.translation_states.all().delete()
    event.title_en = "Workshop"
    event.save()

    assert out_of_date(event) == ["title ar", "title fr"]
    assert status_of(event, "title") == {"ar": "confirmed", "fr": "confirmed"}


def test_translation_written_with_its_first_original_needs_no_word():
    found = EventFactory(title_en="Meeting", venue_fr="Palais")
    found.venue_en, found.venue_ar = "Palace", "قصر"
    found.save()

    assert out_of_date(found) == []


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


@pytest.fixture
def speakers(event):
    found = [
        SpeakerFactory(event=event, name_fr=name, function_en="Minister", function_fr="Ministre")
        for name in ("Amina", "Omar")
    ]
    event.refresh_from_db()
    for language in ("fr", "ar"):
        mark_unofficial(event, "speakers", language)
    return found


def change(part, **texts):
    for name, text in texts.items():
        setattr(part, name, text)
    part.save()


def test_edited_original_of_a_part_makes_the_translations_of_these_parts_out_of_date(event, speakers):
    change(speakers[0], function_en="Prime Minister")

    assert out_of_date(event) == ["speakers ar", "speakers fr"]
    event.refresh_from_db()
    state = event.translation_states.get(field="speakers", language="fr")
    assert state.original_revision == event.revision


def test_edited_translation_of_a_part_is_up_to_date_again_and_only_that_one(event, speakers):
    change(speakers[0], function_en="Prime Minister")
    change(speakers[0], function_fr="Première ministre")

    assert out_of_date(event) == ["speakers ar"]


def test_original_and_translation_of_a_part_edited_together_stay_together(event, speakers):
    change(speakers[0], function_en="Prime Minister", function_fr="Première ministre")

    assert out_of_date(event) == ["speakers ar"]


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("with_record", [True, False])
def test_one_part_left_behind_is_enough_whatever_is_saved_with_it(event, speakers, order, with_record):
    edits = [
        (speakers[0], {"function_en": "Prime Minister"}),
        (speakers[1], {"function_en": "Envoy", "function_fr": "Envoyé"}),
    ]
    with together():
        if with_record:
            event.save()
        for speaker, texts in edits[::order]:
            change(speaker, **texts)

    assert out_of_date(event) == ["speakers ar", "speakers fr"]
    event.refresh_from_db()
    mark_unofficial(event, "speakers", "fr")
    assert out_of_date(event) == ["speakers ar"]


def test_a_new_part_without_its_translation_makes_it_out_of_date(event, speakers):
    SpeakerFactory(event=event, name_fr="Nadia", function_fr="Déléguée")
    assert out_of_date(event) == ["speakers ar"]

    SpeakerFactory(event=event)
    assert out_of_date(event) == ["speakers ar", "speakers fr"]


def test_parts_of_which_nothing_was_known_are_older_than_an_edited_original(event, speakers):
    event.translation_states.filter(field="speakers").delete()
    change(speakers[0], order=3)
    assert out_of_date(event) == []

    change(speakers[0], function_en="Prime Minister")

    assert out_of_date(event) == ["speakers fr"]


def test_new_part_leaves_those_beside_it_as_they_are(event, speakers):
    event.translation_states.filter(field="speakers").delete()
    SpeakerFactory(event=event, name_fr="Nadia", function_fr="Déléguée")

    assert out_of_date(event) == []


def test_other_edits_of_a_part_make_nothing_out_of_date(event, speakers):
    change(speakers[0], order=5)
    speakers[1].delete()

    assert out_of_date(event) == []
