"""Single sign-on: whom the organisation vouches for comes to the account with that address, no other."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers import registry
from django.urls import reverse

from accounts.models import AuditEntry, User
from tests.openid import CLIENT, SECRET, Provider
from tests.signing_in import code, colleague, is_signed_in, sign_in, with_app

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings):
    with Provider() as provider:
        settings.OIDC_ISSUER = provider.issuer
        settings.OIDC_NAME = "The Commission"
        app = {
            "provider_id": "sso",
            "name": "The Commission",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": provider.issuer, "oauth_pkce_enabled": True},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        provider.person = {"sub": "1", "email": "amal@example.org", "email_verified": True}
        yield provider


def go(client, **data):
    """To the organisation and back, as a browser would: the address that leads back is answered."""
    leaving = client.post(reverse("single_sign_on"), data)
    there = requests.get(leaving.context["address"], allow_redirects=False, timeout=5)
    back = urlsplit(there.headers["Location"])
    return client.get(back.path, parse_qs(back.query))


def test_account_with_the_verified_address_is_signed_in(client, provider):
    amal = colleague(email="Amal@Example.org")
    wanted = reverse("admin:events_event_changelist")

    assert go(client, next=wanted).url == wanted

    assert client.get(reverse("admin:index")).context["user"] == amal
    assert amal.check_password("nine green lanterns")
    assert SocialAccount.objects.count() == 0


def test_first_to_come_in_a_process_that_began_for_visitors_is_signed_in(client, provider, monkeypatch):
    """What it takes is not loaded there before."""
    monkeypatch.setattr(registry, "loaded", False)
    monkeypatch.setattr(registry, "provider_map", {})
    colleague(email="amal@example.org")

    go(client)

    assert is_signed_in(client)


def test_login_page_offers_it_and_leads_there_by_a_page_of_its_own(client, provider):
    assert "Sign in with The Commission" in client.get(reverse("account_login")).content.decode()

    leaving = client.post(reverse("single_sign_on"))

    assert leaving.status_code == 200
    assert leaving["Refresh"] == f"0; url={leaving.context['address']}"
    assert leaving.context["address"].startswith(f"{provider.issuer}/authorize?")
    assert "form-action 'self';" in leaving["Content-Security-Policy"] + ";"
    assert client.get(reverse("single_sign_on")).status_code == 405


@pytest.mark.parametrize(
    ("person", "account"),
    [
        ({"email": "stranger@example.org"}, {}),
        ({"email_verified": False}, {}),
        ({"email_verified": None}, {}),
        # PostgreSQL takes one for the other.
        ({"email": "amal@m\u0131gration.example.org"}, {"email": "amal@migration.example.org"}),
        ({"email": ""}, {"email": ""}),
        ({}, {"is_active": False}),
    ],
)
def test_nobody_else_gets_in_and_no_account_is_made(client, provider, person, account):
    colleague(**{"email": "amal@example.org", **account})
    provider.person |= person

    response = go(client)

    assert response.status_code == 403
    assert not is_signed_in(client)
    assert User.objects.count() == 1
    [entry] = AuditEntry.objects.all()
    assert (entry.action, entry.details) == ("sign_in_refused", {"why": "single sign-on: no such account"})


def test_account_that_is_not_staff_does_not_get_in(client, provider):
    User.objects.create_user("guest", email="amal@example.org")

    assert go(client).status_code == 403
    assert not is_signed_in(client)


def test_nobody_ties_their_own_account_to_another(client, provider):
    """The library could connect what comes back to whoever is signed in."""
    colleague(email="amal@example.org")
    client.force_login(colleague("nadia", email="nadia@example.org"))

    leaving = client.post(reverse("single_sign_on") + "?process=connect")
    there = requests.get(leaving.context["address"], allow_redirects=False, timeout=5)
    back = urlsplit(there.headers["Location"])
    response = client.get(back.path, parse_qs(back.query))

    assert response.status_code == 403
    assert SocialAccount.objects.count() == 0


def test_second_factor_is_asked_for_all_the_same(client, provider):
    secret = with_app(colleague(email="amal@example.org"))

    assert go(client).url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert is_signed_in(client)


def test_second_factor_is_forced_on_who_comes_this_way_without_a_password(client, provider, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    colleague(email="amal@example.org", password=None)

    go(client)

    assert client.get(reverse("admin:index")).url == reverse("mfa_index")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_organisation_that_asks_for_one_itself_is_believed_where_we_say_so(client, provider, settings):
    settings.SECOND_FACTOR_REQUIRED = settings.OIDC_HAS_SECOND_FACTOR = True
    amal = colleague(email="amal@example.org")
    with_app(amal)

    go(client)
    assert is_signed_in(client)

    client.logout()
    assert sign_in(client).url == reverse("mfa_authenticate")


def test_answer_nobody_asked_for_signs_nobody_in(client, provider):
    colleague(email="amal@example.org")

    for query in ({"code": "made-up", "state": "made-up"}, {"state": "made-up"}, {}):
        response = client.get(reverse("single_sign_on_callback"), query)
        assert response.url == reverse("account_login")
    assert not is_signed_in(client)


def test_code_that_the_organisation_does_not_know_signs_nobody_in(client, provider):
    colleague(email="amal@example.org")
    leaving = client.post(reverse("single_sign_on"))
    state = parse_qs(urlsplit(leaving.context["address"]).query)["state"][0]

    response = client.get(reverse("single_sign_on_callback"), {"code": "made-up", "state": state})

    assert response.url == reverse("account_login")
    assert not is_signed_in(client)


def test_nothing_of_it_is_there_where_it_is_not_set_up(client):
    assert client.post(reverse("single_sign_on")).status_code == 404
    assert client.get(reverse("single_sign_on_callback")).status_code == 404
    assert client.get("/accounts/oidc/other/login/").status_code == 404
    assert "single_sign_on" not in client.get(reverse("account_login")).content.decode()
