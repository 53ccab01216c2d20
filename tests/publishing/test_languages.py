import pytest
from django.utils import translation

from declarations.models import Document
from events.models import Event
from members.models import Partner
from publishing.languages import Text, all_languages, direction, fallback_order, text_in, translated_fields
from tests.factories import EventFactory

TEXTS = {"en": "Meeting", "fr": "Réunion", "ar": "اجتماع"}


def event_in(*languages):
    return EventFactory.build(
        **{f"title_{code}": TEXTS[code] if code in languages else None for code in TEXTS}
    )


@pytest.mark.parametrize(
    ("language", "order"),
    [("en", ["en", "fr", "ar"]), ("fr", ["fr", "en", "ar"]), ("ar", ["ar", "en", "fr"])],
)
def test_readers_language_comes_first_and_the_others_in_a_fixed_order(language, order):
    assert fallback_order(language) == order


@pytest.mark.parametrize(
    ("there", "wanted", "shown"),
    [
        (["en", "fr", "ar"], "en", "en"),
        (["en", "fr", "ar"], "fr", "fr"),
        (["en", "fr", "ar"], "ar", "ar"),
        (["en", "ar"], "fr", "en"),
        (["fr", "ar"], "en", "fr"),
        (["fr"], "ar", "fr"),
        (["ar"], "en", "ar"),
        (["ar"], "fr", "ar"),
    ],
)
def test_missing_text_is_shown_in_the_next_language_that_has_it(there, wanted, shown):
    assert text_in(event_in(*there), "title", wanted) == Text(TEXTS[shown], shown, shown != wanted)


@pytest.mark.parametrize("empty", [None, ""])
def test_text_that_is_nowhere_is_empty_and_no_fallback(empty):
    event = EventFactory.build(title_en=empty, title_fr=empty, title_ar=empty)

    assert text_in(event, "title", "fr") == Text("", "fr", is_fallback=False)


def test_active_language_is_the_one_wanted():
    event = event_in("en", "fr")

    with translation.override("fr"):
        french = text_in(event, "title")
    with translation.override("ar"):
        arabic = text_in(event, "title")
    with translation.override(None):
        none = text_in(event, "title")

    assert [text.value for text in (french, arabic, none)] == ["Réunion", "Meeting", "Meeting"]


def test_text_runs_in_the_direction_of_its_own_language():
    assert [direction(code) for code in ("en", "fr", "ar")] == ["ltr", "ltr", "rtl"]
    assert text_in(event_in("ar"), "title", "en").direction == "rtl"
    assert text_in(event_in("en"), "title", "ar").direction == "ltr"


def test_api_shape_has_every_language_and_none_for_what_is_missing():
    event = EventFactory.build(title_en="Meeting", title_fr="", title_ar=None)

    assert all_languages(event, "title") == {"en": "Meeting", "fr": None, "ar": None}


def test_translated_fields_are_those_registered_and_come_in_the_order_of_the_model():
    found = [translated_fields(model) for model in (Event, Document, Partner)]

    assert found == [
        ["withdrawal_reason", "title", "city", "venue", "text"],
        ["withdrawal_reason", "title", "issuer", "summary", "provisions_note"],
        ["withdrawal_reason", "name", "description"],
    ]
