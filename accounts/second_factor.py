"""What besides the password shows that it is really them."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.http import HttpRequest

from accounts.audit import note
from accounts.models import AuditEntry, User

# Recovery codes alone are none: they stand in for one of these.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_one(user: Any) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def is_last(authenticator: Authenticator) -> bool:
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
    return not others.exclude(pk=authenticator.pk).exists()


def is_missing(request: HttpRequest) -> bool:
    """Whether this person has to set one up before anything else."""
    if not settings.SECOND_FACTOR_REQUIRED or vouched_for(request, request.user):
        return False
    return not has_one(request.user)


def vouched_for(request: HttpRequest, user: Any) -> bool:
    """Whether the organisation that signed this person in has asked for one itself."""
    return settings.OIDC_HAS_SECOND_FACTOR and any(
        record["method"] == "socialaccount" for record in get_authentication_records(request, user)
    )


def refused(request: HttpRequest, user: Any, factor: str) -> None:
    """A wrong one is a sign-in refused, and graver than a wrong password: that was right. Told as Django
    tells of passwords, so that whoever listens hears of both. `user` is None where nobody was named."""
    credentials = {"username": user.get_username()} if user is not None else {}
    user_login_failed.send(__name__, credentials={**credentials, "factor": factor}, request=request)


@transaction.atomic
def reset(colleague: User) -> None:
    """For somebody who has lost all of it. Whoever holds what was lost is signed out with it."""
    Authenticator.objects.filter(user=colleague).delete()
    colleague.end_sessions()
    note(AuditEntry.Action.SIGN_IN_CHANGED, colleague, what="second factor reset")
