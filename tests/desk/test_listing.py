"""What the translation list knows of a record after each write."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from desk.models import ListedTranslation, TranslationProgress
from events.models import Event
from publishing.translations import mark_unofficial
from tests.factories import (
    ChairmanshipFactory,
    DocumentFactory,
    DocumentVersionFactory,
    EventFactory,
    PartnerFactory,
    SpeakerFactory,
)

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def event_with(**texts):
    """A meeting with a title, and nothing else in words."""
    return EventFactory(**{"city_en": None, **texts})


def row_of(record, language="fr"):
    return ListedTranslation.objects.get(
        content_type__model=record.kind, object_id=record.pk, language=language
    )


def states_of(record, language="fr"):
    return {entry["name"]: entry["state"] for entry in row_of(record, language).entries}


def counts_of(row):
    return row.texts, row.missing, row.out_of_date, row.unofficial, row.is_done


def sums(language="fr"):
    rows = TranslationProgress.objects.filter(language=language)
    return {
        row.content_type.model: (row.texts, row.missing, row.out_of_date, row.unofficial)
        for row in rows
        if row.texts
    }


def rebuild():
    told = StringIO()
    call_command("rebuild_translation_list", stdout=told)
    return told.getvalue()


def test_what_is_not_there_yet_is_missing():
    event = event_with(title_en="Meeting", title_fr="Réunion", city_en="Nairobi")

    assert states_of(event) == {"title": "up-to-date", "city": "missing"}
    assert states_of(event, "ar") == {"title": "missing", "city": "missing"}
    assert counts_of(row_of(event)) == (2, 1, 0, 0, False)


def test_a_text_only_in_its_own_language_is_an_original_there_and_missing_elsewhere():
    event = event_with(title_fr="Réunion", title_ar="اجتماع", venue_fr="Palais")

    assert states_of(event) == {"title": "up-to-date"}
    assert states_of(event, "ar") == {"title": "up-to-date", "venue": "missing"}


def test_a_record_without_a_text_to_translate_is_not_listed():
    DocumentVersionFactory()

    assert not ListedTranslation.objects.filter(content_type__model="documentversion").exists()


def test_an_edited_original_is_told_with_its_day():
    event = event_with(title_fr="Réunion", title_ar="اجتماع")
    mark_unofficial(event, "title", "fr")
    event.save()
    assert states_of(event) == {"title": "unofficial"}

    event.title_en = "Workshop"
    event.save()

    [entry] = row_of(event).entries
    assert (entry["state"], entry["changed_on"]) == ("out-of-date", timezone.localdate().isoformat())
    assert counts_of(row_of(event)) == (1, 0, 1, 0, False)


def test_the_texts_of_parts_are_counted_one_by_one_and_told_together():
    event = event_with(title_fr="Réunion")
    speaker = SpeakerFactory(event=event, name_en="Amina", name_fr="Amina", function_en="Minister")
    assert states_of(event) == {"title": "up-to-date", "speakers": "missing"}
    assert counts_of(row_of(event)) == (3, 1, 0, 0, False)

    speaker.function_fr = "Ministre"
    speaker.save()
    assert counts_of(row_of(event)) == (3, 0, 0, 0, True)

    speaker.delete()
    assert counts_of(row_of(event)) == (1, 0, 0, 0, True)


def test_the_sums_follow_every_write_and_every_deletion():
    event = event_with(title_fr="Réunion")
    other = event_with()
    assert sums()["event"] == (2, 1, 0, 0)

    mark_unofficial(event, "title", "fr")
    event.save()
    other.delete()
    assert sums()["event"] == (1, 0, 0, 1)

    event.title_en, event.city_en = "Workshop", "Nairobi"
    event.save()
    assert sums()["event"] == (2, 1, 1, 0)


def test_what_is_deleted_with_another_record_leaves_the_list():
    document = DocumentFactory(draft=True)
    DocumentVersionFactory(document=document, draft=True, note_en="A scan.")
    assert sums()["documentversion"] == (1, 1, 0, 0)

    document.delete()

    assert not ListedTranslation.objects.exists()
    assert sums() == {}


@pytest.mark.parametrize(("state", "priority"), [("draft", 1), ("scheduled", 2), ("withdrawn", 0)])
def test_what_is_or_will_be_public_comes_first(state, priority):
    assert row_of(event_with(**{state: True})).priority == priority


def test_what_is_no_record_with_a_life_of_its_own_comes_by_its_certainty():
    assert row_of(ChairmanshipFactory(text_en="<p>A term.</p>")).priority == 2
    assert row_of(ChairmanshipFactory(text_en="<p>A term.</p>", confidence="low")).priority == 1


def test_a_save_that_changes_no_text_leaves_the_list_as_it_is():
    event = event_with(title_fr="Réunion")
    before = ListedTranslation.objects.values_list("pk", "entries").order_by("pk")

    kept = list(before)
    event.country = "KE"
    event.save()

    assert list(before) == kept


def test_made_anew_it_is_as_it_was():
    event = event_with(title_fr="Réunion", title_ar="اجتماع")
    mark_unofficial(event, "title", "fr")
    event.title_en = "Workshop"
    event.save()
    PartnerFactory(description_en="<p>A member.</p>")
    columns = [column.attname for column in ListedTranslation._meta.concrete_fields if column.name != "id"]
    before = set(map(str, ListedTranslation.objects.values_list(*columns)))
    sums_before = sums(), sums("ar")
    ListedTranslation.objects.all().delete()
    TranslationProgress.objects.update(texts=99, missing=99)

    told = rebuild()

    assert set(map(str, ListedTranslation.objects.values_list(*columns))) == before
    assert (sums(), sums("ar")) == sums_before
    assert "event " in told


def test_made_anew_it_forgets_what_is_gone():
    event = event_with()
    Event._base_manager.filter(pk=event.pk)._raw_delete("default")

    rebuild()

    assert not ListedTranslation.objects.filter(content_type__model="event").exists()
