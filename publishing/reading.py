"""Which database answers: for what visitors read, by setting, a replica of the one that is written to.

A replica is behind by a moment, and may be gone the next: see docs/adr/0056. So everything that a request
of a visitor reads comes by here; staff, commands and all that is written know only the primary.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from django.db.models import Model

log = logging.getLogger(__name__)

REPLICA = "replica"
FAILURES = (OperationalError, InterfaceError)
# Who may do what, and what was just sent: a moment ago is too late.
OF_PRIMARY_ALONE = {"accounts", "admin", "auth", "reports", "sessions"}

# In a request's environment: the number of the record's version that is known to whoever keeps the answer;
# and that the answer is not one of that version, but was read where less is known, or more.
KNOWN_NUMBER, IS_BEHIND = "portal.known_number", "portal.is_behind"

Found = TypeVar("Found")

_alias: ContextVar[str] = ContextVar("reading_alias", default=DEFAULT_DB_ALIAS)


def reading_alias() -> str:
    return _alias.get()


def reading_connection() -> Any:
    """Of this request, for statements that are not a queryset's."""
    return connections[_alias.get()]


def is_from_replica() -> bool:
    return _alias.get() == REPLICA


def has_replica() -> bool:
    return REPLICA in connections.settings


@contextmanager
def reading_from_replica() -> Iterator[None]:
    """Where there is one."""
    token = _alias.set(REPLICA if has_replica() else DEFAULT_DB_ALIAS)
    try:
        yield
    finally:
        _alias.reset(token)


def ask_again(ask: Callable[[], Found], error: Exception) -> Found:
    """The replica has failed in the middle. A new connection leads to whichever host of its list answers now;
    one that was lent may have been broken at the same moment as the first. Last, the primary."""
    log.warning("The replica failed, and is asked again: %s", str(error).strip())
    for _time in range(2):
        # What is broken does not go back among the good ones.
        connections[REPLICA].close()
        try:
            return ask()
        except FAILURES:
            continue
    connections[REPLICA].close()
    go_on_at_primary()
    return ask()


def go_on_at_primary() -> None:
    """From here on, for as long as it would have been the replica."""
    _alias.set(DEFAULT_DB_ALIAS)


def read(ask: Callable[[], Found]) -> Found:
    """What `ask` finds out, outside of a request."""
    with reading_from_replica():
        try:
            return ask()
        except FAILURES as error:
            if not is_from_replica():
                raise
            return ask_again(ask, error)


class Router:
    """Django's querysets ask it."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return DEFAULT_DB_ALIAS if model._meta.app_label in OF_PRIMARY_ALONE else _alias.get()

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        """The same rows are in both."""
        return True

    def allow_migrate(self, alias: str, app_label: str, **hints: Any) -> bool:
        return alias != REPLICA
