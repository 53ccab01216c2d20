"""Dates as people write them."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from events.prose import arabic_grammar, english, french_grammar
from publishing.dates import PartialDate, format_partial_date
from publishing.typed_dates import is_ambiguous, read_date
from tests.publishing.test_dates import partial_dates

DAY, TWO_DAYS, MONTH, YEAR = "2018-05-08", "2018-05-08 2018-05-09", "2018-05", "2018"

READ = {
    DAY: [
        "2018-05-08",
        "2018-5-8",
        " 8 May 2018 ",
        "8 may 2018",
        "8 MAY 2018",
        "08/05/2018",
        "8.5.2018",
        "08.05.2018",
        "08-05-2018",
        "2018/05/08",
        "8-May-2018",
        "May 8, 2018",
        "May 8th, 2018",
        "the 8th of May 2018",
        "Tuesday, 8 May 2018",
        "8 mai 2018",
        "le mardi 8 mai 2018",
        "8 أيار/مايو 2018",
        "٨ مايو ٢٠١٨",
        "٨ أيار ٢٠١٨",
        "الثلاثاء، 8 مايو 2018",
        "في 8 مايو 2018",
        "٨/٥/٢٠١٨",
        "\u200f8 ماي 2018",
        "8 May\u00a02018",
    ],
    TWO_DAYS: [
        "8–9 May 2018",
        "8-9 May 2018",
        "8 - 9 May 2018",
        "8 to 9 May 2018",
        "8 and 9 May 2018",
        "8 & 9 May 2018",
        "8/9 May 2018",
        "May 8–9, 2018",
        "from 8 to 9 May 2018",
        "8 May 2018 – 9 May 2018",
        "8-9/5/2018",
        "8.5.–9.5.2018",
        "08/05/2018 - 09/05/2018",
        "2018-05-08/2018-05-09",
        "2018-05-08 – 2018-05-09",
        "2018-05-08 to 2018-05-09",
        "8-9 mai 2018",
        "du 8 au 9 mai 2018",
        "les 8 et 9 mai 2018",
        "du 8 mai jusqu’au 9 mai 2018",
        "8–9 أيار/مايو 2018",
        "يومي 8 و9 مايو 2018",
        "يومي ٨ و٩ أيار ٢٠١٨",
        "من 8 إلى 9 مايو 2018",
        "من 8 حتى 9 مايو 2018",
    ],
    "2018-05-01": ["1er mai 2018", "1ᵉʳ mai 2018", "1st May 2018", "1 May 2018"],
    MONTH: [
        "2018-05",
        "2018-5",
        "05/2018",
        "5.2018",
        "May 2018",
        "may, 2018",
        "in May 2018",
        "mai 2018",
        "en mai 2018",
        "أيار/مايو 2018",
        "مايو (أيار) 2018",
        "مايو ٢٠١٨",
        "في شهر مايو 2018",
        "2018 May",
    ],
    "2018-04 2018-06": [
        "April–June 2018",
        "April to June 2018",
        "d’avril à juin 2018",
        "من أبريل إلى يونيو 2018",
    ],
    "2018-05 2018-06": ["May/June 2018", "May and June 2018", "mai et juin 2018", "مايو ويونيو 2018"],
    "2018-12 2019-01": [
        "December 2018 – January 2019",
        "déc. 2018 – janv. 2019",
        "كانون الأول 2018 – كانون الثاني 2019",
    ],
    "2018-04-30 2018-05-01": [
        "30 April – 1 May 2018",
        "30 April and 1 May 2018",
        "30/4-1/5/2018",
        "30 avril–1er mai 2018",
    ],
    YEAR: ["2018", " 2018 ", "٢٠١٨", "in 2018", "en 2018", "عام 2018", "سنة ٢٠١٨"],
    "2017 2018": ["2017–2018", "2017-2018", "2017/2018", "2017 to 2018", "de 2017 à 2018"],
    "2018-08": ["Aug. 2018", "août 2018", "aout 2018", "آب 2018", "اغسطس 2018", "غشت 2018"],
    "2018-02": ["Feb 2018", "févr. 2018", "fevrier 2018", "شباط/فبراير 2018"],
    "2018-09": ["Sept. 2018", "septembre 2018", "أيلول 2018"],
}


@pytest.mark.parametrize(("text", "iso"), [(text, iso) for iso, texts in READ.items() for text in texts])
def test_date_is_read_as_it_was_meant(text, iso):
    assert read_date(text) == PartialDate.parse(*iso.split())


@pytest.mark.parametrize(
    ("text", "to", "iso"),
    [
        ("8 May 2018", "9 May 2018", TWO_DAYS),
        ("8", "9 May 2018", TWO_DAYS),
        ("8 May 2018", "9", TWO_DAYS),
        ("8 May", "9 May 2018", TWO_DAYS),
        ("2018-05-08", "9 mai 2018", TWO_DAYS),
        ("2017", "2018", "2017 2018"),
        ("May 2018", "", MONTH),
    ],
)
def test_beginning_and_end_may_stand_in_two_boxes(text, to, iso):
    assert read_date(text, to) == PartialDate.parse(*iso.split())


@pytest.mark.parametrize(
    ("text", "ambiguous"),
    [
        ("08/05/2018", True),
        ("8/5-9/5/2018", True),
        ("٨/٥/٢٠١٨", True),
        ("08/08/2018", False),
        ("18/05/2018", False),
        ("8.5.2018", False),
        ("2018/05/08", False),
        ("05/2018", False),
        ("8 May 2018", False),
        ("2018-05-08", False),
    ],
)
def test_day_and_month_that_could_be_the_other_way_round_are_told(text, ambiguous):
    assert is_ambiguous(text) is ambiguous


EXAMPLE = "Write it like 2018, May 2018, 8 May 2018 or 8–9 May 2018; 2018-05-08 is understood, too."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", f"“” is not a date. {EXAMPLE}"),
        ("soon", f"“soon” is not a date. {EXAMPLE}"),
        ("8", "“8” names no year. Add it, as in 8 May 2018."),
        ("8 May", "“8 May” names no year. Add it, as in 8 May 2018."),
        ("8 2018", f"“8 2018” is not a date. {EXAMPLE}"),
        ("20180508", f"“20180508” is not a date. {EXAMPLE}"),
        ("early May 2018", f"“early May 2018” is not a date. {EXAMPLE}"),
        ("2018-05-08T10:00", f"“2018-05-08T10:00” is not a date. {EXAMPLE}"),
        ("8 May June 2018", f"“8 May June 2018” is not a date. {EXAMPLE}"),
        ("1 – 2 – 3 May 2018", f"“1 – 2 – 3 May 2018” is not a date. {EXAMPLE}"),
        (
            "Spring 2018",
            "“Spring 2018” is no date that can be sorted. "
            "Write the months, as in March–May 2018, or the year alone.",
        ),
        (
            "été 2018",
            "“été 2018” is no date that can be sorted. "
            "Write the months, as in March–May 2018, or the year alone.",
        ),
        ("05/13/2018", "“05/13/2018” has no such month. Write the day first, as in 31/05/2018."),
        ("8/5/18", "“8/5/18”: write the year with four figures, as in 8 May 2018."),
        ("30 February 2018", "“2018-02-30” is not in the calendar."),
        ("May 1066", "“1066-05” is not of our time: a year from 1900 to 2199 is wanted."),
        ("9–8 May 2018", "The end is before the start."),
        ("May – 8 June 2018", "Give the start and the end with the same precision."),
        (
            "8 and 11 May 2018",
            "“8 and 11 May 2018” leaves something out in between. "
            "Write the beginning and the end, as in 8–11 May 2018.",
        ),
    ],
)
def test_anything_else_is_refused_with_what_to_write_instead(text, message):
    with pytest.raises(ValidationError) as refused:
        read_date(text)

    assert refused.value.messages == [message]


def test_end_that_stands_twice_is_refused():
    with pytest.raises(ValidationError) as refused:
        read_date("8–9 May 2018", "10 May 2018")

    assert refused.value.messages == [
        "“8–9 May 2018” already has an end. Empty the second box, or write only the beginning."
    ]


@given(partial_dates(), st.sampled_from(["en", "fr", "ar"]))
def test_what_the_portal_writes_it_reads_back(value, language):
    words = format_partial_date(value, language)

    assert read_date(words) == value
    assert not is_ambiguous(words)


@given(partial_dates(), st.sampled_from([english, french_grammar, arabic_grammar]))
def test_date_taken_from_a_sentence_of_the_portal_is_read_back(value, grammar):
    assert read_date(grammar.when(value)) == value


@given(st.text(max_size=40) | st.text(alphabet="0123456789/.-– May", max_size=20))
def test_no_text_breaks_the_reader(text):
    try:
        value = read_date(text)
    except ValidationError:
        return

    assert PartialDate.parse(value.start_iso, value.end_iso) == value
