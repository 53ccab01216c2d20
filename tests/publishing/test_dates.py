from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from members.models import CommitteeComposition
from publishing.dates import PartialDate, Precision, format_partial_date, sort_key, year_of
from tests.factories import CompositionFactory, EventFactory

THIN = "\u2009"


@st.composite
def partial_dates(draw):
    days = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))
    length = draw(st.sampled_from([4, 7, 10]))
    start, end = sorted([draw(days).isoformat()[:length], draw(days).isoformat()[:length]])
    return PartialDate.parse(start, end)


@pytest.mark.parametrize(
    ("start", "end", "earliest", "latest", "precision"),
    [
        ("2025-04-09", None, date(2025, 4, 9), date(2025, 4, 9), "day"),
        ("2015-04-23", "2015-04-24", date(2015, 4, 23), date(2015, 4, 24), "day"),
        ("2018-05", None, date(2018, 5, 1), date(2018, 5, 31), "month"),
        ("2016-02", None, date(2016, 2, 1), date(2016, 2, 29), "month"),
        ("2018-11", "2019-02", date(2018, 11, 1), date(2019, 2, 28), "month"),
        ("2016", None, date(2016, 1, 1), date(2016, 12, 31), "year"),
        ("2014", "2015", date(2014, 1, 1), date(2015, 12, 31), "year"),
    ],
)
def test_text_means_the_days_from_the_first_to_the_last_possible_one(start, end, earliest, latest, precision):
    assert PartialDate.parse(start, end) == PartialDate(earliest, latest, precision)


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        ("", None, "“” is not a date. Write 2018, 2018-05 or 2018-05-08."),
        ("May 2018", None, "“May 2018” is not a date. Write 2018, 2018-05 or 2018-05-08."),
        ("2018-5", None, "“2018-5” is not a date. Write 2018, 2018-05 or 2018-05-08."),
        ("20180508", None, "“20180508” is not a date. Write 2018, 2018-05 or 2018-05-08."),
        ("2018-05-08T10:00", None, "“2018-05-08T10:00” is not a date. Write 2018, 2018-05 or 2018-05-08."),
        ("٢٠١٨", None, "“٢٠١٨” is not a date. Write 2018, 2018-05 or 2018-05-08."),
        ("2018-05-08\n", None, "“2018-05-08\n” is not a date. Write 2018, 2018-05 or 2018-05-08."),
        ("2018-13", None, "“2018-13” is not in the calendar."),
        ("2018-02-30", None, "“2018-02-30” is not in the calendar."),
        ("0218", None, "“0218” is not of our time: a year from 1900 to 2199 is wanted."),
        ("9999-12-31", None, "“9999-12-31” is not of our time: a year from 1900 to 2199 is wanted."),
        ("2018-05", "2018-05-08", "Give the start and the end with the same precision."),
        ("2018-05-08", "2018-05-07", "The end is before the start."),
    ],
)
def test_anything_else_is_refused_with_what_to_write_instead(start, end, message):
    with pytest.raises(ValidationError) as refused:
        PartialDate.parse(start, end)

    assert refused.value.messages == [message]


@given(partial_dates())
def test_iso_text_of_a_date_reads_back_as_the_same_date(value):
    assert PartialDate.parse(value.start_iso, value.end_iso) == value


@given(partial_dates())
def test_iso_text_is_as_long_as_the_precision_and_within_the_bounds(value):
    length = {"day": 10, "month": 7, "year": 4}[value.precision]

    assert [len(value.start_iso), len(value.end_iso)] == [length, length]
    assert value.earliest <= value.latest
    assert value.is_exact == (length == 10)


@given(partial_dates(), st.sampled_from(["en", "fr", "ar"]))
def test_words_name_the_years_and_no_day_that_is_not_known(value, language):
    words = format_partial_date(value, language)

    assert str(value.latest.year) in words
    assert any(letter.isalpha() for letter in words.replace("er", "")) == (value.precision != Precision.YEAR)
    if value.precision != Precision.DAY:
        assert not set("0123456789") & set(
            words.replace(str(value.earliest.year), "").replace(str(value.latest.year), "")
        )


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2025-04-09", None, ("9 April 2025", "9 avril 2025", "9 أبريل 2025")),
        ("2020-12-01", None, ("1 December 2020", "1er décembre 2020", "1 ديسمبر 2020")),
        ("2015-04-23", "2015-04-24", ("23–24 April 2015", "23–24 avril 2015", "23–24 أبريل 2015")),
        ("2015-08-01", "2015-08-03", ("1–3 August 2015", "1er–3 août 2015", "1–3 أغسطس 2015")),
        (
            "2018-04-30",
            "2018-05-01",
            (
                f"30 April{THIN}–{THIN}1 May 2018",
                f"30 avril{THIN}–{THIN}1er mai 2018",
                "30 أبريل – 1 مايو 2018",
            ),
        ),
        (
            "2018-12-30",
            "2019-01-02",
            (
                f"30 December 2018{THIN}–{THIN}2 January 2019",
                f"30 décembre 2018{THIN}–{THIN}2 janvier 2019",
                "30 ديسمبر 2018 – 2 يناير 2019",
            ),
        ),
        ("2018-09", None, ("September 2018", "septembre 2018", "سبتمبر 2018")),
        (
            "2018-09",
            "2018-11",
            (
                f"September{THIN}–{THIN}November 2018",
                f"septembre{THIN}–{THIN}novembre 2018",
                "سبتمبر – نوفمبر 2018",
            ),
        ),
        (
            "2018-12",
            "2019-01",
            (
                f"December 2018{THIN}–{THIN}January 2019",
                f"décembre 2018{THIN}–{THIN}janvier 2019",
                "ديسمبر 2018 – يناير 2019",
            ),
        ),
        ("2016", None, ("2016", "2016", "2016")),
        ("2014", "2015", ("2014–2015", "2014–2015", "2014–2015")),
    ],
)
def test_date_in_words_is_no_more_exact_than_it_is_known(start, end, words):
    value = PartialDate.parse(start, end)

    assert tuple(format_partial_date(value, language) for language in ("en", "fr", "ar")) == words


def test_text_of_a_date_is_in_the_active_language():
    value = PartialDate.parse("2018-02")

    with translation.override("fr"):
        french = str(value)
    with translation.override(None):
        unknown = str(value)

    assert (str(value), french, unknown) == ("February 2018", "février 2018", "February 2018")


@pytest.mark.parametrize(
    ("value", "options", "key"),
    [
        ("2025-04-09", {}, 202504090),
        ("2018-05", {}, 201805010),
        ("2025", {"not_before": date(2025, 4, 9)}, 202504090),
        ("2025", {"not_before": date(2024, 4, 17)}, 202501010),
        ("2025", {"not_before": date(2026, 1, 1)}, 202501010),
        ("2025-02-19", {"not_before": date(2025, 4, 9)}, 202502190),
        (None, {"fallback": date(2025, 9, 17)}, 202509171),
        (None, {}, 0),
    ],
)
def test_sort_key_is_the_day_and_an_unknown_date_follows_the_day_it_falls_back_to(value, options, key):
    assert sort_key(value and PartialDate.parse(value), **options) == key


def test_year_can_be_read_from_a_sort_key():
    assert year_of(sort_key(PartialDate.parse("2025-04-09"))) == 2025


def test_dates_order_by_their_sort_keys():
    days = ["2014", "2014-11", "2014-11-28", "2015-01-01"]

    keys = [sort_key(PartialDate.parse(day)) for day in days]

    assert keys == sorted(set(keys))


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["2018-05-08", "2018-05", "2018", None])
def test_date_is_kept_in_three_columns_and_read_back(text):
    value = text and PartialDate.parse(text)

    kept = CommitteeComposition.objects.get(pk=CompositionFactory(date=value).pk)

    assert kept.date == value
    assert (kept.date_earliest, kept.date_precision) == (value and value.earliest, value and value.precision)


def test_field_on_the_class_is_the_field_itself():
    assert CommitteeComposition.date.name == "date"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("earliest", "latest", "precision"),
    [
        ("2018-05-02", "2018-05-01", "day"),
        ("2018-05-02", None, "day"),
        (None, "2018-05-02", "day"),
        ("2018-05-02", "2018-05-02", None),
        ("2018-05-02", "2018-05-02", "week"),
        (None, None, "day"),
    ],
)
def test_database_refuses_a_date_that_is_half_given_or_the_wrong_way_round(earliest, latest, precision):
    row = CommitteeComposition.objects.filter(pk=CompositionFactory().pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.write_bookkeeping(date_earliest=earliest, date_latest=latest, date_precision=precision)


@pytest.mark.django_db
def test_wrong_way_round_is_told_in_words():
    event = EventFactory.build(slug="x")
    event.date_earliest, event.date_latest = event.date_latest, event.date_earliest

    with pytest.raises(ValidationError) as refused:
        event.validate_constraints()

    assert refused.value.messages == ["The end is before the start, or the date is only half given."]
