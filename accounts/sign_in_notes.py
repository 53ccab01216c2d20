"""Who signed in and out, and whose sign-in was refused, as Django tells it, on the audit log.

Never a password; and no name that belongs to nobody, for people type their passwords there.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Q

from accounts.audit import note
from accounts.models import AuditEntry, User

NAMES = ("username", "email", "login")
LONGEST = 254


def connect() -> None:
    user_logged_in.connect(signed_in, dispatch_uid="accounts.audit")
    user_logged_out.connect(signed_out, dispatch_uid="accounts.audit")
    user_login_failed.connect(refused, dispatch_uid="accounts.audit")


def signed_in(sender: Any, user: User, **_others: Any) -> None:
    note(AuditEntry.Action.SIGNED_IN, person=user)


def signed_out(sender: Any, user: User | None, **_others: Any) -> None:
    if user is not None:
        note(AuditEntry.Action.SIGNED_OUT, person=user)


def refused(sender: Any, credentials: dict[str, Any], **_others: Any) -> None:
    person = _known(credentials)
    what = {"of": credentials["factor"]} if "factor" in credentials else {}
    if person is None:
        note(AuditEntry.Action.SIGN_IN_REFUSED, account="unknown", **what)
    else:
        note(
            AuditEntry.Action.SIGN_IN_REFUSED,
            person=person,
            account="active" if person.is_active else "disabled",
            **what,
        )


def _known(credentials: dict[str, Any]) -> User | None:
    name = next((credentials[key] for key in NAMES if credentials.get(key)), "")
    if not name or "\0" in name or len(name) > LONGEST:
        return None
    return get_user_model().objects.filter(Q(username=name) | Q(email__iexact=name)).order_by("pk").first()
