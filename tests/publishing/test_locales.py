from datetime import date

import pytest
from babel import Locale, localedata
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from publishing.locales import UNUSED, locale_of


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_what_is_left_writes_dates_numbers_and_lists_as_all_of_it_does(language):
    ours = locale_of(language)
    # As Babel reads it from its files, past what it keeps.
    kept, localedata._cache = localedata._cache, {}
    try:
        whole = Locale(ours.language, ours.territory)
        assert set(UNUSED) <= set(whole._data)

        def written(locale):
            days = [date(2024, month, 1 + month) for month in range(1, 13)]
            patterns = ["d MMMM y", "EEE d MMM", "EEEE", "LLLL y", "G y"]
            return (
                [format_date(day, pattern, locale=locale) for day in days for pattern in patterns],
                [format_decimal(number, locale=locale) for number in (0, 12, 1234, 1234567, 1.5)],
                [format_list(["a", "b", "c"][:count], locale=locale) for count in (1, 2, 3)],
                [locale.datetime_skeletons[name].pattern for name in ("yMMMd", "yMMMM", "y")],
                {name: dict(of) for name, of in locale.interval_formats.items() if name},
                locale.first_week_day,
            )

        expected = written(whole)
    finally:
        localedata._cache = kept

    assert written(ours) == expected
    assert not set(UNUSED) & set(ours._data)


def test_any_other_language_is_written_as_english():
    assert locale_of("") is locale_of("") == locale_of("en")
    assert str(locale_of("de")) == "en_GB"
