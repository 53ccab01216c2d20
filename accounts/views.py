"""Pages of signing in that django-allauth does not have, or that the portal does differently."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from allauth.account.views import LoginView, PasswordResetView
from allauth.account.views import logout as sign_out
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts import invitations, throttle
from accounts.adapters import SecondFactorAdapter
from accounts.audit import note
from accounts.forms import InvitedPasswordForm
from accounts.models import AuditEntry

SSO = "sso"


def nothing_here(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """A library asks for its address; the portal has no use for the page."""
    raise Http404


class SignInView(LoginView):
    def get_context_data(self, **context: Any) -> dict:
        return super().get_context_data(
            **context, single_sign_on=settings.OIDC_NAME if settings.OIDC_ISSUER else ""
        )


sign_in = SignInView.as_view()


def from_the_desk(request: HttpRequest) -> HttpResponse:
    """The desk sends whoever is not signed in to its own address for that."""
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return redirect("account_login")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': wanted})}")


def out_of_the_desk(request: HttpRequest) -> HttpResponse:
    return sign_out(request) if request.method == "POST" else redirect("account_logout")


class AskForLinkView(PasswordResetView):
    """Where no messages can be sent, the page says whom to ask instead."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.SENDS_MAIL:
            raise Http404
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **context: Any) -> dict:
        return super().get_context_data(**context, sends_mail=settings.SENDS_MAIL)


ask_for_link = AskForLinkView.as_view()


@sensitive_post_parameters()
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    tried = throttle.from_address(request, "invitation")
    person = invitations.person_invited(secret)
    if person is None:
        return render(request, "account/invitation_void.html", status=410)
    tried.succeeded()
    form = InvitedPasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if invitations.accept(secret, form.cleaned_data["new_password1"]) is None:
            return render(request, "account/invitation_void.html", status=410)
        messages.success(request, _("Your password is set. Sign in with it now."))
        return redirect("account_login")
    return render(request, "account/invitation.html", {"form": form, "person": person})


@require_POST
@login_required
@transaction.atomic
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    request.user.end_sessions()
    update_session_auth_hash(request, request.user)
    note(AuditEntry.Action.SIGN_IN_CHANGED, request.user, what="other sessions ended")
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("mfa_index")


def _unused_codes(request: HttpRequest) -> list[str]:
    found = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    if found is None:
        raise Http404
    return found.wrap().get_unused_codes()


@require_safe
@login_required
@reauthentication_required(app="allauth.mfa")
def recovery_codes(request: HttpRequest) -> HttpResponse:
    return render(request, "mfa/recovery_codes/index.html", {"codes": _unused_codes(request)})


@require_safe
@login_required
@reauthentication_required(app="allauth.mfa")
def download_recovery_codes(request: HttpRequest) -> HttpResponse:
    response = render(
        request,
        "mfa/recovery_codes/download.txt",
        {"codes": _unused_codes(request), "site_address": settings.SITE_URL},
        content_type="text/plain; charset=utf-8",
    )
    response.headers["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return response


class RemovePasskeyView(RemoveWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        adapter = SecondFactorAdapter()
        if not adapter.can_delete_authenticator(self.object):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)


remove_passkey = RemovePasskeyView.as_view()


@require_POST
def single_sign_on(request: HttpRequest) -> HttpResponse:
    """Leads there by a page of its own: the security policy lets no form lead to other sites."""
    if not settings.OIDC_ISSUER:
        raise Http404
    response = openid_connect.login(request, provider_id=SSO)
    if response.status_code != 302 or response.url.startswith("/"):
        return response
    leaving = render(
        request, "socialaccount/leaving.html", {"address": response.url, "name": settings.OIDC_NAME}
    )
    leaving.headers["Refresh"] = f"0; url={response.url}"
    return leaving


def back_from_single_sign_on(request: HttpRequest) -> HttpResponse:
    if not settings.OIDC_ISSUER:
        raise Http404
    return openid_connect.callback(request, provider_id=SSO)


def cancelled(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("You have not signed in."))
    return redirect("account_login")
