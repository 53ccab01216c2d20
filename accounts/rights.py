"""What one account may do, before and after a change; and the last who keeps accounts goes on doing so."""

from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from accounts.audit import note
from accounts.models import AuditEntry, User
from accounts.roles import ADMINISTRATOR

# Whoever gets hold of these may sign in, or have a new password sent.
NAMES = ("username", "email")

# Invited, and never came: the rule of `invitations.is_awaited` for rows of those who may sign in.
AWAITED = models.Q(password__startswith=UNUSABLE_PASSWORD_PREFIX, last_login=None)


@dataclass(frozen=True)
class Rights:
    names: dict[str, str]
    groups: frozenset[str]
    permissions: frozenset[str]
    is_active: bool
    is_superuser: bool


def rights_of(user: User) -> Rights:
    """As they are stored, whatever a form has done with the object."""
    stored = User.objects.get(pk=user.pk)
    single = stored.user_permissions.select_related("content_type")
    return Rights(
        names={name: getattr(stored, name) for name in NAMES},
        groups=frozenset(stored.groups.values_list("name", flat=True)),
        permissions=frozenset(f"{one.content_type.app_label}.{one.codename}" for one in single),
        is_active=stored.is_active,
        is_superuser=stored.is_superuser,
    )


NONE = Rights({}, frozenset(), frozenset(), is_active=False, is_superuser=False)


def note_change(user: User, before: Rights = NONE) -> None:
    """Put on the audit log what the account has gained and lost, if anything."""
    after = rights_of(user)
    details = {
        "gained": sorted((after.groups - before.groups) | (after.permissions - before.permissions)),
        "lost": sorted((before.groups - after.groups) | (before.permissions - after.permissions)),
        "renamed": [name for name in NAMES if before.names and after.names[name] != before.names[name]],
    }
    told = {key: value for key, value in details.items() if value}
    if before.is_active != after.is_active:
        told["active"] = after.is_active
    if before.is_superuser != after.is_superuser:
        told["superuser"] = after.is_superuser
    if told:
        note(AuditEntry.Action.PERMISSIONS_CHANGED, user, **told)


def refuse_to_lose_the_last(user: User) -> None:
    """For an account that is to keep accounts no longer. Waits for others who do the same at this moment."""
    # Whoever else would take the other of two last accounts away waits here, and then sees what was done.
    list(Group.objects.select_for_update().filter(name=ADMINISTRATOR.name))
    if not keepers_of_accounts().exclude(pk=user.pk).exists():
        raise ValidationError(
            _("Nobody would be left who keeps accounts. Make somebody else an administrator first."),
            code="last",
        )


def keepers_of_accounts() -> models.QuerySet[User]:
    """Who can let others in, and has come."""
    keepers = models.Q(is_superuser=True) | models.Q(groups__name=ADMINISTRATOR.name)
    return User.objects.filter(keepers, is_active=True).exclude(AWAITED).distinct()


def keeps_accounts(user: User) -> bool:
    """As stored."""
    rights = rights_of(user)
    return rights.is_active and (rights.is_superuser or ADMINISTRATOR.name in rights.groups)
