"""Who somebody is, by name and password."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from accounts.models import User, plain_name


def account_named(typed: str) -> User | None:
    """Upper and lower case do not matter, unless two accounts differ by them alone.

    A database may take more names for equal than `plain_name`, by which tries are counted; those are not.
    """
    name = plain_name(typed)
    found = [
        account
        for account in User.objects.filter(username__iexact=name)[:3]
        if plain_name(account.username) == name
    ]
    exact = [account for account in found if account.username == typed]
    if exact:
        return exact[0]
    return found[0] if len(found) == 1 else None


def accounts_at(email: str) -> list[User]:
    """Staff with this e-mail address. A database may take more addresses for equal than there are mailboxes,
    such as “ı” for “i”; those are not."""
    staff = User.objects.filter(is_active=True, is_staff=True, email__iexact=email).order_by("pk")
    return [account for account in staff[:3] if account.email.lower() == email.lower()]


class StaffBackend(AuthenticationBackend):
    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        """As much work for a name nobody has, and for a disabled account, as for any other."""
        account = account_named(credentials.get("username") or "")
        password = credentials.get("password") or ""
        if account is None:
            User().set_password(password)
            return None
        is_right = account.check_password(password)
        return account if is_right and self.user_can_authenticate(account) else None

    def user_can_authenticate(self, user: Any) -> bool:
        return user.is_active and user.is_staff
