import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Érythrée", "erythree"),
        ("ÉGYPTE", "egypte"),
        ("Straße", "strasse"),
        ("Côte-d’Ivoire", "cote d ivoire"),
        ("  Senior   Officials’ Meeting ", "senior officials meeting"),
        ("snake_case", "snake case"),
        ("ﬁle №5", "file no5"),
        ("ﻯ ﺔ ﺃ", "ي ه ا"),
        ("2nd (Cairo)", "2nd cairo"),
        ("", ""),
        ("—", ""),
    ],
)
def test_case_accents_and_punctuation_make_no_difference(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("careful", "careless"),
    [
        ("أسوان", "اسوان"),
        ("إريتريا", "اريتريا"),
        ("القرن الأفريقي", "القرن الافريقي"),
        ("القاهرة", "القاهره"),
        ("ليبيى", "ليبيي"),
        ("عـــملية", "عملية"),
        ("اِجتماعٌ", "اجتماع"),
        ("مؤتمر", "مؤتمر"),
    ],
)
def test_arabic_is_found_however_carefully_it_is_written(careful, careless):
    assert fold(careful) == fold(careless)


@given(st.text())
def test_folded_text_folds_to_itself(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folded_words_are_parted_by_single_spaces(text):
    assert fold(text).split() == [word for word in fold(text).split(" ") if word]
    assert fold(text) == fold(text).strip()
