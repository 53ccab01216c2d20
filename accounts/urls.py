"""Addresses of signing in. The library reverses some that the portal has no page for: those answer 404."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import URLPattern, path, re_path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from accounts import views


def page(route, view, name) -> URLPattern:
    return path(route, never_cache(view), name=name)


urlpatterns = [
    page("", RedirectView.as_view(pattern_name="mfa_index"), "account_home"),
    page("login/", views.sign_in, "account_login"),
    page("logout/", account.logout, "account_logout"),
    page("inactive/", account.account_inactive, "account_inactive"),
    page("reauthenticate/", account.reauthenticate, "account_reauthenticate"),
    page("invitation/<slug:secret>/", views.invitation, "account_invitation"),
    page("password/change/", account.password_change, "account_change_password"),
    page("password/set/", account.password_set, "account_set_password"),
    page("password/reset/", views.ask_for_link, "account_reset_password"),
    page("password/reset/done/", account.password_reset_done, "account_reset_password_done"),
    page(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
    ),
    # A path's parts would not know at which of the dashes to part.
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9a-z]{1,13})-(?P<key>[0-9a-z-]{1,100})/$",
        never_cache(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    page("security/", mfa.index, "mfa_index"),
    page("security/sessions/end/", views.end_other_sessions, "account_end_other_sessions"),
    page("security/code/", mfa.authenticate, "mfa_authenticate"),
    page("security/reauthenticate/", mfa.reauthenticate, "mfa_reauthenticate"),
    page("security/app/", app.activate_totp, "mfa_activate_totp"),
    page("security/app/remove/", app.deactivate_totp, "mfa_deactivate_totp"),
    page("security/recovery-codes/", views.recovery_codes, "mfa_view_recovery_codes"),
    page("security/recovery-codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    page("security/recovery-codes/file/", views.download_recovery_codes, "mfa_download_recovery_codes"),
    page("security/passkeys/", passkeys.list_webauthn, "mfa_list_webauthn"),
    page("security/passkeys/add/", passkeys.add_webauthn, "mfa_add_webauthn"),
    page("security/passkeys/sign-in/", passkeys.login_webauthn, "mfa_login_webauthn"),
    page(
        "security/passkeys/reauthenticate/", passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"
    ),
    page("security/passkeys/<int:pk>/rename/", passkeys.edit_webauthn, "mfa_edit_webauthn"),
    page("security/passkeys/<int:pk>/remove/", views.remove_passkey, "mfa_remove_webauthn"),
    page("oidc/sso/login/", views.single_sign_on, "single_sign_on"),
    page("oidc/sso/login/callback/", views.back_from_single_sign_on, "single_sign_on_callback"),
    page("oidc/<slug:provider_id>/login/", views.nothing_here, "openid_connect_login"),
    page("oidc/<slug:provider_id>/login/callback/", views.nothing_here, "openid_connect_callback"),
    page("sso/cancelled/", views.cancelled, "socialaccount_login_cancelled"),
    page("sso/signup/", views.nothing_here, "socialaccount_signup"),
    page("sso/connections/", views.nothing_here, "socialaccount_connections"),
    page("signup/", views.nothing_here, "account_signup"),
    page("email/", views.nothing_here, "account_email"),
    page("confirm-email/", views.nothing_here, "account_email_verification_sent"),
]
