"""The frame of a page: its title, the way up from it, and what machines read."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# What would end the script element, or begin a comment in it.
JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def json_ld(data: dict[str, Any] | None) -> SafeString:
    """A block of structured data. It is no script: the security policy neither runs nor refuses it."""
    if not data:
        return mark_safe("")
    content = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).translate(JSON_ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(content),  # noqa: S308 - escaped in the line above
    )


@register.simple_block_tag
def captured(content: str) -> SafeString:
    """Keeps what is inside, in one line, for use in several places: {% captured as title %}…"""
    return mark_safe(" ".join(content.split()))  # noqa: S308 - rendered, so escaped already


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*labels_and_addresses: str) -> dict[str, Any]:
    """The way from the home page to the one above this: {% breadcrumbs label url label url %}."""
    pairs = zip(labels_and_addresses[::2], labels_and_addresses[1::2], strict=True)
    return {"crumbs": list(pairs)}
