"""Numbers as pages about the whole record write them, and the lists that they count."""

from urllib.parse import urlencode

from babel.numbers import format_decimal
from django.urls import reverse
from django.utils.translation import get_language

from plots.amounts import Amount
from publishing.dates import LOCALES


def exactly(count: int) -> str:
    return format_decimal(count, locale=LOCALES.get(get_language() or "", LOCALES["en"]))


def amount(count: int, url: str = "") -> Amount:
    """Nothing leads to an empty list."""
    return Amount(count, exactly(count), url if count else "")


def events_url(**asked: str | int | list[str]) -> str:
    return _list_url("events:list", asked)


def documents_url(**asked: str | int | list[str]) -> str:
    return _list_url("documents:list", asked)


def _list_url(name: str, asked: dict[str, str | int | list[str]]) -> str:
    return f"{reverse(name)}?{urlencode(asked, doseq=True)}" if asked else reverse(name)
