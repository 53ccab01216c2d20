"""An app, a passkey, recovery codes: asked of who has one, and forced where the portal needs one."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.mail import wait_until_posted
from accounts.models import AuditEntry
from tests.signing_in import (
    code,
    colleague,
    factors,
    is_signed_in,
    other_code,
    sign_in,
    with_app,
    with_recovery_codes,
)
from tests.staff import signed_in_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def amal():
    return colleague(email="amal@example.org", first_name="Amal")


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def with_passkey(user, name="Laptop"):
    """As far as being counted goes; a browser test signs in with a real one."""
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": name, "credential": {}}
    )


def give(client, text):
    return client.post(reverse("mfa_authenticate"), {"code": text})


def test_code_of_the_app_is_asked_for_after_the_password(client, amal):
    secret = with_app(amal)

    assert sign_in(client).url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    assert give(client, code(secret)).url == reverse("admin:index")
    assert is_signed_in(client)


def test_code_is_good_half_a_minute_either_way_and_no_longer(client, amal):
    secret = with_app(amal)
    for steps, is_good in ((-3, False), (3, False), (1, True)):
        sign_in(client)
        give(client, code(secret, steps=steps))
        assert is_signed_in(client) == is_good


def test_code_works_once(client, amal):
    secret = with_app(amal)
    used = code(secret, steps=1)
    sign_in(client)
    give(client, used)

    for spelling in (used, f"{used[:3]} {used[3:]}", f"{used[:3]}-{used[3:]}"):
        # As another worker would answer.
        cache.clear()
        stranger = Client()
        sign_in(stranger)
        give(stranger, spelling)
        assert not is_signed_in(stranger), spelling


def test_a_wrong_factor_is_a_sign_in_refused_and_names_whose_it_was_to_be(client, amal, required):
    sign_in(client)
    client.post(reverse("mfa_activate_totp"), {"code": "12345"})
    secret = with_app(amal)
    used = code(secret)
    for typed in (used, used, other_code(secret)):
        stranger = Client()
        sign_in(stranger)
        give(stranger, typed)
    begun = Client()
    begun.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    begun.post(reverse("mfa_login_webauthn"), {"credential": NO_CREDENTIALS[-1]})

    refused = AuditEntry.objects.filter(action=AuditEntry.Action.SIGN_IN_REFUSED).order_by("pk")
    assert list(refused.values_list("person", "details")) == [
        ("amal", {"account": "active", "of": "code"}),
        ("amal", {"account": "active", "of": "code"}),
        ("", {"account": "unknown", "of": "passkey"}),
    ]


def test_code_page_opens_to_nobody_without_a_password(client):
    assert client.get(reverse("mfa_authenticate")).url == reverse("account_login")
    assert give(client, "123456").url == reverse("account_login")


def test_recovery_code_stands_in_for_the_app_once(client, amal):
    with_app(amal)
    first, *_others = with_recovery_codes(amal)

    sign_in(client)
    assert give(client, first).url == reverse("admin:index")

    again = Client()
    sign_in(again)
    give(again, first)
    assert not is_signed_in(again)


def test_account_without_second_factor_sees_nothing_of_the_desk_until_it_has_one(client, amal, required):
    amal.is_superuser = True
    amal.save()
    sign_in(client)
    addresses = [
        reverse("admin:index"),
        reverse("admin:events_event_changelist"),
        reverse("admin:events_event_add"),
        reverse("admin:autocomplete") + "?app_label=events&model_name=event&field_name=themes&term=a",
        reverse("admin:jsi18n"),
        "/admin/nowhere/",
    ]
    for address in addresses:
        for method in (client.get, client.post, client.put, client.delete, client.head):
            assert method(address).headers.get("Location") == reverse("mfa_index"), address

    page = client.get(reverse("mfa_index"))
    assert "add a second factor" in page.content.decode()
    assert page.status_code == 200

    with_app(amal)
    assert is_signed_in(client)
    assert "add a second factor" not in client.get(reverse("mfa_index")).content.decode()


def test_recovery_codes_alone_are_no_second_factor(client, amal, required):
    with_recovery_codes(amal)
    sign_in(client)

    assert not is_signed_in(client)


def test_local_portal_does_without(client, amal):
    sign_in(client)

    assert is_signed_in(client)


def test_app_is_added_with_the_code_it_shows_and_brings_recovery_codes(client, amal, required):
    sign_in(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r"sign-in-key[^>]*>(\w+)<", page.content.decode())[1]

    assert client.post(reverse("mfa_activate_totp"), {"code": "12345"}).status_code == 200
    assert factors(amal) == []

    response = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})

    assert response.url == reverse("mfa_view_recovery_codes")
    assert factors(amal) == ["recovery_codes", "totp"]
    assert client.get(response.url).content.decode().count("<li><code>") == 10
    assert is_signed_in(client)


def test_recovery_codes_are_read_and_saved_without_changing_anything(client, amal):
    with_app(amal)
    codes = with_recovery_codes(amal)
    before = list(Authenticator.objects.order_by("pk").values())
    client.force_login(amal)
    session = client.session
    # As if just signed in with it.
    session["account_authentication_methods"] = [{"method": "mfa", "at": 9_999_999_999}]
    session["account_authentication_methods_user"] = str(amal.pk)
    session.save()

    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    file = client.get(reverse("mfa_download_recovery_codes"))

    assert [text for text in codes if text not in page] == []
    assert file.content.decode().split()[-10:] == codes
    assert file["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert list(Authenticator.objects.order_by("pk").values()) == before


def test_who_signed_in_long_ago_shows_again_who_it_is(client, amal):
    secret = with_app(amal)
    with_recovery_codes(amal)
    sign_in(client)
    give(client, code(secret))
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()

    for name in ("mfa_view_recovery_codes", "mfa_download_recovery_codes", "mfa_deactivate_totp"):
        response = client.get(reverse(name))
        assert response.url.startswith(reverse("account_reauthenticate")), name
    client.post(reverse("mfa_deactivate_totp"))
    assert "totp" in factors(amal)


def test_last_second_factor_is_not_removed_where_one_is_needed(client, amal, required):
    secret = with_app(amal)
    sign_in(client)
    give(client, code(secret))

    page = client.post(reverse("mfa_deactivate_totp"))
    assert "your only second factor" in page.content.decode()
    assert factors(amal) == ["totp"]

    passkey = with_passkey(amal)
    client.post(reverse("mfa_deactivate_totp"))
    assert factors(amal) == ["webauthn"]

    client.post(reverse("mfa_remove_webauthn", args=[passkey.pk]))
    assert factors(amal) == ["webauthn"]


NO_CREDENTIALS = [
    *("", "{}", "[]", "5", '"x"', "null", '{"response": 5}'),
    '{"id": "a", "rawId": "a", "type": "public-key", "response": {}}',
    '{"id": "a", "rawId": "a", "type": "public-key", "response": {"clientDataJSON": "e30",'
    ' "signature": "AA", "attestationObject": "AA", "authenticatorData": "AA", "userHandle": "AA"}}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {"clientDataJSON": "bm90",'
    ' "signature": "AA", "attestationObject": "oA", "authenticatorData": "AA", "userHandle": null}}',
]


@pytest.mark.parametrize("sent", NO_CREDENTIALS)
def test_what_is_no_passkey_is_refused_with_a_word(client, amal, sent):
    with_app(amal)
    begun = Client()
    begun.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert begun.post(reverse("mfa_login_webauthn"), {"credential": sent}).url == reverse("account_login")
    sign_in(client)
    client.get(reverse("mfa_authenticate"))
    assert client.post(reverse("mfa_authenticate"), {"credential": sent}).status_code == 200
    other = Client()
    nadia = colleague("nadia")
    sign_in(other, "nadia")
    other.get(reverse("mfa_add_webauthn"))
    answer = other.post(reverse("mfa_add_webauthn"), {"credential": sent, "name": "Mine"})

    assert 'class="errorlist' in answer.content.decode()
    assert factors(nadia) == []
    assert not is_signed_in(begun)


def test_passkeys_of_others_are_not_there(client, amal):
    theirs = with_passkey(colleague("nadia"))
    sign_in(client)

    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.get(reverse(name, args=[theirs.pk])).status_code == 404
        assert client.post(reverse(name, args=[theirs.pk]), {"name": "Mine"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.data["name"] == "Laptop"


def test_owner_is_told_of_each_change_and_so_is_the_log(client, amal):
    secret = with_app(amal)
    sign_in(client)
    give(client, code(secret))

    client.post(reverse("mfa_deactivate_totp"))

    wait_until_posted()
    [letter] = mail.outbox
    assert letter.to == ["amal@example.org"]
    assert "The authenticator app was removed." in letter.body
    assert "127.0.0.1" in letter.body
    [entry] = AuditEntry.objects.filter(action="sign_in_changed")
    assert (entry.person, entry.details) == ("amal", {"what": "totp deactivated"})


def reset_of(user):
    return reverse("admin:accounts_user_reset_second_factor", args=[user.pk])


def test_administrator_resets_a_colleague_s_second_factor_and_ends_their_sessions(amal, client):
    secret = with_app(amal)
    with_recovery_codes(amal)
    with_passkey(amal)
    sign_in(client)
    give(client, code(secret))
    desk = signed_in_as_administrator()

    assert desk.get(reset_of(amal)).status_code == 200
    assert is_signed_in(client)
    desk.post(reset_of(amal))

    assert factors(amal) == []
    assert not is_signed_in(client)
    assert sign_in(client).url == reverse("admin:index")
    entry = AuditEntry.objects.get(action="sign_in_changed", object_id=str(amal.pk))
    assert (entry.person, entry.details) == ("nadia", {"what": "second factor reset"})


def signed_in_as_administrator():
    nadia = colleague("nadia")
    nadia.groups.add(nadia.groups.model.objects.get(name="Administrator"))
    desk = Client()
    desk.force_login(nadia)
    return desk


def test_nobody_else_resets_it():
    other = colleague("zaynab")
    with_app(other)
    desk = signed_in_with("accounts.view_user")

    for method in (desk.get, desk.post):
        assert method(reset_of(other)).status_code == 403
    assert factors(other) == ["totp"]


def test_administrator_resets_neither_their_own_nor_that_of_who_may_do_everything(amal):
    desk = signed_in_as_administrator()
    nadia = amal.__class__.objects.get(username="nadia")
    with_app(nadia)
    amal.is_superuser = True
    amal.save()
    with_app(amal)

    assert desk.post(reset_of(nadia)).url == reverse("mfa_index")
    assert desk.post(reset_of(amal)).status_code == 403

    assert factors(nadia) == factors(amal) == ["totp"]
