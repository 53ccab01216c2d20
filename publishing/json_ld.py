"""What machines read of a page: a block of structured data at its end."""

from typing import Any

import orjson
from django.utils.safestring import SafeString

# What would end the script element, or begin a comment in it.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def json_ld(data: dict[str, Any] | None) -> SafeString:
    """It is no script: the security policy neither runs nor refuses it."""
    if not data:
        return SafeString()
    content = orjson.dumps(data, default=str).decode().translate(ESCAPES)
    return SafeString(f'<script type="application/ld+json">{content}</script>')
