import secrets
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

SESSION_SALT = "accounts.sessions"


def new_session_mark() -> str:
    return secrets.token_hex(8)


def plain_name(typed: str) -> str:
    """One spelling for all that are taken for the same name when signing in."""
    return unicodedata.normalize("NFKC", typed).casefold().strip()


class User(AbstractUser):
    """A member of the secretariat's staff. Our own model from the first day: it cannot be swapped later."""

    # Each session is made for the mark of its time; another mark ends them all, for good.
    session_mark = models.CharField(max_length=16, default=new_session_mark, editable=False)

    class Meta(AbstractUser.Meta):
        permissions = [
            ("handle_personal_data", _("Can correct or erase what is kept about a person")),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="user_email_is_of_one_person",
                violation_error_message=_("Another account has this e-mail address."),
            ),
        ]

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        if not self.is_active:
            # So that nobody who was signed in comes back when the account is enabled again.
            self.session_mark = new_session_mark()
            if update_fields is not None:
                update_fields = {*update_fields, "session_mark"}
        super().save(*args, update_fields=update_fields, **options)

    def end_sessions(self) -> None:
        self.session_mark = new_session_mark()
        self.save(update_fields=["session_mark"])

    def get_session_auth_hash(self) -> str:
        return self._session_hash()

    def get_session_auth_fallback_hash(self) -> Iterable[str]:
        return (self._session_hash(secret) for secret in settings.SECRET_KEY_FALLBACKS)

    def _session_hash(self, secret: str | bytes | None = None) -> str:
        """Another password ends all sessions, and so does another mark."""
        value = f"{self.session_mark}:{self.password}"
        return salted_hmac(SESSION_SALT, value, secret=secret, algorithm="sha256").hexdigest()
