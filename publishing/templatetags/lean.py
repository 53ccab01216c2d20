"""Parts of pages that are written faster: by Jinja, or only once."""

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from publishing.lean import rendered

register = template.Library()


@register.simple_tag
def lean(name: str, **context: Any) -> SafeString:
    """Shows a template of `publishing/lean.py` inside one of Django's."""
    return rendered(name, **context)


@register.simple_tag
def once(name: str, **context: Hashable) -> SafeString:
    """Shows what depends on nothing but the language and what is given here: few and plain values."""
    show = _written.__wrapped__ if settings.DEBUG else _written
    return show(name, get_language(), *sorted(context.items()))


@lru_cache(500)
def _written(name: str, _language: str | None, *context: tuple[str, Any]) -> SafeString:
    return mark_safe(get_template(name).render(dict(context)))  # noqa: S308 - a template escapes
