import pytest

from declarations.models import Document
from events.models import Event
from members.models import Partner
from search import index, matching
from search.engines import Expression
from search.titles import with_title_words
from tests.factories import DocumentFactory, EventFactory, PageFactory, PartnerFactory, SpeakerFactory

pytestmark = pytest.mark.django_db

HIDDEN = ["draft", "in_review", "scheduled", "withdrawn"]


def named(words, model=Event):
    return list(with_title_words(model.objects.published(), words))


@pytest.mark.parametrize(
    "words",
    [
        "cairo",
        "CAIRO ministerial",
        "minist",
        "Ministerielle",
        "القاهره",
        "قاهرة",
        "القاهر",
        "2nd conf",
        "conferences, cairo!",
        "",
    ],
)
def test_every_word_is_found_in_any_language_spelling_and_form(words):
    found = EventFactory(
        title_en="2nd Ministerial Conference, Cairo",
        title_fr="Conférence ministérielle",
        title_ar="المؤتمر الوزاري بالقاهرة",
    )
    if words:
        EventFactory(title_en="Webinar on missing migrants")

    assert named(words) == [found]


@pytest.mark.parametrize("words", ["Addis Abeba", "addis ababa", "ADDIS-ABEBA"])
def test_a_name_is_found_in_each_of_its_spellings(words):
    found = EventFactory(title_en="Meeting in Addis Ababa")

    assert named(words) == [found]


@pytest.mark.parametrize(
    "words",
    [
        "cairo webinar",
        "airo",
        "x" * 5000,
        "cairo' OR 1=1 --",
        "---",
        "%",
        "_",
        "😀",
        "\ufffd",
        "k:event",
        "*",
    ],
)
def test_nothing_is_found_where_one_word_is_missing(words):
    EventFactory(title_en="2nd Ministerial Conference, Cairo")

    assert named(words) == []


def test_no_more_words_are_looked_for_than_a_question_may_have():
    event = EventFactory(title_en=" ".join(f"word{number}" for number in range(20)))

    assert named(" ".join(f"word{number}" for number in range(40))) == [event]


@pytest.mark.parametrize("trait", HIDDEN)
def test_what_is_not_public_is_not_found(trait):
    EventFactory(title_en="Cairo", **{trait: True})

    assert named("cairo") == []


def test_only_the_title_of_the_record_itself_is_looked_at():
    """Not its speakers, its texts, or another kind's record of the same number."""
    event = EventFactory(title_en="Conference", text_en="<p>In Zanzibar.</p>")
    SpeakerFactory(event=event, name_en="Amina Zanzibar")
    PageFactory(pk=event.pk, title_en="Zanzibar")
    PartnerFactory(pk=event.pk, name_en="Zanzibar")

    assert named("zanzibar") == []


def test_an_edited_title_is_followed():
    event = EventFactory(title_en="Cairo")
    event.title_fr = "Le Caire"
    event.save(update_fields=["title_fr"])

    assert named("caire") == [event]


@pytest.mark.parametrize("words", ["Czech Republic", "tcheque", "المجر", "czechia", "cze"])
def test_a_partner_is_found_by_its_other_names_too(words):
    czechia = PartnerFactory(
        name_en="Czechia",
        other_names={"en": ["Czech Republic"], "fr": ["République tchèque"], "ar": ["المجر", "تشيكيا"]},
    )
    PartnerFactory(name_en="Kenya")

    assert named(words, Partner) == [czechia]


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_rows_takes_the_same_queries(count, django_assert_num_queries):
    DocumentFactory.create_batch(count, title_en="Plan of action")

    # How long the index is, and the rows.
    with django_assert_num_queries(2):
        assert len(named("plan action", Document)) == count


def test_words_that_occur_often_are_found_alike(monkeypatch):
    """Where the index is long, the rows are walked over instead of looked up: the same rows."""
    monkeypatch.setattr(matching, "SHELF", 1)
    monkeypatch.setattr(matching, "shelf_of", lambda key: key)
    monkeypatch.setattr(matching, "MOST_CANDIDATES", 2)
    monkeypatch.setattr(index, "shelf_of", lambda key: key)
    EventFactory.create_batch(5, title_en="Other")
    found = EventFactory.create_batch(3, title_en="Conference")

    assert matching.is_common(Expression((("t:confer",),)))
    assert not matching.is_common(Expression((("t:other",),)))
    assert {event.pk for event in named("conf")} == {event.pk for event in found}
