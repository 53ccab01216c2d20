"""The forms of signing in: django-allauth's, counted by our own limits and in our own words."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth import forms as auth
from django.contrib.auth.tokens import default_token_generator
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts import mail, second_factor, throttle
from accounts.adapters import AccountAdapter
from accounts.backends import accounts_at
from accounts.models import User
from accounts.passwords import letter_for, may_reset

PASSWORD_HELP = _(
    "At least 12 characters, not only digits, and none of the common ones. A few words are easy to remember."
)
# Longer ones would only cost time to hash.
PASSWORD_LENGTH = 1000
CODE_LENGTH = 20
NAME_LENGTH = 80


class InOurWords:
    """Says what a field is for above it, where it stays while one types."""

    labels: dict[str, Any] = {}
    help_texts: dict[str, Any] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, "")
            if isinstance(field.widget, forms.PasswordInput):
                no_longer_than(field, PASSWORD_LENGTH)


def no_longer_than(field: forms.Field, length: int) -> None:
    field.validators.append(MaxLengthValidator(length))
    field.widget.attrs["maxlength"] = str(length)


class NewPassword(InOurWords):
    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password, again"),
    }
    help_texts = {"password1": PASSWORD_HELP}


class SignInForm(InOurWords, account.LoginForm):
    labels = {"login": _("Name"), "password": _("Password")}
    help_texts = {
        "login": _("The one you were given with your account; for most it is their e-mail address.")
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    labels = {"password": _("Password")}


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):
    def clean_oldpassword(self) -> str:
        """Whoever sits down at a computer left open has no more tries than at the door."""
        request = context.request
        tried = throttle.sign_in(request, self.user.get_username(), self.user)
        password = super().clean_oldpassword()
        tried.succeeded()
        return password


class SetPasswordForm(NewPassword, account.SetPasswordForm):
    pass


class ResetPasswordKeyForm(NewPassword, account.ResetPasswordKeyForm):
    pass


class InvitedPasswordForm(InOurWords, auth.SetPasswordForm):
    labels = {"new_password1": _("Password"), "new_password2": _("Password, again")}
    help_texts = {"new_password1": PASSWORD_HELP}


class ResetTokenForm(account.UserTokenForm):
    token_generator = default_token_generator

    def _get_user(self, uidb36: str | None) -> User | None:
        user = super()._get_user(uidb36) if uidb36 else None
        return user if user is not None and may_reset(user) else None


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    labels = {"email": _("E-mail address")}

    def clean_email(self) -> str:
        throttle.asked_for_mail(context.request, self.cleaned_data["email"])
        return self.cleaned_data["email"]

    def save(self, request: Any, **options: Any) -> str:
        """As much work for an address nobody has; only what happens after the answer differs."""
        email = self.cleaned_data["email"]
        known = next(filter(may_reset, accounts_at(email)), None)
        letter = letter_for(known or User(pk=0, email=email))
        if known is not None:
            mail.post(letter)
        return email


@contextmanager
def told_when_wrong(user: User | None, factor: str) -> Iterator[None]:
    try:
        yield
    except forms.ValidationError:
        second_factor.refused(context.request, user, factor)
        raise


class CountedCode(InOurWords):
    """A code of the app, or a recovery code: six digits are soon guessed if nobody counts."""

    labels = {"code": _("Code")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        no_longer_than(self.fields["code"], CODE_LENGTH)
        self.fields["code"].widget.attrs |= {
            "inputmode": "numeric",
            "autocapitalize": "none",
            "spellcheck": "false",
            "dir": "ltr",
        }

    def clean_code(self) -> str:
        tried = throttle.second_factor(context.request, self.user)
        with self.told_when_wrong():
            code = self._clean_once()
        tried.succeeded()
        return code

    def told_when_wrong(self) -> AbstractContextManager[None]:
        return told_when_wrong(self.user, "code")

    def _clean_once(self) -> str:
        code = super().clean_code()
        authenticator = getattr(self, "authenticator", None)
        if (
            authenticator is not None
            and authenticator.type == Authenticator.Type.TOTP
            and not throttle.is_first_use(self.user, normalize_user_code(code))
        ):
            # The library remembers used codes in each worker for itself.
            raise forms.ValidationError(AccountAdapter.error_messages["incorrect_code"])
        return code


class CodeForm(CountedCode, mfa.AuthenticateForm):
    pass


class ReauthenticateCodeForm(CountedCode, mfa.ReauthenticateForm):
    pass


class ActivateAppForm(CountedCode, totp.ActivateTOTPForm):
    labels = {"code": _("Code that the app shows now")}

    def told_when_wrong(self) -> AbstractContextManager[None]:
        """Who is adding an app has shown who they are."""
        return nullcontext()


@contextmanager
def what_a_browser_sends() -> Iterator[None]:
    """The library reads it as if it could not be anything else."""
    try:
        yield
    except (forms.ValidationError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise forms.ValidationError(_("This passkey was not accepted. Please try again.")) from error


class CountedPasskey:
    def clean_credential(self) -> Authenticator:
        request = context.request
        tried = (
            throttle.second_factor(request, self.user)
            if self.user
            else throttle.from_address(request, "passkey")
        )
        with told_when_wrong(self.user, "passkey"), what_a_browser_sends():
            authenticator = super().clean_credential()
        tried.succeeded()
        return authenticator


class PasskeyForm(CountedPasskey, webauthn.AuthenticateWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(CountedPasskey, webauthn.ReauthenticateWebAuthnForm):
    pass


class PasskeySignInForm(CountedPasskey, webauthn.LoginWebAuthnForm):
    pass


class AddPasskeyForm(InOurWords, webauthn.AddWebAuthnForm):
    labels = {
        "name": _("What to call it"),
        "passwordless": _("Sign in with it alone, without name and password"),
    }
    help_texts = {
        "name": _("For example the device it is kept on."),
        "passwordless": _("It then asks for your fingerprint, face or PIN. Some older security keys cannot."),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        no_longer_than(self.fields["name"], NAME_LENGTH)
        self.fields["passwordless"].initial = True

    def clean(self) -> dict:
        with what_a_browser_sends():
            return super().clean()


class RenamePasskeyForm(InOurWords, webauthn.EditWebAuthnForm):
    labels = {"name": _("What to call it")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        no_longer_than(self.fields["name"], NAME_LENGTH)
