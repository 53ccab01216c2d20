"""A colleague comes to an account by a link that works once, for three days."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts import invitations
from accounts.models import AuditEntry, Invitation, User
from tests.html_forms import fields_of
from tests.publishing.test_pending_at_once import at_once
from tests.signing_in import colleague, sign_in
from tests.staff import signed_in, signed_in_with

pytestmark = pytest.mark.django_db
NEW = "eleven red boats"


def entered(**other):
    editor = Group.objects.get(name="Editor")
    return {
        "first_name": "Zaynab",
        "last_name": "Ali",
        "email": "Zaynab.Ali@example.org",
        "roles": [editor.pk],
        "language": "en",
        **other,
    }


def invite(desk=None, **other):
    """The page that answers, and the link on it."""
    page = (desk or signed_in("nadia")).post(reverse("admin:accounts_user_invite"), entered(**other))
    return page, (page.context or {}).get("link", "").removeprefix("http://localhost:8000")


def come(link, password=NEW):
    return Client().post(link, {"new_password1": password, "new_password2": password})


def test_colleague_is_invited_comes_and_signs_in():
    page, link = invite()

    person = User.objects.get(username="zaynab.ali@example.org")
    assert (person.get_full_name(), person.email) == ("Zaynab Ali", "Zaynab.Ali@example.org")
    assert [group.name for group in person.groups.all()] == ["Editor"]
    assert not person.has_usable_password()
    assert link in page.content.decode()
    assert "no-store" in page["Cache-Control"]

    assert Client().get(link).status_code == 200
    assert come(link).url == reverse("account_login")
    assert sign_in(Client(), "zaynab.ali@example.org", NEW).url == reverse("admin:index")


def test_letter_holds_the_link_in_the_chosen_language():
    _page, link = invite(language="fr")

    [letter] = mail.outbox
    assert letter.to == ["Zaynab.Ali@example.org"]
    assert link in letter.body
    with translation.override("fr"):
        assert letter.subject == translation.gettext("Your account at the desk of the Khartoum Process")


def test_link_is_void_once_used():
    _page, link = invite()
    come(link)

    for answer in (Client().get(link), come(link, "twelve blue boats")):
        assert answer.status_code == 410
    assert User.objects.get(username="zaynab.ali@example.org").check_password(NEW)


def test_link_is_void_after_three_days():
    _page, link = invite()
    Invitation.objects.update(made_at=Invitation.objects.get().made_at - timedelta(hours=72))

    assert Client().get(link).status_code == 410
    assert come(link).status_code == 410


def test_link_is_void_when_a_new_one_is_sent():
    desk = signed_in("nadia")
    _page, link = invite(desk)
    person = User.objects.get(username="zaynab.ali@example.org")

    page = desk.post(reverse("admin:accounts_user_invite_again", args=[person.pk]), {"language": "ar"})

    newer = page.context["link"].removeprefix("http://localhost:8000")
    assert Client().get(link).status_code == 410
    assert come(newer).status_code == 302
    assert len(mail.outbox) == 2


def test_link_is_void_while_the_account_is_disabled():
    _page, link = invite()
    person = User.objects.get(username="zaynab.ali@example.org")
    person.is_active = False
    person.save()

    assert come(link).status_code == 410


def test_link_is_kept_nowhere():
    _page, link = invite()
    secret = link.rstrip("/").rpartition("/")[2]

    assert len(secret) > 40
    assert secret not in str(list(Invitation.objects.values())) + str(list(AuditEntry.objects.values()))


def test_guessing_links_is_limited():
    answers = [Client().get(reverse("account_invitation", args=[f"guess{n}"])).status_code for n in range(21)]

    assert answers == [410] * 20 + [429]


def test_log_tells_who_invited_whom_and_that_they_came():
    _page, link = invite()
    come(link)
    person = User.objects.get(username="zaynab.ali@example.org")

    about = AuditEntry.objects.filter(object_id=str(person.pk)).order_by("pk")
    told = [(entry.action, entry.person) for entry in about]
    assert told == [
        ("permissions_changed", "nadia"),
        ("invited", "nadia"),
        ("sign_in_changed", "zaynab.ali@example.org"),
    ]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "amal@EXAMPLE.org"}, "There is an account with this address."),
        ({"email": "o’brien"}, "valid email"),
        ({"email": "o'brien@example.org"}, "letters, digits"),
        ({"first_name": ""}, "required"),
        ({"roles": ["999"]}, "Select a valid choice"),
        ({"language": "de"}, "Select a valid choice"),
    ],
)
def test_wrong_entry_is_told_and_makes_no_account(wrong, words):
    colleague(email="Amal@example.org")
    desk = signed_in("nadia")

    page, _link = invite(desk, **wrong)

    assert words in page.content.decode()
    assert User.objects.count() == 2
    assert mail.outbox == []


def test_only_who_may_add_accounts_invites():
    desk = signed_in_with("accounts.view_user", "accounts.change_user")

    assert desk.get(reverse("admin:accounts_user_invite")).status_code == 403
    assert invite(desk)[0].status_code == 403
    assert User.objects.count() == 1


def test_accounts_are_made_in_no_other_way():
    desk = signed_in("nadia")
    address = reverse("admin:accounts_user_add")

    assert desk.get(address).url == reverse("admin:accounts_user_invite")
    desk.post(address, {"username": "forged", "password1": NEW, "password2": NEW})

    assert [user.username for user in User.objects.all()] == ["nadia"]
    assert reverse("admin:accounts_user_invite") in desk.get(reverse("admin:accounts_user_changelist")).text


def test_who_has_come_is_not_invited_again():
    amal = colleague(email="amal@example.org")
    desk = signed_in("nadia")
    address = reverse("admin:accounts_user_invite_again", args=[amal.pk])

    assert desk.get(address).status_code == 404
    assert desk.post(address, {"language": "en"}).status_code == 404
    assert Invitation.objects.count() == 0
    assert address not in desk.get(reverse("admin:accounts_user_change", args=[amal.pk])).text


def test_portal_without_mail_shows_the_link_and_says_that_none_was_sent(settings):
    settings.SENDS_MAIL = False

    page, link = invite()

    assert "No message could be sent" in page.content.decode()
    assert mail.outbox == []
    assert come(link).status_code == 302


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_link_at_the_same_moment_one_comes_in():
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 (only here)

    _page, link = invite()

    def one(password):
        try:
            return come(link, password).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(one, [NEW, "twelve blue boats"]))

    assert answers == [302, 410]
    assert invitations.is_awaited(User.objects.get(username="zaynab.ali@example.org")) is False


@pytest.mark.parametrize("changed", ["email", "username", "last_name"])
def test_link_ends_when_the_address_that_it_was_sent_to_is_corrected(changed):
    desk = signed_in("nadia")
    _page, link = invite(desk)
    person = User.objects.get(username="zaynab.ali@example.org")
    address = reverse("admin:accounts_user_change", args=[person.pk])
    data = fields_of(desk.get(address), "user_form")
    data[changed] = "zaynab@example.org"

    told = desk.post(address, data, follow=True).content.decode()

    is_void = changed != "last_name"
    assert ("link of the invitation is void" in told) is is_void
    assert (person_invited_by(link) is None) is is_void


def person_invited_by(link):
    return invitations.person_invited(link.rstrip("/").rpartition("/")[2])


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_of_two_who_invite_the_same_colleague_at_once_is_told():
    Group.objects.get_or_create(name="Editor")
    desks = [signed_in(name) for name in ("nadia", "omar")]
    sent = entered()

    answers = at_once(
        *(lambda desk=desk: desk.post(reverse("admin:accounts_user_invite"), sent) for desk in desks)
    )

    [refused] = [answer.context_data["form"] for answer in answers if "form" in answer.context_data]
    assert refused.errors == {"email": ["There is an account with this address."]}
    assert User.objects.filter(email="Zaynab.Ali@example.org").count() == 1
