import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from declarations.comparing import Changed, Folded, Same, aligned, compare

pytestmark = pytest.mark.once

WORDS = [
    "the",
    "partners",
    "agree",
    "to",
    "meet",
    "again",
    "in",
    "Rome",
    "and",
    "to",
    "report",
    "on",
    "what",
    "they",
    "did",
]


def rows(old, new):
    return compare(old, new).rows


def test_words_that_differ_are_marked_inside_the_paragraph():
    assert rows(["They meet within four years."], ["They meet within three years."]) == [
        Changed(
            [
                ("same", "They meet within"),
                ("del", "four"),
                ("ins", "three"),
                ("same", "years."),
            ]
        )
    ]


def test_a_paragraph_that_is_only_in_one_text_is_whole():
    assert rows(["One.", "Gone."], ["One."]) == [Same("One."), Changed([("del", "Gone.")])]
    assert rows(["One."], ["One.", "New."]) == [Same("One."), Changed([("ins", "New.")])]


def test_paragraphs_that_have_nothing_in_common_are_not_mixed():
    assert rows(["Peace and quiet."], ["Trade with others."]) == [
        Changed([("del", "Peace and quiet.")]),
        Changed([("ins", "Trade with others.")]),
    ]


def test_what_is_the_same_is_folded_but_for_what_stands_beside_a_change():
    same = [f"Paragraph {number}." for number in range(10)]

    assert rows([*same, "Old."], [*same, "New words."])[:2] == [Folded(9), Same("Paragraph 9.")]
    assert rows(same, same) == [Folded(10)]


def test_arabic_words_are_compared_like_others():
    assert rows(["نتفق على مكافحة الاتجار بالبشر"], ["نتفق على منع الاتجار بالبشر"]) == [
        Changed(
            [
                ("same", "نتفق على"),
                ("del", "مكافحة"),
                ("ins", "منع"),
                ("same", "الاتجار بالبشر"),
            ]
        )
    ]


def numbered(count, change=""):
    """Each with words of its own."""
    words = list(enumerate(WORDS * 5))
    return [
        " ".join([f"{word}{number}-{place}" for place, word in words]) + change for number in range(count)
    ]


def test_a_text_changed_in_every_paragraph_is_still_compared_word_by_word():
    comparison = compare(numbered(150), numbered(150, " anew"))

    assert comparison.change_count == 150
    assert {row.words[-1] for row in comparison.rows} == {("ins", "anew")}


def test_it_stops_where_it_gets_too_long_and_counts_the_rest():
    comparison = compare(numbered(1000), numbered(1000, " anew"))

    shown = sum(isinstance(row, Changed) for row in comparison.rows)
    assert comparison.change_count == 1000
    assert shown + comparison.left_out == 1000
    assert comparison.left_out > 0


def test_a_paragraph_too_long_to_look_into_is_shown_in_both_forms():
    old, new = " ".join(["a", "b"] * 1000), " ".join(["b", "c", "a"] * 700)

    comparison = compare([old], [new])

    assert comparison.is_coarse
    assert [kind for kind, _text in comparison.rows[0].words] == ["del", "ins"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["x"] * 60_000, ["y"] * 60_000),
        (["x", "y"] * 3_000, ["y", "x", "z"] * 3_000),
        ([" ".join(["a", "b"] * 195 + [str(n)]) for n in range(49)], [" ".join(["b", "a", "c"] * 130)] * 49),
        (numbered(3_000), [text[::-1] for text in numbered(3_000)]),
    ],
    ids=["nothing alike", "all repeated", "long and repetitive", "long and different"],
)
def test_the_worst_texts_take_bounded_time(old, new):
    began = time.perf_counter()

    compare(old, new)

    # A second or two where nothing else runs.
    assert time.perf_counter() - began < 20


paragraphs = st.lists(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=6).map(" ".join),
    max_size=12,
)


@given(paragraphs, paragraphs)
@settings(deadline=None)
def test_the_pairs_are_both_texts_in_their_order(old, new):
    pairs = list(aligned(old, new))

    assert [before for before, _after in pairs if before is not None] == old
    assert [after for _before, after in pairs if after is not None] == new


@given(paragraphs, paragraphs)
@settings(deadline=None)
def test_what_is_not_added_is_the_old_text_and_what_is_not_taken_out_the_new(old, new):
    changed = [row for row in compare(old, new).rows if isinstance(row, Changed)]

    for left_out, kept in (("ins", old), ("del", new)):
        texts = [" ".join(text for kind, text in row.words if kind != left_out) for row in changed]
        assert {text for text in texts if text} <= set(kept)
