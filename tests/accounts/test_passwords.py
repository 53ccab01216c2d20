"""Passwords: strong wherever one is set, and set anew without giving away who has an account."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts import invitations
from accounts import mail as mail_of_ours
from accounts.mail import wait_until_posted
from accounts.models import AuditEntry, User
from tests.signing_in import PASSWORD, code, colleague, is_signed_in, sign_in, with_app

pytestmark = pytest.mark.django_db
NEW = "eleven red boats"
WEAK = ["short one", "password1234", "123456789012", "amal.osman@example.org"]


@pytest.fixture
def amal():
    return colleague(email="amal.osman@example.org")


def ask(client, email="amal.osman@example.org"):
    response = client.post(reverse("account_reset_password"), {"email": email})
    wait_until_posted()
    return response


def link_in(letter):
    return re.search(r"http://localhost:8000(/accounts/\S+)", letter.body)[1]


def changing(client, user, password):
    sign_in(client)
    return client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )


def resetting(client, user, password):
    ask(client)
    form = client.get(link_in(mail.outbox[-1])).url
    return client.post(form, {"password1": password, "password2": password})


def invited(client, user, password):
    user.set_unusable_password()
    user.save()
    link = invitations.new_link(user).removeprefix("http://localhost:8000")
    return client.post(link, {"new_password1": password, "new_password2": password})


WAYS = [changing, resetting, invited]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("password", WEAK)
def test_weak_password_is_refused_wherever_one_is_set(client, amal, way, password):
    assert way(client, amal, password).status_code == 200

    assert not User.objects.get(pk=amal.pk).check_password(password)


@pytest.mark.parametrize("way", WAYS)
def test_strong_password_is_taken_and_told(client, amal, way):
    assert way(client, amal, NEW).status_code == 302

    assert User.objects.get(pk=amal.pk).check_password(NEW)
    assert AuditEntry.objects.filter(action="sign_in_changed", object_id=str(amal.pk)).count() == 1


def test_link_sets_another_password_once(client, amal):
    ask(client)
    link = link_in(mail.outbox[0])
    assert mail.outbox[0].to == ["amal.osman@example.org"]
    form = client.get(link).url
    assert "set-password" in form

    client.post(form, {"password1": NEW, "password2": NEW})

    assert sign_in(Client(), "amal", NEW).status_code == 302
    again = Client().get(link)
    assert "not valid any more" in again.content.decode()


def test_link_is_good_for_two_hours(client, amal, settings):
    ask(client)
    assert settings.PASSWORD_RESET_TIMEOUT == 2 * 60 * 60
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert "not valid any more" in client.get(link_in(mail.outbox[0])).content.decode()


def test_another_password_ends_all_sessions_and_leaves_the_second_factor(client, amal):
    there = Client()
    sign_in(there)
    secret = with_app(amal)

    resetting(client, amal, NEW)

    assert not is_signed_in(there)
    assert not is_signed_in(client)
    sign_in(client, "amal", NEW)
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert is_signed_in(client)


def test_link_is_not_for_a_mailbox_that_only_the_database_takes_for_the_same(client):
    # PostgreSQL writes both letters as “I”; they are two domains.
    colleague(email="amal@migration.example.org")

    ask(client, "amal@m\u0131gration.example.org")

    assert mail.outbox == []


def without_password():
    colleague("invited", password=None, email="invited@example.org")
    return "invited@example.org"


def disabled():
    colleague("gone", is_active=False, email="gone@example.org")
    return "gone@example.org"


@pytest.mark.parametrize("somebody", [lambda: "nobody@example.org", disabled, without_password])
def test_asking_gives_nothing_away(somebody, amal):
    email = somebody()
    known, unknown = ask(Client()), ask(Client(), email)

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [letter.to for letter in mail.outbox] == [["amal.osman@example.org"]]
    assert AuditEntry.objects.count() == 0


@pytest.mark.parametrize("email", ["amal.osman@example.org", "nobody@example.org"])
def test_asking_takes_as_much_work_for_everybody(client, amal, email, monkeypatch):
    """What differs happens after the answer."""
    written = []
    write = mail_of_ours.message
    monkeypatch.setattr(
        mail_of_ours, "message", lambda *args, **more: written.append(1) or write(*args, **more)
    )

    with CaptureQueriesContext(connection) as queries:
        ask(client, email)

    assert (len(written), len(queries)) == (1, 10)


@pytest.mark.parametrize("email", ["amal.osman@example.org", "nobody@example.org"])
def test_asking_is_limited_alike_for_everybody(amal, email):
    answers = [ask(Client(REMOTE_ADDR=f"192.0.2.{number}"), email).status_code for number in range(1, 7)]

    assert answers == [302] * 5 + [429]


def test_letter_is_in_the_language_of_the_page(client, amal):
    client.cookies["django_language"] = "fr"
    with translation.override("fr"):
        subject = translation.gettext("Another password for the desk of the Khartoum Process")

    ask(client)

    assert mail.outbox[0].subject == subject


def test_portal_that_sends_no_mail_says_whom_to_ask(client, amal, settings):
    settings.SENDS_MAIL = False

    page = client.get(reverse("account_reset_password")).content.decode()

    assert "ask an administrator" in page
    assert 'name="email"' not in page
    assert ask(client).status_code == 404
    assert mail.outbox == []


def test_mail_server_that_is_away_is_nobody_s_business_but_the_log_s(client, amal, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1

    assert ask(client).status_code == 302
    assert "could not be sent" in caplog.text
