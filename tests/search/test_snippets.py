import pytest

from search.reading import read
from search.snippets import LONGEST, snippet_of


def snippet(text, words, language="en"):
    return snippet_of(text, language, read(words).wanted)


def marked(text, words, language="en"):
    return [piece for piece, is_word in snippet(text, words, language) if is_word]


@pytest.mark.parametrize(
    ("language", "text", "words", "expected"),
    [
        ("en", "Declarations, and a declaration.", "declaration", ["Declarations", "declaration"]),
        ("fr", "L’Égypte et les réfugiées.", "egypte réfugié", ["Égypte", "réfugiées"]),
        ("ar", "إعلان القاهِرة بشأن الهجرة", "القاهره هجرة", ["القاهِرة", "الهجرة"]),
        ("en", "Held in Addis Ababa.", "Addis Abeba", ["Addis", "Ababa"]),
        ("en", '<b> & "quoted"', "quoted", ["quoted"]),
        ("en", "Nothing of it.", "zebra", []),
    ],
)
def test_the_words_are_marked_as_they_are_written(language, text, words, expected):
    assert marked(text, words, language) == expected
    assert "".join(piece for piece, _is_word in snippet(text, words, language)) == text


def test_of_a_long_text_the_place_is_shown_where_most_words_stand_together():
    text = f"A zebra. {'Filling words here. ' * 60}One zebra crossing. {'More words. ' * 60}"

    pieces = snippet(text, "zebra crossing")
    shown = "".join(piece for piece, _is_word in pieces)

    assert [piece for piece, is_word in pieces if is_word] == ["zebra", "crossing"]
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= LONGEST + 2


def test_no_word_is_cut_and_all_is_on_one_line():
    text = "\n".join("Word by word\tit goes on." for _ in range(50)) + " zebra"

    shown = "".join(piece for piece, _is_word in snippet(text, "zebra"))

    assert "\n" not in shown
    assert set(shown.strip("…").split()) <= {"Word", "by", "word", "it", "goes", "on.", "zebra"}


@pytest.mark.parametrize("text", ["", "x" * 5_000, "zebra" * 1_000, " " * 1_000, "zebra " * 5_000])
def test_odd_texts_are_shown_in_bounds(text):
    assert len("".join(piece for piece, _is_word in snippet(text, "zebra"))) <= LONGEST + 2
