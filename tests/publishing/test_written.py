import pytest

from publishing.written import listed


@pytest.mark.parametrize(
    ("names", "english", "french", "arabic"),
    [
        ([], "", "", ""),
        (["A"], "A", "A", "A"),
        (["A", "B"], "A and B", "A et B", "A وB"),
        (["A", "B", "C"], "A, B and C", "A, B et C", "A وB وC"),
    ],
)
def test_names_stand_in_a_sentence_of_each_language(names, english, french, arabic):
    assert [listed(names, language) for language in ("en", "fr", "ar")] == [english, french, arabic]
