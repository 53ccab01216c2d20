"""The audit log: one call for whatever must be on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import AuditEntry

NAME_LENGTH = 300

# Who is at the desk in this request, and from which address.
_acting: ContextVar[tuple[Any, str | None]] = ContextVar("acting", default=(None, None))
_summed_up: ContextVar[bool] = ContextVar("summed_up", default=False)


@contextmanager
def acting(person: Any, address: str | None) -> Iterator[None]:
    token = _acting.set((person, address))
    try:
        yield
    finally:
        _acting.reset(token)


@contextmanager
def summed_up() -> Iterator[None]:
    """For a run that writes many records and puts one entry on the log for all of them, after this."""
    token = _summed_up.set(True)
    try:
        yield
    finally:
        _summed_up.reset(token)


def note(
    action: AuditEntry.Action, target: models.Model | None = None, *, person: Any = None, **details: Any
) -> AuditEntry | None:
    """Written in the transaction of what it tells of: neither stands without the other.

    `person` where it is not who is signed in; `details` are plain data, without personal data of others.
    `accounts/audit_words.py` has the words for their names.
    """
    if _summed_up.get():
        return None
    present, address = _acting.get()
    who = person or present
    is_known = who is not None and who.is_authenticated
    return AuditEntry.objects.create(
        at=timezone.now(),
        action=action,
        person_id=who.pk if is_known else None,
        person=who.get_username() if is_known else "",
        kind=target._meta.label_lower if target is not None else "",
        object_id=str(target.pk or "") if target is not None else "",
        object_name=str(target)[:NAME_LENGTH] if target is not None else "",
        address=address,
        details=details,
    )
