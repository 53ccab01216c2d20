"""Addresses of signing in. The library reverses some that the portal has no page for: those answer 404."""

from django.urls import URLPattern, path, re_path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from accounts.when_asked import when_asked

OURS = "accounts.views"
ACCOUNT = "allauth.account.views"
MFA = "allauth.mfa.base.views"
APP = "allauth.mfa.totp.views"
CODES = "allauth.mfa.recovery_codes.views"
PASSKEYS = "allauth.mfa.webauthn.views"


def page(route, view, name) -> URLPattern:
    return path(route, never_cache(when_asked(view)), name=name)


urlpatterns = [
    path("", never_cache(RedirectView.as_view(pattern_name="mfa_index")), name="account_home"),
    page("login/", f"{OURS}.sign_in", "account_login"),
    page("logout/", f"{ACCOUNT}.logout", "account_logout"),
    page("inactive/", f"{ACCOUNT}.account_inactive", "account_inactive"),
    page("reauthenticate/", f"{ACCOUNT}.reauthenticate", "account_reauthenticate"),
    page("invitation/<slug:secret>/", f"{OURS}.invitation", "account_invitation"),
    page("password/change/", f"{ACCOUNT}.password_change", "account_change_password"),
    page("password/set/", f"{ACCOUNT}.password_set", "account_set_password"),
    page("password/reset/", f"{OURS}.ask_for_link", "account_reset_password"),
    page("password/reset/done/", f"{ACCOUNT}.password_reset_done", "account_reset_password_done"),
    page(
        "password/reset/key/done/",
        f"{ACCOUNT}.password_reset_from_key_done",
        "account_reset_password_from_key_done",
    ),
    # A path's parts would not know at which of the dashes to part.
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9a-z]{1,13})-(?P<key>[0-9a-z-]{1,100})/$",
        never_cache(when_asked(f"{ACCOUNT}.password_reset_from_key")),
        name="account_reset_password_from_key",
    ),
    page("security/", f"{MFA}.index", "mfa_index"),
    page("security/sessions/end/", f"{OURS}.end_other_sessions", "account_end_other_sessions"),
    page("security/code/", f"{MFA}.authenticate", "mfa_authenticate"),
    page("security/reauthenticate/", f"{MFA}.reauthenticate", "mfa_reauthenticate"),
    page("security/app/", f"{APP}.activate_totp", "mfa_activate_totp"),
    page("security/app/remove/", f"{APP}.deactivate_totp", "mfa_deactivate_totp"),
    page("security/recovery-codes/", f"{OURS}.recovery_codes", "mfa_view_recovery_codes"),
    page("security/recovery-codes/new/", f"{CODES}.generate_recovery_codes", "mfa_generate_recovery_codes"),
    page("security/recovery-codes/file/", f"{OURS}.download_recovery_codes", "mfa_download_recovery_codes"),
    page("security/passkeys/", f"{PASSKEYS}.list_webauthn", "mfa_list_webauthn"),
    page("security/passkeys/add/", f"{PASSKEYS}.add_webauthn", "mfa_add_webauthn"),
    page("security/passkeys/sign-in/", f"{PASSKEYS}.login_webauthn", "mfa_login_webauthn"),
    page(
        "security/passkeys/reauthenticate/",
        f"{PASSKEYS}.reauthenticate_webauthn",
        "mfa_reauthenticate_webauthn",
    ),
    page("security/passkeys/<int:pk>/rename/", f"{PASSKEYS}.edit_webauthn", "mfa_edit_webauthn"),
    page("security/passkeys/<int:pk>/remove/", f"{OURS}.remove_passkey", "mfa_remove_webauthn"),
    page("oidc/sso/login/", f"{OURS}.single_sign_on", "single_sign_on"),
    page("oidc/sso/login/callback/", f"{OURS}.back_from_single_sign_on", "single_sign_on_callback"),
    page("oidc/<slug:provider_id>/login/", f"{OURS}.nothing_here", "openid_connect_login"),
    page("oidc/<slug:provider_id>/login/callback/", f"{OURS}.nothing_here", "openid_connect_callback"),
    page("sso/cancelled/", f"{OURS}.cancelled", "socialaccount_login_cancelled"),
    page("sso/signup/", f"{OURS}.nothing_here", "socialaccount_signup"),
    page("sso/connections/", f"{OURS}.nothing_here", "socialaccount_connections"),
    page("signup/", f"{OURS}.nothing_here", "account_signup"),
    page("email/", f"{OURS}.nothing_here", "account_email"),
    page("confirm-email/", f"{OURS}.nothing_here", "account_email_verification_sent"),
]
