"""A link by which somebody who has an account sets another password. Nobody else types one for them."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.http import int_to_base36

from accounts import mail
from accounts.audit import note
from accounts.models import AuditEntry, User

LETTER = "account/email/password_reset.txt"


def may_reset(user: User) -> bool:
    """Who has not come yet waits for an invitation."""
    return user.is_active and user.is_staff and user.has_usable_password()


def link_for(user: User) -> str:
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": int_to_base36(user.pk), "key": key})
    return settings.SITE_URL + path


def letter_for(user: User, *, language: str | None = None, from_colleague: bool = False) -> EmailMessage:
    context = {"user": user, "link": link_for(user), "from_colleague": from_colleague}
    return mail.message(LETTER, user.email, context, language=language)


@transaction.atomic
def send_link(person: User, language: str) -> str:
    """For a colleague. Returns the link only where no message went out, to be passed on by hand: whoever
    has it can sign in as them, if no second factor is asked for."""
    note(AuditEntry.Action.SIGN_IN_CHANGED, person, what="password link sent")
    if settings.SENDS_MAIL and person.email:
        letter = letter_for(person, language=language, from_colleague=True)
        if mail.send(letter):
            return ""
    return link_for(person)
