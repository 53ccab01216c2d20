"""Parts of pages that are written faster: by Jinja, or only once."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from publishing.lean import once, rendered

register = template.Library()
register.simple_tag(once)


@register.simple_tag
def lean(name: str, **context: Any) -> SafeString:
    """Shows a template of `publishing/lean.py` inside one of Django's."""
    return rendered(name, **context)
