import pytest

from search.analyser import folded_word, stem_of, stems, stems_of_question, words_in


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "declaration declarations DECLARATION"),
        ("en", "trafficking trafficked"),
        ("fr", "réfugié refugies Réfugiées"),
        ("fr", "déclaration declarations"),
        ("ar", "القاهره القاهرة قاهرة والقاهرة بالقاهرة"),
        ("ar", "المهاجرين مهاجر المهاجرون للمهاجرين"),
        ("ar", "الهجرة هجرة هجره والهجرة"),
        ("ar", "المؤتمر مؤتمر مؤتمرات للمؤتمر"),
        ("ar", "إعلان الإعلان اعلان"),
        ("ar", "عَمَل عمل عـمـل"),
    ],
)
def test_forms_of_a_word_have_one_stem(language, forms):
    assert len({stem_of(folded_word(form), language) for form in forms.split()}) == 1


def test_what_an_apostrophe_leaves_is_no_word():
    assert stems("l’accord d'Addis-Abeba qu'il signe", "fr") == ["accord", "addi", "abeb", "il", "sign"]
    assert [word.folded for word in words_in("Africa's", "en")] == ["africa"]


def test_a_word_says_where_it_stands():
    text = "At the Déclaration, «إعلان»."

    found = [(text[word.start : word.end], word.folded) for word in words_in(text, "fr")]

    assert found == [("At", "at"), ("the", "the"), ("Déclaration", "declaration"), ("إعلان", "اعلان")]


def test_digits_of_every_script_are_alike():
    assert folded_word("٢٠١٤") == folded_word("2014") == "2014"


@pytest.mark.parametrize("text", ["", "—…!", "😀🎉", "\0\x01\u202e", "´` ̈ ", "ﷺ", "½ ㎏"])
def test_odd_signs_are_harmless(text):
    assert all(word.stem and " " not in word.stem for word in words_in(text, "ar"))


def test_a_process_that_was_asked_for_many_words_does_not_hold_them_all():
    """A hundred thousand of each held 30 MB after an hour of visitors who each asked for another word."""
    for number in range(10_100):
        stems_of_question(folded_word(f"word{number}"))

    assert folded_word.cache_info().currsize + stem_of.cache_info().currsize <= 20_000
