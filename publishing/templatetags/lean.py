"""Shows a template of `publishing/lean.py` inside one of Django's."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from publishing.lean import rendered

register = template.Library()


@register.simple_tag
def lean(name: str, **context: Any) -> SafeString:
    return rendered(name, **context)
