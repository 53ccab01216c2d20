"""Sentences and labels that pages say for each row: looked up once in each language, and not each time."""

from functools import cache
from typing import Any

from django.utils.translation import get_language, gettext


def sentence(message: str) -> str:
    """What `gettext()` gives. Named `_` where it is used, so that its messages are found."""
    return _sentence(message, get_language())


@cache
def _sentence(message: str, _language: str | None) -> str:
    return gettext(message)


def label_of(choices: Any, value: str) -> str:
    """How one of the choices is called. Django's own way translates all of them to find it."""
    return _label(choices, value, get_language())


@cache
def _label(choices: Any, value: str, _language: str | None) -> str:
    return str(choices(value).label)
