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
