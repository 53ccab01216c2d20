"""Sentences that lead somewhere: translated as a whole, while what stands in them keeps its markup."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from publishing.written import listed


def filled(sentence: str, **parts: Any) -> SafeString:
    """`%(name)s` in the sentence is replaced by the part of that name."""
    text: Any = conditional_escape(sentence)
    return mark_safe(text % {name: conditional_escape(part) for name, part in parts.items()})  # noqa: S308 - escaped


def link(url: str, text: Any) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, text)


def all_of(pieces: Iterable[Any]) -> SafeString:
    """ "A, B and C", each with its markup."""
    escaped = [conditional_escape(piece) for piece in pieces]
    return mark_safe(listed(escaped))  # noqa: S308 - escaped
