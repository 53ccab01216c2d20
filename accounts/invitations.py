"""How a colleague comes to an account: by a link that works once, for three days."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import mail
from accounts.audit import note
from accounts.models import AuditEntry, Invitation, User

LIFE = timedelta(hours=72)


@transaction.atomic
def invite(*, first_name: str, last_name: str, email: str, username: str, roles: Iterable[Group]) -> User:
    """An account that nobody can sign in to yet. A link is made by `new_link`."""
    person = User(username=username, email=email, first_name=first_name, last_name=last_name, is_staff=True)
    person.set_unusable_password()
    person.full_clean(exclude=["password"])
    person.save()
    person.groups.set(roles)
    return person


def is_awaited(person: User) -> bool:
    return person.is_active and not person.has_usable_password() and person.last_login is None


@transaction.atomic
def new_link(person: User) -> str:
    """The address by which the colleague sets a password; the one before is void from now on."""
    secret = secrets.token_urlsafe(32)
    Invitation.objects.update_or_create(
        person=person, defaults={"digest": _digest(secret), "made_at": timezone.now()}
    )
    roles = list(person.groups.order_by("name").values_list("name", flat=True))
    note(AuditEntry.Action.INVITED, person, roles=roles)
    return settings.SITE_URL + reverse("account_invitation", args=[secret])


def end(person: User) -> bool:
    """Whether there was a link that worked until now."""
    deleted, _of_each = Invitation.objects.filter(person=person).delete()
    return deleted > 0


def person_invited(secret: str) -> User | None:
    invitation = _valid(secret).select_related("person").first()
    return invitation.person if invitation is not None else None


@transaction.atomic
def accept(secret: str, password: str) -> User | None:
    """Nobody, if the link was used in the meantime."""
    invitation = _valid(secret).select_for_update().first()
    if invitation is None:
        return None
    person = invitation.person
    person.set_password(password)
    person.save()
    invitation.delete()
    note(AuditEntry.Action.SIGN_IN_CHANGED, person, person=person, what="invitation accepted")
    return person


def send(person: User, link: str, language: str) -> bool:
    """Whether the message went out: whoever invites wants to know."""
    if not settings.SENDS_MAIL:
        return False
    letter = mail.message(
        "account/email/invitation.txt",
        person.email,
        {"person": person, "link": link, "hours": int(LIFE.total_seconds() // 3600)},
        language=language,
    )
    return mail.send(letter)


def _valid(secret: str):
    since = timezone.now() - LIFE
    return Invitation.objects.filter(
        digest=_digest(secret), made_at__gt=since, person__is_active=True, person__is_staff=True
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
