import pytest

from publishing.dates import PartialDate
from search import index, matching
from search.asking import Question, answer
from search.engines import Expression
from search.matching import candidates, latest, newest_key
from search.models import Entry
from search.reading import read
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db

WORD = "zanzibarine"


def found(text, *narrowed):
    return candidates(read(text), narrowed=narrowed)


@pytest.fixture
def few(monkeypatch):
    """As if the record were so long that three are many."""
    monkeypatch.setattr(matching, "MOST_CANDIDATES", 3)
    monkeypatch.setattr(matching, "MOST_FOR_PHRASES", 6)


@pytest.fixture
def shelves(monkeypatch):
    monkeypatch.setattr(matching, "SHELF", 1)
    monkeypatch.setattr(matching, "shelf_of", lambda key: key)
    monkeypatch.setattr(index, "shelf_of", lambda key: key)
    monkeypatch.setattr(matching, "LATEST_SHELVES", (1, 2))


def test_of_too_many_the_latest_are_taken_and_it_is_told(few):
    EventFactory.create_batch(5, title_en=WORD)
    keys = list(Entry.objects.order_by("-pk").values_list("pk", flat=True))

    assert found(WORD) == matching.Candidates(tuple(keys[:3]), is_capped=True)
    answered = answer(Question(WORD), language="en")
    assert (answered.total, answered.is_capped) == (3, True)
    assert sum(value.count for value in answered.facets["kind"]) == 3


def test_as_many_as_are_taken_are_all(few):
    EventFactory.create_batch(3, title_en=WORD)

    assert not found(WORD).is_capped


def test_those_with_the_words_in_their_titles_are_taken_first(few):
    titled = EventFactory(title_en=WORD)
    EventFactory.create_batch(5, title_en="Other", text_en=f"<p>{WORD}</p>")

    assert Entry.objects.get(record_id=titled.pk).pk == found(WORD).keys[0]


def test_what_narrows_is_asked_before_any_are_left_out(few):
    of_old = EventFactory(title_en=WORD, date=PartialDate.parse("2015"))
    EventFactory.create_batch(5, title_en=WORD, date=PartialDate.parse("2020"))

    narrowed = found(WORD, "y:2015")

    assert Entry.objects.get(record_id=of_old.pk).pk in narrowed.keys
    assert not narrowed.is_capped


def test_a_phrase_is_looked_for_among_more_than_are_taken(few):
    quoted = EventFactory(title_en=f"{WORD} route")
    EventFactory.create_batch(4, title_en=f"Route of the {WORD}")

    assert [hit.slug for hit in answer(Question(f'"{WORD} route"'), language="en").hits] == [quoted.slug]


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 10])
def test_looking_at_the_latest_shelves_first_finds_the_same(shelves, limit):
    for number in range(6):
        EventFactory(title_en=WORD if number % 2 else "Other")
    expected = list(Entry.objects.filter(title=WORD).order_by("-pk").values_list("pk", flat=True)[:limit])

    keys = latest(
        Expression(((index.analyser.stem_of(WORD, "en"),),)),
        newest=newest_key(),
        limit=limit,
    )

    assert keys == expected
