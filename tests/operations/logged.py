"""What the log holds, as production writes it."""

import io
import json
import logging
from contextlib import contextmanager

from operations.logs.formats import JSONLines, OfRequest


@contextmanager
def logged(formatter=JSONLines):
    """A list that is filled when the block is left: of lines as they are, or of what their JSON says."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter())
    handler.addFilter(OfRequest())
    root, of_requests = logging.getLogger(), logging.getLogger("portal.requests")
    before = of_requests.level
    root.addHandler(handler)
    of_requests.setLevel(logging.INFO)
    lines = []
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        of_requests.setLevel(before)
    text = stream.getvalue()
    lines += [json.loads(line) for line in text.splitlines()] if formatter is JSONLines else [text]
