import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.reading import MOST_WORDS, read
from search.variants import GROUPS


def words_of(terms):
    return [min(term.folded, key=len) for term in terms]


@pytest.mark.parametrize(
    ("text", "words", "phrases", "without"),
    [
        ("rome declaration", ["rom", "declaration"], 0, []),
        ("rome -declaration", ["rom"], 0, ["declaration"]),
        ("“plan of action” 2015", ["2015"], 1, []),
        ("« plan d’action »", [], 1, []),
        ('"never closed words', [], 1, []),
        ("anti-trafficking", [], 1, []),
        ("plan -", ["plan"], 0, []),
        ("the plan of the process", ["plan", "process"], 0, []),
        ("the of", ["the", "of"], 0, []),
        ('the "plan"', ["plan"], 0, []),
        ("plan PLAN plans", ["plan", "plans"], 0, []),
        ("", [], 0, []),
        ("--- !!! ()", [], 0, []),
    ],
)
def test_what_is_typed_is_read_so(text, words, phrases, without):
    reading = read(text)

    assert (words_of(reading.terms), len(reading.phrases), words_of(reading.without)) == (
        words,
        phrases,
        without,
    )


def test_a_phrase_may_be_unwanted():
    reading = read('plan -"of action" −rome')

    assert (words_of(reading.terms), len(reading.without_phrases), words_of(reading.without)) == (
        ["plan"],
        1,
        ["rom"],
    )


def test_small_words_count_within_quotes():
    (phrase,) = read('"plan of action"').phrases

    assert ("plan", "of", "action") in phrase.stems


def test_names_of_two_letters_are_no_small_words():
    assert words_of(read("AU UN EU").terms) == ["au", "un", "eu"]


@given(st.text(max_size=300))
def test_everything_is_read_with_a_bounded_number_of_words(text):
    reading = read(text * 30)

    assert len(reading.wanted) + len(reading.without) <= MOST_WORDS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Abeba", "Ababa"),
        ("Charm", "Sharm"),
        ("Cheikh", "Sheikh"),
        ("Caire", "Cairo"),
        ("Khartum", "Khartoum"),
        ("القاهره", "القاهرة"),
        ("أديس أبابا", "اديس ابابا"),
    ],
)
def test_spellings_of_a_name_are_asked_for_alike(one, other):
    assert [term.stems for term in read(one).wanted] == [term.stems for term in read(other).wanted]


def test_a_phrase_is_asked_for_in_each_spelling():
    (one,), (other,) = read('"Charm el-Cheikh"').phrases, read('"Sharm el-Sheikh"').phrases

    assert set(one.stems) & set(other.stems)


def test_no_spelling_belongs_to_two_names():
    assert sum(len(group) for group in set(GROUPS.values())) == len(GROUPS)
