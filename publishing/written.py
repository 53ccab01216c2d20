"""Numbers and lists as a language writes them; the active one unless another is named."""

from collections.abc import Iterable
from typing import Any

from babel.lists import format_list
from babel.numbers import format_decimal
from django.utils.translation import get_language

from publishing.locales import locale_of


def exactly(count: int, language: str | None = None) -> str:
    return format_decimal(count, locale=locale_of(language or get_language() or ""))


def listed(names: Iterable[Any], language: str | None = None) -> str:
    """ "A, B and C", « A, B et C », «أ وب وج»."""
    return format_list([str(name) for name in names], locale=locale_of(language or get_language() or ""))
