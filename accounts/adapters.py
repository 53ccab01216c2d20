"""What the portal decides where django-allauth asks."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers import registry
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import mail, second_factor, throttle
from accounts.audit import note
from accounts.backends import account_named, accounts_at
from accounts.clients import address_of, remember_browser
from accounts.models import AuditEntry, User

# How long ago somebody may have shown who they are to change how they sign in.
RECENT_SECONDS = 5 * 60


class SecondFactorStage(AuthenticateStage):
    def _should_handle(self, request: HttpRequest) -> bool:
        return super()._should_handle(request) and not second_factor.vouched_for(request, self.login.user)


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Name and password do not fit together."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right, or has been used already. Wait for the next one."),
        "invalid_password_reset": _("This link is not valid any more."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["accounts.adapters.SecondFactorStage"]

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Of signing in and of showing again who one is."""
        username = credentials.get("username", "")
        tried = throttle.sign_in(request, username, account_named(username))
        user = super().authenticate(request, **credentials)
        if user is not None:
            tried.succeeded()
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """The library's own limit, which each worker counts for itself."""

    def reauthenticate(self, user: Any, password: str) -> bool:
        found = self.authenticate(self.request, username=user.get_username(), password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Signing in counts as having shown who one is; so does having no other way to show it."""
        user = self.request.user
        records = get_authentication_records(self.request, user)
        if records and timezone.now().timestamp() - records[-1]["at"] < RECENT_SECONDS:
            return False
        return bool(get_reauthentication_flows(user))

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        words = {
            "reauthenticate": _("With your password"),
            "mfa_reauthenticate": _("With a code"),
            "mfa_reauthenticate:webauthn": _("With a passkey"),
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in methods]

    def pre_login(self, request: HttpRequest, user: Any, **login: Any) -> HttpResponse | None:
        """Whatever way somebody comes: only staff, and only while the account stands."""
        if not (user.is_active and user.is_staff):
            clear_login(request)
            return redirect("account_inactive")
        return None

    def post_login(self, request: HttpRequest, user: Any, **login: Any) -> HttpResponse:
        response = super().post_login(request, user, **login)
        remember_browser(request, response, user)
        return response

    @transaction.atomic
    def set_password(self, user: Any, password: str) -> None:
        super().set_password(user, password)
        note(AuditEntry.Action.SIGN_IN_CHANGED, user, person=user, what="password changed")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request) or ""

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict | None = None, email: str | None = None
    ) -> None:
        """So that who did not do it themselves hears of it."""
        what = template_prefix.rpartition("/")[2]
        if what in FACTOR_CHANGES:
            note(AuditEntry.Action.SIGN_IN_CHANGED, user, person=user, what=what.replace("_", " "))
        if user.email and settings.SENDS_MAIL:
            told = {
                "user": user,
                "what": (FACTOR_CHANGES | PASSWORD_CHANGES)[what],
                "at": timezone.now(),
                "address": address_of(self.request),
            }
            mail.post(mail.message("account/email/sign_in_changed.txt", user.email, told))


# By the name of the library's message.
FACTOR_CHANGES = {
    "totp_activated": _("An authenticator app was added."),
    "totp_deactivated": _("The authenticator app was removed."),
    "webauthn_added": _("A passkey was added."),
    "webauthn_removed": _("A passkey was removed."),
    "recovery_codes_generated": _("New recovery codes were made; the old ones are void."),
}
PASSWORD_CHANGES = {
    "password_changed": _("Your password was changed."),
    "password_set": _("Your password was set."),
    "password_reset": _("Your password was changed by a link sent to this address."),
}


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _(
            "This is your only second factor, and the portal needs one. Add another first."
        ),
        "cannot_generate_recovery_codes": _(
            "Recovery codes stand in for a second factor. Add an authenticator app or a passkey first."
        ),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not (settings.SECOND_FACTOR_REQUIRED and second_factor.is_last(authenticator))

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002 (the library's)
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)s") % {"number": count + 1}

    def _get_site_name(self) -> str:
        return settings.MFA_TOTP_ISSUER


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    def get_provider(self, *args: Any, **kwargs: Any) -> Any:
        # Where visitors are served it was not loaded at the start: khartoum/when_asked.py.
        registry.load()
        return super().get_provider(*args, **kwargs)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The account with that verified address, looked up each time; no tie to the organisation is kept."""
        verified = [row.email for row in sociallogin.email_addresses if row.verified and row.email]
        found = [user for email in verified for user in accounts_at(email)]
        if len(found) != 1 or sociallogin.state.get("process") != "login":
            note(AuditEntry.Action.SIGN_IN_REFUSED, why="single sign-on: no such account")
            raise ImmediateHttpResponse(render(request, "socialaccount/no_account.html", status=403))
        sociallogin.user = found[0]

    def on_authentication_error(self, request: HttpRequest, provider: Any, **about: Any) -> None:
        messages.error(
            request, _("Signing in with %(name)s did not work. Please try again.") % {"name": provider.name}
        )
        raise ImmediateHttpResponse(redirect("account_login"))
