"""How long a request waits for a database that says nothing. What is no request waits as long as it takes.

A database of its own machine may be frozen, or gone without a word: it then refuses nothing, and whoever asks
it would hang, and with it one of the few threads that answer visitors.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Waiting:
    """In seconds, for each question."""

    # Without a word for so long, it is asked on another connection whether it is there at all.
    silence: float
    # It works, but on this for so long.
    longest: float


VISITOR = Waiting(silence=2, longest=4)
# Who has waited for an answer already, and now only asks how it is put (deploy/nginx/portal.conf).
AGAIN = Waiting(silence=0.25, longest=0.75)
# In a request's environment, where nginx asks a second time.
ASKED_AGAIN = "HTTP_X_ASKED_AGAIN"
# Who saves may have to wait for somebody else who does.
DESK = Waiting(silence=2, longest=60)

_waiting: ContextVar[Waiting | None] = ContextVar("waiting", default=None)


def waiting() -> Waiting | None:
    return _waiting.get()


def begin(limit: Waiting) -> None:
    """From now on in this thread, until `end()`: an answer may still be read after its view is done."""
    _waiting.set(limit)


def end() -> None:
    _waiting.set(None)


@contextmanager
def at_most(limit: Waiting) -> Iterator[None]:
    token = _waiting.set(limit)
    try:
        yield
    finally:
        _waiting.reset(token)
