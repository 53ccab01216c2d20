"""How each language writes dates, numbers and lists: Babel's data, without what nobody here asks for."""

from collections.abc import Iterator
from functools import lru_cache

from babel import Locale, localedata
from babel.core import get_global

# English as international bodies in Europe write it; Arabic with the digits that Egypt's press uses online.
COUNTRIES = {"en": "GB", "fr": "FR", "ar": "EG"}
# With these, three languages hold 7 MB in every process.
UNUSED = (
    *("unit_patterns", "unit_display_names", "compound_unit_patterns", "date_fields"),
    *("time_zones", "meta_zones", "zone_formats"),
    *("currency_names", "currency_names_plural", "currency_symbols", "currency_formats"),
    *("compact_decimal_formats", "compact_currency_formats"),
)
UNUSED_OF_ALL = ("likely_subtags", "territory_languages", "territory_currencies", "meta_zones")


@lru_cache(maxsize=8)
def locale_of(language: str) -> Locale:
    """Of any other language, English."""
    known = language if language in COUNTRIES else "en"
    locale = Locale(known, COUNTRIES[known])
    for name in _with_ancestors(str(locale)):
        data = localedata.load(name)
        for part in UNUSED:
            data.pop(part, None)
    for part in UNUSED_OF_ALL:
        # A dictionary, which Babel gives to be read.
        get_global(part).clear()  # type: ignore[attr-defined,arg-type]
    return locale


def _with_ancestors(name: str) -> Iterator[str]:
    """A locale and those whose data it goes on with, each of which is kept as well."""
    yield name
    if name != "root":
        parent = get_global("parent_exceptions").get(name)
        yield from _with_ancestors(parent or name.rpartition("_")[0] or "root")
