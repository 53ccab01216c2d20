import time

import pytest

from declarations.paragraphs import flowing, paragraphs_of

FULL = "The partners agree to work together on all matters that they have discussed in Rome, and"


def test_lines_of_one_paragraph_are_joined_and_a_short_line_ends_it():
    text = f"{FULL}\n{FULL}\nin later meetings.\n{FULL}\nanew."

    assert paragraphs_of(text) == [f"{FULL} {FULL} in later meetings.", f"{FULL} anew."]


@pytest.mark.parametrize(
    "opening",
    [
        "1. ",
        "12) ",
        "(3) ",
        "2.1. ",
        "٣. ",
        "(أ) ",
        "a) ",
        "• ",
        "– ",
        "Article 4 ",
        "Partie II ",
        "المادة ٣ ",
    ],
)
def test_an_item_begins_a_paragraph_of_its_own(opening):
    assert paragraphs_of(f"{FULL}\n{opening}{FULL}") == [FULL, f"{opening}{FULL}"]


@pytest.mark.parametrize(
    "inside", ["2014. It was held in Rome", "(see above) that it", "partly held in Rome"]
)
def test_what_only_looks_like_an_item_does_not(inside):
    assert paragraphs_of(f"{FULL}\n{inside} and in other places that the partners had named before it,") == [
        f"{FULL} {inside} and in other places that the partners had named before it,"
    ]


def test_where_each_line_is_a_paragraph_none_are_joined():
    lines = [f"{number} {FULL * 3}" for number in range(3)]

    assert paragraphs_of("\n".join(lines)) == lines


def test_blank_lines_part_paragraphs_and_leave_none():
    assert paragraphs_of("\n\nOne.\n \n\nTwo.\n") == ["One.", "Two."]
    assert paragraphs_of("") == []


def test_a_paragraph_that_runs_over_a_page_is_one_when_the_text_flows():
    assert flowing(["They agree to", "meet again.\n\nAnd yearly."]) == [
        "They agree to meet again.",
        "And yearly.",
    ]
    assert flowing(["They agree.", "1. next"]) == ["They agree.", "1. next"]


def test_a_hostile_text_takes_no_longer_than_its_length():
    began = time.perf_counter()

    for text in ["1" * 200_000, "( " * 200_000, "1.1." * 100_000, " \n" * 200_000, "a\n" * 200_000]:
        paragraphs_of(text)

    assert time.perf_counter() - began < 5
