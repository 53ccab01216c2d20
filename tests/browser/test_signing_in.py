"""Signing in as staff do: an app, a passkey, a code that was kept for bad days, an invitation."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from playwright.sync_api import expect

from accounts import invitations
from tests.browser.desk import Watch, violations
from tests.browser.desk import sign_in as open_the_desk
from tests.signing_in import PASSWORD, code, colleague, with_app, with_recovery_codes

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "eleven red boats"
DESK = "**/admin/"


@pytest.fixture
def watch(page, live_server):
    return Watch(page, live_server.url)


@pytest.fixture
def authenticator(page):
    """What a laptop with a fingerprint reader does, touched at once."""
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page, username="amal", password=PASSWORD):
    page.goto("/admin/")
    page.get_by_label("Name").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def log_out(page):
    page.goto("/admin/")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_text("You are logged out.")).to_be_visible()


def add_an_app(page):
    """The secret that it holds from then on."""
    page.get_by_role("link", name="Add an authenticator app").click()
    secret = page.locator(".sign-in-key").inner_text()
    page.get_by_label("Code that the app shows now").fill(code(secret))
    page.get_by_role("button", name="Add the app").click()
    return secret


def give(page, text):
    page.get_by_label("Code").fill(text)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_app_is_set_up_used_lost_and_replaced(page, watch, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    colleague(is_superuser=True)

    sign_in(page)
    expect(page.get_by_text("add a second factor")).to_be_visible()
    page.goto("/admin/events/event/")
    expect(page.get_by_role("heading", name="Your sign-in")).to_be_visible()
    secret = add_an_app(page)
    codes = page.locator(".sign-in-codes code").all_inner_texts()
    assert len(codes) == 10
    log_out(page)

    sign_in(page)
    give(page, code(secret, steps=1))
    page.wait_for_url(DESK)
    log_out(page)

    # The telephone is gone.
    sign_in(page)
    give(page, codes[0])
    page.wait_for_url(DESK)
    page.get_by_role("link", name="Your sign-in").click()
    expect(page.get_by_text("9 left")).to_be_visible()
    page.get_by_role("link", name="Remove the app").click()
    expect(page.get_by_text("your only second factor")).to_be_visible()
    assert watch.found == []


def test_passkey_signs_in_alone_and_after_the_password(page, watch, authenticator, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    colleague(is_superuser=True)

    sign_in(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What to call it").fill("My laptop")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    log_out(page)

    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(DESK)
    log_out(page)

    sign_in(page)
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url(DESK)

    page.goto(reverse("mfa_list_webauthn"))
    expect(page.get_by_role("heading", name="My laptop")).to_be_visible()
    page.get_by_role("link", name="Call it otherwise").click()
    page.get_by_label("What to call it").fill("The laptop of the office")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="The laptop of the office")).to_be_visible()
    assert watch.found == []


def test_passkey_that_is_not_given_is_told_and_nothing_else_happens(page, watch):
    colleague()
    page.context.add_init_script("navigator.credentials.get = () => Promise.reject(new Error('no'))")
    page.goto(reverse("account_login"))

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_text("No passkey was given.")).to_be_visible()
    assert watch.found == []


def test_colleague_is_invited_and_comes(page, live_server, watch):
    open_the_desk(page, live_server.url)
    page.goto(reverse("admin:accounts_user_changelist"))
    page.get_by_role("link", name="Invite a colleague").click()
    page.get_by_label("First name").fill("Zaynab")
    page.get_by_label("Last name").fill("Ali")
    page.get_by_label("E-mail address").fill("zaynab@example.org")
    page.get_by_label("Publisher").check()
    page.get_by_role("button", name="Invite").click()
    link = page.locator(".desk-link code").inner_text()
    log_out(page)

    page.goto(link.replace("http://localhost:8000", live_server.url))
    page.get_by_label("Password", exact=True).fill(NEW)
    page.get_by_label("Password, again").fill(NEW)
    page.get_by_role("button", name="Save the password").click()
    expect(page.get_by_text("Your password is set.")).to_be_visible()
    sign_in(page, "zaynab@example.org", NEW)

    page.wait_for_url(DESK)
    expect(page.locator("#user-tools")).to_contain_text("Zaynab")
    assert watch.found == []


OPEN = ["account_login", "account_reset_password", "account_reset_password_done", "account_inactive"]
OWN = [
    *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn"),
    *("account_change_password", "account_logout", "account_reauthenticate"),
    "admin:accounts_user_invite",
]
OF_WHO_HAS_AN_APP = [
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp", "mfa_reauthenticate"),
]


def look(page, watch, address, language):
    """Without errors, as narrow as a small phone, and for everybody."""
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(address)
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    width = page.evaluate("document.documentElement.scrollWidth")
    found = list(watch.found)
    assert (address, width, found, violations(page)) == (address, 320, [], [])
    watch.found.clear()


def enter(page):
    """In whatever language the page is."""
    page.goto(reverse("account_login"))
    page.locator("[name=login]").fill("amal")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_signing_in_is_for_everybody_and_keeps_the_policy(page, live_server, watch, language):
    amal = colleague(is_superuser=True)
    new = colleague("new", password=None, email="new@example.org")
    new.groups.add(Group.objects.get(name="Editor"))
    link = invitations.new_link(new).removeprefix("http://localhost:8000")
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    for name in OPEN:
        look(page, watch, reverse(name), language)
    look(page, watch, link, language)

    enter(page)
    page.wait_for_url(DESK)
    for name in OWN:
        look(page, watch, reverse(name), language)
    look(page, watch, reverse("admin:accounts_user_invite_again", args=[new.pk]), language)
    with_app(new)
    look(page, watch, reverse("admin:accounts_user_reset_second_factor", args=[new.pk]), language)

    with_app(amal)
    codes = with_recovery_codes(amal)
    page.context.clear_cookies(name="sessionid")
    enter(page)
    page.wait_for_url("**/security/code/")
    look(page, watch, reverse("mfa_authenticate"), language)
    page.goto(reverse("mfa_authenticate"))
    page.locator("[name=code]").fill(codes[0])
    page.locator("[name=code]").press("Enter")
    page.wait_for_url(DESK)
    for name in OF_WHO_HAS_AN_APP:
        look(page, watch, reverse(name), language)


def test_too_many_tries_are_told_on_a_page_for_everybody(page, live_server):
    page.goto(reverse("account_login"))
    for _try in range(6):
        page.locator("[name=login]").fill("amal")
        page.locator("[name=password]").fill("wrong, all of it")
        page.locator("[name=password]").press("Enter")
        page.wait_for_load_state()

    expect(page.get_by_role("heading", name="Too many tries")).to_be_visible()
    assert violations(page) == []
