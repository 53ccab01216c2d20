import sys

import pytest

from declarations.models import Provision
from declarations.splitting import MOST_PROPOSED, split
from tests.declarations.splitting import texts

pytestmark = pytest.mark.once


def found(text):
    return split([text]).provisions


def eids(text):
    return [row.eid for row in found(text)]


def numbers(text):
    return [row.number for row in found(text)]


# Each begins like something that it is not, or like something that never ends.
HOSTILE_LINES = [
    "1.",
    "(a) x;",
    "(i) x:",
    "• x",
    "Part I",
    "A. x",
    "Article 1",
    "1.1.1.1.1.1",
    "Recalling x,",
    "x" * 90 + "." * 60 + " 7",
    "((((((((((((((((((((1",
    " ".join("1" * 400),
    "Part " * 100,
    "١" * 500,
    "ـ" * 500,
]


def steps_for(text):
    """How many functions are called."""
    steps = 0

    def count(frame, event, arg):
        nonlocal steps
        steps += 1

    sys.setprofile(count)
    try:
        split([text])
    finally:
        sys.setprofile(None)
    return steps


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (texts.DECLARATION, texts.EIDS_OF_DECLARATION),
        (texts.AGREEMENT, texts.EIDS_OF_AGREEMENT),
        (texts.ACTION_PLAN, texts.EIDS_OF_ACTION_PLAN),
        (texts.STATEMENT, texts.EIDS_OF_STATEMENT),
    ],
    ids=["declaration", "agreement", "action plan", "statement"],
)
def test_a_document_has_the_same_identifiers_in_three_languages(document, expected, language):
    assert eids(document[language]) == expected


@pytest.mark.parametrize("document", [texts.DECLARATION, texts.AGREEMENT, texts.ACTION_PLAN, texts.STATEMENT])
def test_what_is_proposed_can_be_saved(document):
    column = Provision._meta.get_field("eid")
    for language in ("en", "fr", "ar"):
        for row in found(document[language]):
            column.run_validators(row.eid)
            assert row.kind in Provision.Kind
            assert len(row.number) <= 20


class TestText:
    def test_lines_become_paragraphs(self):
        rows = {row.eid: row for row in found(texts.DECLARATION["en"])}

        assert rows["para-1"].text == (
            "We commit ourselves to offering protection to every refugee who crosses our borders, "
            "as agreed in 2014. The number was 12. March saw more."
        )
        assert rows["para-3"].text == "Return shall be voluntary."

    def test_headings_stand_apart_from_texts(self):
        rows = {row.eid: row for row in found(texts.AGREEMENT["en"])}

        assert (rows["part-1"].heading, rows["part-1"].number) == ("Chapter 1. General provisions", "1")
        assert (rows["art-1"].heading, rows["art-1"].text) == (
            "Definitions",
            "For the purposes of this Agreement, “Centre” means the training centre.",
        )
        assert (rows["art-2"].heading, rows["art-2"].text) == ("Seat", "")
        assert rows["art-3"].text == "The organs of the Centre are the board and the director."

    def test_a_second_paragraph_under_one_number_belongs_to_it(self):
        (row, _next) = found("1. The first paragraph.\n\nIt goes on here.\n\n2. The second.")

        assert row.text == "The first paragraph.\n\nIt goes on here."

    def test_numbers_are_as_printed_but_in_figures_that_all_languages_share(self):
        assert numbers("الجزء الثاني\n\n٧. فقرة.\n\n۸. فقرة.") == ["2", "7", "8"]
        assert numbers("PART II\n\n7. A paragraph.\n\n8. Another.") == ["II", "7", "8"]
        assert numbers("Article premier\n\nUn.\n\nArticle 2\n\nDeux.") == ["1", "2"]

    def test_the_title_is_told_apart(self):
        assert [row.eid for row in found(texts.DECLARATION["ar"]) if row.is_title] == ["title-1"]


class TestPages:
    def test_what_stands_on_every_page_and_the_contents_are_left_out(self):
        rows = split(texts.PAGES).provisions

        assert [row.eid for row in rows] == ["part-1", "para-1", "para-2", "para-4", "part-2", "para-5"]
        assert [row.heading for row in rows if row.kind == "part"] == ["General principles", "Follow-up"]
        assert not any("KHARTOUM" in row.text + row.heading for row in rows)

    def test_a_paragraph_goes_on_over_the_end_of_a_page(self):
        row = split(texts.PAGES).provisions[2]

        assert row.text.endswith("it, for their hospitality and their work.")

    def test_it_is_known_on_which_page_each_begins(self):
        assert [row.page for row in split(texts.PAGES).provisions] == [2, 2, 2, 3, 3, 3]

    def test_a_list_of_contents_without_page_numbers_is_left_out(self):
        contents = "Contents\nPart I General\nPart II Follow-up\n\n"
        text = f"{contents}Part I General\n\n1. One.\n\nPart II Follow-up\n\n2. Two."

        assert eids(text)[-4:] == ["part-1", "para-1", "part-2", "para-2"]
        assert len([row for row in found(text) if not row.is_title]) == 4


class TestSequence:
    def test_a_number_that_is_missing_is_told(self):
        rows = found("1. One.\n\n2. Two.\n\n4. Four.\n\n5. Five.")

        assert [(row.eid, row.missing) for row in rows] == [
            ("para-1", ()),
            ("para-2", ()),
            ("para-4", (3,)),
            ("para-5", ()),
        ]

    @pytest.mark.parametrize(
        "line",
        [
            "2014. Then more came.",
            "28 November 2014 in Rome.",
            "17. March was the day.",
            "3.5 million people.",
            "(b) of that paragraph.",
            "Article 3 of the Convention.",
            "المادة 3 من الاتفاقية.",
            "l’article 3 de la convention.",
            "– as was said – again.",
        ],
    )
    def test_a_number_within_a_sentence_begins_nothing(self, line):
        text = f"1. We recall what we have agreed, and that it was in\n{line}\n\n2. We go on with it."

        assert eids(text) == ["para-1", "para-2"]

    def test_paragraphs_counted_through_keep_their_plain_identifier(self):
        assert eids("Part I\n\n1. One.\n\nPart II\n\n2. Two.") == ["part-1", "para-1", "part-2", "para-2"]

    def test_where_the_count_begins_anew_the_part_is_named(self):
        text = "Part I\n\n1. One.\n\n2. Two.\n\nPart II\n\n1. One.\n\n2. Two.\n\n3. Three."

        assert eids(text)[3:] == ["part-2", "part-2-para-1", "part-2-para-2", "part-2-para-3"]

    def test_one_paragraph_may_be_numbered_in_another_way_than_the_others(self):
        assert eids("1. One.\n\n2) Two.\n\n3. Three.") == ["para-1", "para-2", "para-3"]

    def test_a_numbered_list_within_a_paragraph_is_its_points(self):
        text = "1. We agree:\n1) to meet;\n2) to report.\n\n2. We thank the host."

        assert eids(text) == ["para-1", "para-1-point-1", "para-1-point-2", "para-2"]

    def test_a_list_in_the_style_of_the_paragraphs_is_points_if_it_is_announced(self):
        text = "1. We agree:\n\n1. to meet;\n\n2. to report.\n\n2. We thank the host."

        assert eids(text) == ["para-1", "para-1-point-1", "para-1-point-2", "para-2"]

    def test_the_ninth_letter_and_the_first_roman_number_are_told_apart(self):
        letters = "".join(f"({letter}) item;\n" for letter in "abcdefghij")

        assert eids(f"1. We agree:\n{letters}")[-2:] == ["para-1-point-i", "para-1-point-j"]
        assert eids("1. We agree:\n(i) to meet;\n(ii) to report.")[1:] == ["para-1-point-1", "para-1-point-2"]

    def test_arabic_lists_go_by_either_order_of_the_alphabet(self):
        abjad = "١. نتفق على:\n(أ) أول؛\n(ب) ثان؛\n(ج) ثالث؛\n(د) رابع."
        hijai = "١. نتفق على:\n(أ) أول؛\n(ب) ثان؛\n(ت) ثالث؛\n(ث) رابع."

        expected = ["para-1", *(f"para-1-point-{letter}" for letter in "abcd")]
        assert eids(abjad) == eids(hijai) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "1) One.\n\n2) Two.",
            "(1) One.\n\n(2) Two.",
            "1 - One.\n\n2 - Two.",
            "[1] One.\n\n[2] Two.",
            "§ 1 One.\n\n§ 2 Two.",
            "١- واحد.\n\n٢- اثنان.",
            "(١) واحد.\n\n(٢) اثنان.",
            "۱. واحد.\n\n۲. اثنان.",
            "\u200f.١ واحد.\n\n.٢ اثنان.",
        ],
    )
    def test_numbers_are_recognised_however_they_are_written(self, text):
        assert eids(text) == ["para-1", "para-2"]

    @pytest.mark.parametrize(
        "text",
        [
            "Part One\n\n1. One.\n\nPart Two\n\n2. Two.",
            "Deuxième partie\n\n1. Un.\n\nTroisième partie\n\n2. Deux.".replace(
                "Deuxième", "Première"
            ).replace("Troisième", "Seconde"),
            "Titre I\n\n1. Un.\n\nTitre II\n\n2. Deux.",
            "Section 1: One\n\n1. One.\n\nSection 2: Two\n\n2. Two.",
            "الباب الأول\n\n١. واحد.\n\nالباب الثاني\n\n٢. اثنان.",
            "القسم ١: واحد\n\n١. واحد.\n\nالقسم ٢: اثنان\n\n٢. اثنان.",
            "أولا - واحد\n\n١. واحد.\n\nثانيا - اثنان\n\n٢. اثنان.",
        ],
    )
    def test_parts_are_recognised_however_they_are_named(self, text):
        assert eids(text) == ["part-1", "para-1", "part-2", "para-2"]

    @pytest.mark.parametrize(
        "name", ["Annex", "ANNEXE", "ملحق", "المرفق", "Annex 1", "Annexe I", "Appendix A"]
    )
    def test_an_annex_is_recognised_with_and_without_a_number(self, name):
        assert eids(f"1. One.\n\n{name}\n\n1. First.") == ["para-1", "annex-1", "annex-1-para-1"]

    def test_eleven_and_more_are_recognised_in_words(self):
        ordinals = ["العاشرة", "الحادية عشرة", "الثانية عشرة"]
        text = "المادة ٩\n\nنص.\n\n" + "\n\n".join(f"المادة {word}\n\nنص." for word in ordinals)

        assert eids(text) == ["art-9", "art-10", "art-11", "art-12"]


class TestHostileTexts:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "\n\n\f\n",
            "1.",
            "(a)",
            "•",
            "\0\u202e\ufeff",
            "1. ",
            "1" * 500,
            "(" * 500,
            "Article " * 100,
            "- - - - -",
        ],
    )
    def test_an_odd_text_gives_something_or_nothing(self, text):
        rows = found(text)

        assert len({row.eid for row in rows}) == len(rows)

    @pytest.mark.parametrize("line", HOSTILE_LINES)
    def test_twice_the_text_takes_twice_the_steps(self, line):
        once, twice = (steps_for("\n".join([line] * count)) for count in (1_000, 2_000))

        assert twice < 2.2 * once

    @pytest.mark.parametrize("piece", ["1. ", "(a) x;\n", ".", "ـ", "Part I\n", "1.1.1.1.1.1\n"])
    def test_five_megabytes_are_read_as_far_as_a_document_can_be_long(self, piece):
        rows = found(piece * (5_000_000 // len(piece)))

        assert len(rows) <= MOST_PROPOSED

    def test_what_is_left_out_of_a_long_text_is_told(self):
        long = (
            "\n\n".join(f"{number}. Text." for number in range(1, 999)) + "\n\nPart II\n\n" + "1. x\n\n2. x"
        )

        assert split([long]).is_whole is False
        assert split(["1. Text."]).is_whole is True
        assert len({row.eid for row in found(long)}) == MOST_PROPOSED
