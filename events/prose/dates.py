"""The two ends of a span of dates, ready to stand in a sentence."""

import re
from datetime import date, timedelta

from babel.dates import format_date

from publishing.dates import PartialDate, Precision, format_partial_date
from publishing.locales import locale_of


def is_pair(value: PartialDate) -> bool:
    """Two days, one after the other."""
    return value.is_exact and value.latest - value.earliest == timedelta(days=1)


def is_span(value: PartialDate) -> bool:
    return value.start_iso != value.end_iso


def ends_in_words(value: PartialDate, language: str) -> tuple[str, str]:
    """Both ends; the first without what it shares with the last: "30 April", "2 May 2018"."""
    last = format_partial_date(PartialDate.parse(value.end_iso), language)
    if value.precision == Precision.YEAR or value.earliest.year != value.latest.year:
        return format_partial_date(PartialDate.parse(value.start_iso), language), last
    if value.precision == Precision.MONTH:
        return _formatted(value.earliest, "MMMM", language), last
    is_one_month = value.earliest.month == value.latest.month
    return _formatted(value.earliest, "d" if is_one_month else "d MMMM", language), last


def _formatted(day: date, pattern: str, language: str) -> str:
    text = format_date(day, pattern, locale=locale_of(language))
    # French writes the first of the month as an ordinal.
    return re.sub(r"^1\b", "1er", text) if language == "fr" else text
