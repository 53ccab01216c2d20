"""Databases besides the portal's own, which models can read for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections


@contextmanager
def known_as(alias: str, **changed: Any) -> Iterator[str]:
    """As the portal's own, but for what is changed; by that alias until the block ends."""
    settings = {**connections["default"].settings_dict, **changed}
    # One connection, that ends with the block.
    options = {name: value for name, value in settings["OPTIONS"].items() if name != "pool"}
    connections.databases[alias] = {**settings, "OPTIONS": options, "CONN_MAX_AGE": 0}
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]
