import pytest

from declarations.files.guessing import language_of


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("Rome_Declaration_EN.pdf", "", "en"),
        ("declaration-fr-final.pdf", "", "fr"),
        ("Déclaration (français).docx", "", "fr"),
        ("إعلان عربي.pdf", "", "ar"),
        ("scan001.pdf", "نلتزم بحماية كل لاجئ", "ar"),
        ("a.pdf", "We commit ourselves to the protection of the refugees and to share it.", "en"),
        ("a.pdf", "Nous nous engageons pour la protection des réfugiés et de la dignité.", "fr"),
        ("a.pdf", "", ""),
        ("en-fr.pdf", "", ""),
    ],
)
def test_a_language_is_guessed_from_name_or_text(name, text, language):
    assert language_of(name, text) == language
