"""Which database answers: for what visitors read, by setting, a replica of the one that is written to.

A replica is behind by a moment, and may be gone the next: see docs/adr/0050. So everything that a request
of a visitor reads comes by here; staff, commands and all that is written know only the primary.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from django.db.models import Model

log = logging.getLogger(__name__)

REPLICA = "replica"
FAILURES = (OperationalError, InterfaceError)
# In seconds. For so long the primary is asked once the replica has failed: the next would fare no better.
PAUSE = 1.0
# Who may do what, and what was just sent: a moment ago is too late.
OF_PRIMARY_ALONE = {"accounts", "admin", "auth", "reports", "sessions"}

# In a request's environment: the number of the record's version that is known to whoever keeps the answer;
# and that the answer was read where it is not known yet.
KNOWN_NUMBER, IS_BEHIND = "portal.known_number", "portal.is_behind"

Found = TypeVar("Found")

_alias: ContextVar[str] = ContextVar("reading_alias", default=DEFAULT_DB_ALIAS)
_paused_until = 0.0


def reading_connection() -> Any:
    """Of this request, for statements that are not a queryset's."""
    return connections[_alias.get()]


def is_from_replica() -> bool:
    return _alias.get() == REPLICA


def has_replica() -> bool:
    return REPLICA in connections.settings


@contextmanager
def reading_from_replica() -> Iterator[None]:
    """Where there is one, and it has not failed a moment ago."""
    may_ask = has_replica() and monotonic() >= _paused_until
    token = _alias.set(REPLICA if may_ask else DEFAULT_DB_ALIAS)
    try:
        yield
    finally:
        _alias.reset(token)


def leave_replica(error: Exception) -> None:
    """It has failed in the middle: this request goes on with the primary, and the next ones begin there."""
    global _paused_until
    log.warning("The replica failed, and the primary is asked instead: %s", str(error).strip())
    _paused_until = monotonic() + PAUSE
    _alias.set(DEFAULT_DB_ALIAS)
    # A connection that is broken does not go back among the good ones.
    connections[REPLICA].close()


def read(ask: Callable[[], Found]) -> Found:
    """What `ask` finds out, outside of a request."""
    with reading_from_replica():
        try:
            return ask()
        except FAILURES as error:
            if not is_from_replica():
                raise
            leave_replica(error)
            return ask()


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
