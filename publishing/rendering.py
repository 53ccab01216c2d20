"""JSON, written by the fastest hand there is."""

from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer


class JSONRenderer(BaseRenderer):
    media_type, format, charset = "application/json", "json", None

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> bytes:
        # Texts that wait for a language are in the description of the API alone.
        return b"" if data is None else orjson.dumps(data, default=str)
