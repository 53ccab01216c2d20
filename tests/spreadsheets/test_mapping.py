import pytest
from django.conf import settings
from django.utils import translation

from spreadsheets.kinds import IMPORTED, KINDS
from spreadsheets.mapping import guessed


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("language", settings.MODELTRANSLATION_LANGUAGES)
def test_names_of_columns_are_known_again_in_each_language_and_are_each_there_once(kind, language):
    with translation.override(language):
        labels = [column.label for column in kind.columns]

    assert len(set(labels)) == len(labels)
    assert list(guessed(kind, labels).values()) == [
        column.key if column.is_read else "" for column in kind.columns
    ]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_columns_are_known_by_their_names_for_programs(kind):
    keys = [column.key for column in kind.read_columns]

    assert list(guessed(kind, keys).values()) == keys


def test_title_without_a_language_is_that_of_the_language_it_is_named_in():
    assert guessed(KINDS["events"], ["title", "TITRE", "العنوان"]) == {
        "0": "title_en",
        "1": "title_fr",
        "2": "title_ar",
    }


def test_second_column_of_one_name_and_unknown_ones_are_left_out():
    assert guessed(KINDS["participations"], ["Role", "Rôle", "Remark"]) == {"0": "role", "1": "", "2": ""}


def test_five_kinds_can_be_imported():
    assert list(IMPORTED) == ["events", "participations", "partners", "documents", "commitments"]
