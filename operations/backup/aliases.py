"""Databases besides the portal's own, which models can read for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.db.utils import load_backend


@contextmanager
def known_as(alias: str, **changed: Any) -> Iterator[str]:
    """As the portal's own, but for what is changed; by that alias until the block ends."""
    settings = {**connections["default"].settings_dict, **changed}
    # One connection, that ends with the block.
    options = {name: value for name, value in settings["OPTIONS"].items() if name != "pool"}
    settings |= {"OPTIONS": options, "CONN_MAX_AGE": 0}
    connection = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, alias)
    try:
        connection.ensure_connection()
        connections.databases[alias] = settings
        connections[alias] = connection
        yield alias
    finally:
        connection.close()
        if alias in connections.databases:
            del connections[alias]
            del connections.databases[alias]


@contextmanager
def as_default(connection: Any) -> Iterator[None]:
    """What knows only the portal's own database, as migrations that write rows do, works on that one."""
    own = connections["default"]
    connections["default"] = connection
    try:
        yield
    finally:
        connections["default"] = own
