"""The door to the desk: who gets in, and what it tells whom."""

import pytest
from django.contrib.auth import hashers
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import AuditEntry, User
from tests.signing_in import PASSWORD, WRONG, colleague, is_signed_in, sign_in

OTHER = "eleven red boats"

pytestmark = pytest.mark.django_db


def test_colleague_signs_in_and_out(client):
    colleague()

    assert sign_in(client).url == reverse("admin:index")
    assert is_signed_in(client)

    client.post(reverse("admin:logout"))
    assert not is_signed_in(client)


def test_desk_leads_to_signing_in_and_back(client):
    colleague()
    wanted = reverse("admin:events_event_changelist") + "?q=a&p=1"

    response = client.get(wanted, follow=True)
    page, _status = response.redirect_chain[-1]

    assert page.startswith(reverse("account_login") + "?next=")
    back = client.post(page, {"login": "amal", "password": PASSWORD, "next": wanted})
    assert back.url == wanted


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere_by_signing_in(client, elsewhere):
    colleague()

    assert client.get(reverse("admin:login"), {"next": elsewhere}).url == reverse("account_login")
    response = client.post(
        reverse("account_login"), {"login": "amal", "password": PASSWORD, "next": elsewhere}
    )
    assert response.url == reverse("admin:index")


def answer(username):
    response = sign_in(Client(), username, WRONG)
    text = response.content.decode().replace(username, "NAME")
    # Its token differs each time.
    return response.status_code, "\n".join(line for line in text.splitlines() if "csrf" not in line)


def test_names_known_unknown_disabled_and_not_yet_come_are_answered_alike():
    colleague("known")
    colleague("gone", is_active=False)
    colleague("guest")
    User.objects.filter(username="guest").update(is_staff=False)
    colleague("invited", password=None)

    known = answer("known")

    assert {answer(name) for name in ("nobody", "gone", "guest", "invited")} == {known}


@pytest.mark.parametrize("username", ["known", "nobody", "gone", "invited"])
def test_each_name_costs_one_hash(username, monkeypatch):
    """Otherwise the time would tell what the text does not."""
    colleague("known")
    colleague("gone", is_active=False)
    colleague("invited", password=None)
    hashed = []
    encode = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher, "encode", lambda *args: hashed.append(username) or encode(*args)
    )

    sign_in(Client(), username, WRONG)

    assert hashed == [username]


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_active": True}])
def test_right_password_of_a_closed_or_foreign_account_is_wrong(client, fields):
    user = colleague()
    user.is_active = fields["is_active"]
    user.is_staff = not fields["is_active"]
    user.save()

    assert sign_in(client).status_code == 200
    assert not is_signed_in(client)


def test_name_may_be_written_large_but_belongs_to_one(client):
    colleague("amal")

    assert sign_in(client, "AMAL").status_code == 302

    colleague("Amal", password=OTHER)
    assert sign_in(Client(), "Amal", OTHER).status_code == 302
    assert sign_in(Client(), "amal").status_code == 302
    assert sign_in(Client(), "AMAL").status_code == 200


def test_nobody_makes_an_account_or_comes_by_other_doors(client):
    for name in (
        *("account_signup", "account_email", "account_email_verification_sent"),
        *("socialaccount_signup", "socialaccount_connections"),
    ):
        for method in (client.get, client.post):
            assert method(reverse(name)).status_code == 404
    for name in ("account_request_login_code", "account_signup_by_passkey", "mfa_signup_webauthn"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_pages_of_signing_in_are_kept_by_no_cache(client):
    for name in ("account_login", "account_reset_password", "account_logout"):
        response = client.get(reverse(name))
        assert "no-store" in response["Cache-Control"], name


def test_admin_s_own_pages_for_it_lead_to_ours(client):
    colleague()
    assert client.get("/admin/logout/").url == reverse("account_logout")
    sign_in(client)
    assert client.get("/admin/password_change/").url == reverse("account_change_password")
    assert client.get("/admin/password_change/done/").url == reverse("mfa_index")
    assert client.get("/accounts/", follow=True).redirect_chain[-1][0] == reverse("mfa_index")


def test_signing_in_by_get_changes_nothing(client):
    colleague()

    client.get(reverse("account_login"), {"login": "amal", "password": PASSWORD})
    assert not is_signed_in(client)

    sign_in(client)
    client.get(reverse("account_logout"))
    client.get("/admin/logout/")
    assert is_signed_in(client)


def test_public_pages_set_no_cookie_after_all_this(client):
    colleague()
    sign_in(client)

    response = client.get("/en/")

    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")


def test_desk_of_the_library_s_secrets_is_not_there(client):
    colleague(is_superuser=True)
    sign_in(client)

    apps = client.get(reverse("admin:index")).context["available_apps"]

    assert {app["app_label"] for app in apps}.isdisjoint({"account", "mfa", "socialaccount"})


def test_no_password_is_on_the_log(client):
    colleague()
    sign_in(client, "amal", WRONG)
    sign_in(client, WRONG, PASSWORD)
    sign_in(client)

    told = str(list(AuditEntry.objects.values()))
    assert [secret for secret in (WRONG, PASSWORD) if secret in told] == []
