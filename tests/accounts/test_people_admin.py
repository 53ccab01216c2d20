"""Accounts and roles on the desk: who may give what to whom, and what is told of it."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.invitations import invite, is_awaited
from accounts.models import AuditEntry, User
from accounts.rights import rights_of
from accounts.roles import ADMINISTRATOR, AUDITOR, EDITOR, PUBLISHER, ROLES
from tests.html_forms import fields_of
from tests.staff import client_of, person_with

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/user/"
LONG = "orange-lamp-over-the-nile"
ROLES_PAGE = reverse("admin:accounts_user_roles")


def page_of(user):
    return reverse("admin:accounts_user_change", args=[user.pk])


def keys_of(*roles):
    return [
        str(key)
        for key in Group.objects.filter(name__in=[role.name for role in roles]).values_list("pk", flat=True)
    ]


def sent(client, user, **changes):
    """The form of the account as the browser would send it, with these changes. None: not sent at all."""
    fields = fields_of(client.get(page_of(user)), "user_form")
    for name, value in changes.items():
        fields.pop(name, None)
        if value is not None:
            fields[name] = value
    return client.post(page_of(user), fields)


def told():
    entries = AuditEntry.objects.filter(action="permissions_changed").order_by("pk")
    return list(entries.values_list("person", "object_name", "details"))


@pytest.fixture
def admin(db):
    return person_with(ADMINISTRATOR, name="hiwot")


@pytest.fixture
def amal(db):
    return person_with(EDITOR, name="amal")


def test_an_administrator_gives_and_takes_roles(admin, amal):
    response = sent(client_of(admin), amal, roles=keys_of(PUBLISHER))

    assert response.status_code == 302
    assert [group.name for group in amal.groups.all()] == ["Publisher"]
    assert told() == [("hiwot", "amal", {"gained": ["Publisher"], "lost": ["Editor"]})]


def test_disabling_an_account_is_told(admin, amal):
    sent(client_of(admin), amal, is_active=None)

    amal.refresh_from_db()
    assert not amal.is_active
    assert told() == [("hiwot", "amal", {"active": False})]


def test_another_address_for_new_passwords_is_told(admin, amal):
    sent(client_of(admin), amal, email="somebody@else.example")

    assert told() == [("hiwot", "amal", {"renamed": ["email"]})]


def test_saving_without_a_change_is_not_told(admin, amal):
    sent(client_of(admin), amal)

    assert told() == []


def test_a_form_opened_before_a_colleague_saved_gives_nothing_back(admin, amal):
    client = client_of(admin)
    opened = fields_of(client.get(page_of(amal)), "user_form")
    amal.groups.clear()

    answer = client.post(page_of(amal), {**opened, "email": "amal@khartoum.example"})

    text = answer.content.decode()
    assert (rights_of(amal).groups, rights_of(amal).names["email"]) == (frozenset(), "")
    assert "A colleague has changed this meanwhile" in text
    # Beside the roles that would come back stands that there are none. The address is nobody else's change.
    assert text.count("Saved now:") == text.count("Saved now: (empty)") == 1
    shown = fields_of(answer, "user_form")
    assert (shown["roles"], shown["email"]) == (keys_of(EDITOR), ["amal@khartoum.example"])
    client.post(page_of(amal), {**shown, "roles": keys_of(AUDITOR)})
    assert (rights_of(amal).groups, rights_of(amal).names["email"]) == ({"Auditor"}, "amal@khartoum.example")


def test_the_roles_that_a_colleague_has_given_are_named(admin, amal):
    client = client_of(admin)
    opened = fields_of(client.get(page_of(amal)), "user_form")
    amal.groups.set(Group.objects.filter(name__in=["Publisher", "Auditor"]))

    answer = client.post(page_of(amal), opened)

    labels = ", ".join(str(role.label) for role in ROLES if role in (PUBLISHER, AUDITOR))
    assert f"Saved now: {labels}" in answer.content.decode()
    assert told() == []


def test_each_role_is_explained_beside_its_box(admin, amal):
    page = client_of(admin).get(page_of(amal)).content.decode()

    for role in ROLES:
        assert str(role.explanation) in page


@pytest.mark.parametrize("who", ["amal", "hiwot"])
def test_an_administrator_makes_nobody_one_who_may_do_everything(admin, amal, who):
    person = {"amal": amal, "hiwot": admin}[who]
    interns = Group.objects.create(name="Interns")
    publish = Permission.objects.get(codename="publish_event")
    before = rights_of(person)

    sent(client_of(admin), person, is_superuser="on", user_permissions=[publish.pk], groups=[interns.pk])

    assert rights_of(person) == before


def test_an_administrator_cannot_change_one_who_may_do_everything(admin):
    nadia = User.objects.create_superuser("nadia", email="nadia@khartoum.example")
    before = rights_of(nadia)
    client = client_of(admin)

    page = client.get(page_of(nadia))
    answers = [
        client.post(page_of(nadia), {"username": "nadia", "email": "hiwot@khartoum.example"}).status_code,
        client.post(
            f"{LIST}{nadia.pk}/password/", {"password1": "x" * 20, "password2": "x" * 20}
        ).status_code,
    ]

    assert page.status_code == 200
    assert "_save" not in page.content.decode()
    assert answers == [403, 403]
    assert rights_of(nadia) == before
    assert not User.objects.get(pk=nadia.pk).has_usable_password()


def test_whoever_may_do_everything_gives_what_is_beyond_roles(amal):
    nadia = User.objects.create_superuser("nadia")
    interns = Group.objects.create(name="Interns")

    sent(client_of(nadia), amal, is_superuser="on", groups=[str(interns.pk)])

    assert set(amal.groups.values_list("name", flat=True)) == {"Editor", "Interns"}
    assert told() == [("nadia", "amal", {"gained": ["Interns"], "superuser": True})]


def test_a_group_that_is_no_role_stays_when_an_administrator_saves(admin, amal):
    amal.groups.add(Group.objects.create(name="Interns"))

    sent(client_of(admin), amal, roles=keys_of(AUDITOR))

    assert set(amal.groups.values_list("name", flat=True)) == {"Auditor", "Interns"}


@pytest.mark.parametrize("change", [{"roles": []}, {"is_active": None}])
def test_the_last_who_keeps_accounts_goes_on_doing_so(change):
    hiwot, almaz = person_with(ADMINISTRATOR, name="hiwot"), person_with(ADMINISTRATOR, name="almaz")
    client = client_of(hiwot)

    first = sent(client, almaz, **change)
    second = sent(client, hiwot, **change)

    assert (first.status_code, second.status_code) == (302, 200)
    assert rights_of(hiwot).groups == {"Administrator"}
    assert rights_of(hiwot).is_active


def test_a_disabled_administrator_does_not_count(admin):
    User.objects.filter(pk=person_with(ADMINISTRATOR, name="almaz").pk).update(is_active=False)

    response = sent(client_of(admin), admin, roles=keys_of(EDITOR))

    assert "Nobody would be left" in response.content.decode()
    assert rights_of(admin).groups == {"Administrator"}


@pytest.mark.parametrize(("came", "is_refused"), [(None, True), (timezone.now(), False)])
def test_an_administrator_who_was_invited_and_never_came_does_not_count(admin, came, is_refused):
    almaz = invite(
        first_name="Almaz",
        last_name="Bekele",
        email="almaz@khartoum.example",
        username="almaz",
        roles=Group.objects.filter(name=ADMINISTRATOR.name),
    )
    User.objects.filter(pk=almaz.pk).update(last_login=came)
    almaz.refresh_from_db()

    response = sent(client_of(admin), admin, roles=keys_of(EDITOR))

    assert ("Nobody would be left" in response.content.decode()) == is_refused == is_awaited(almaz)
    # Whoever never came can be disabled, of course.
    assert sent(client_of(User.objects.create_superuser("nadia")), almaz, is_active=None).status_code == 302


def test_nobody_disables_the_account_they_are_signed_in_with(admin):
    person_with(ADMINISTRATOR, name="almaz")

    response = sent(client_of(admin), admin, is_active=None)

    assert "signed in with" in response.content.decode()
    assert rights_of(admin).is_active


def test_nobody_is_deleted():
    nadia, amal = User.objects.create_superuser("nadia"), person_with(EDITOR, name="amal")
    client = client_of(nadia)

    assert client.post(f"{LIST}{amal.pk}/delete/", {"post": "yes"}).status_code == 403
    answer = client.post(LIST, {"action": "delete_selected", "_selected_action": [amal.pk], "post": "yes"})

    assert answer.status_code in {200, 302}
    assert User.objects.filter(pk=amal.pk).exists()


def test_an_auditor_sees_accounts_and_changes_none(amal):
    client = client_of(person_with(AUDITOR, name="samira"))

    page = client.get(page_of(amal))
    forged = client.post(page_of(amal), {"username": "amal", "is_active": "on", "roles": keys_of(PUBLISHER)})

    assert page.status_code == 200
    assert "Editor" in page.content.decode()
    assert forged.status_code == 403
    assert rights_of(amal).groups == {"Editor"}


# Passwords


def sign_in_entries():
    entries = AuditEntry.objects.filter(action="sign_in_changed").order_by("pk")
    return list(entries.values_list("person", "object_name", "details"))


def test_nobody_types_a_password_for_a_colleague(admin, amal):
    before = User.objects.get(pk=amal.pk).password
    data = {"usable_password": "true", "password1": LONG, "password2": LONG, "set-password": "1"}

    for client in (client_of(admin), client_of(User.objects.create_superuser("nadia"))):
        for answer in (
            client.get(f"{LIST}{amal.pk}/password/"),
            client.post(f"{LIST}{amal.pk}/password/", data),
        ):
            assert answer.status_code == 403
            assert reverse("admin:accounts_user_password_link", args=[amal.pk]) in answer.content.decode()
    assert client.get(f"{LIST}x/password/").status_code == 404

    assert (User.objects.get(pk=amal.pk).password, sign_in_entries()) == (before, [])


def test_a_link_to_set_a_new_password_is_sent_and_shown_to_nobody_else(admin, amal):
    User.objects.filter(pk=amal.pk).update(email="amal@khartoum.example")
    desk, address = client_of(admin), reverse("admin:accounts_user_password_link", args=[amal.pk])
    assert address in desk.get(page_of(amal)).content.decode()
    assert (desk.get(address).status_code, mail.outbox) == (200, [])

    answer = desk.post(address, {"language": "fr"}, follow=True)

    [letter] = mail.outbox
    link = re.search(r"http://localhost:8000(/accounts/\S+)", letter.body)[1]
    assert (letter.to, link in answer.content.decode()) == (["amal@khartoum.example"], False)
    assert sign_in_entries() == [("hiwot", "amal", {"what": "password link sent"})]
    amals = Client()
    form = amals.get(link).url
    amals.post(form, {"password1": LONG, "password2": LONG})
    assert User.objects.get(pk=amal.pk).check_password(LONG)


def test_where_no_message_goes_out_the_link_is_passed_on_by_hand(admin, amal, settings):
    settings.SENDS_MAIL = False

    page = client_of(admin).post(
        reverse("admin:accounts_user_password_link", args=[amal.pk]), {"language": "en"}
    )

    link = page.context["link"].removeprefix("http://localhost:8000")
    assert (link in page.content.decode(), "no-store" in page["Cache-Control"]) == (True, True)
    assert "set-password" in Client().get(link).url


def test_no_link_goes_to_who_has_not_come_yet_is_disabled_or_oneself(admin, amal):
    awaited, disabled = person_with(EDITOR, name="almaz"), person_with(EDITOR, name="meron", is_active=False)
    awaited.set_unusable_password()
    awaited.save()
    desk = client_of(admin)

    answers = [
        desk.post(reverse("admin:accounts_user_password_link", args=[person.pk]), {"language": "en"})
        for person in (awaited, disabled, admin)
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 302]
    assert answers[2].url == reverse("account_change_password")
    assert (mail.outbox, sign_in_entries()) == ([], [])


# Groups


def test_the_group_of_a_role_is_changed_by_nobody():
    client = client_of(User.objects.create_superuser("nadia"))
    group = Group.objects.get(name="Auditor")
    before = set(group.permissions.values_list("pk", flat=True))
    address = reverse("admin:auth_group_change", args=[group.pk])

    answers = [
        client.get(address).status_code,
        client.post(address, {"name": "Auditor", "permissions": []}).status_code,
        client.post(reverse("admin:auth_group_delete", args=[group.pk]), {"post": "yes"}).status_code,
        client.post(
            reverse("admin:auth_group_changelist"),
            {"action": "delete_selected", "_selected_action": [group.pk], "post": "yes"},
        ).status_code,
    ]

    assert answers[:3] == [200, 403, 403]
    assert set(Group.objects.get(name="Auditor").permissions.values_list("pk", flat=True)) == before


def test_the_rights_of_another_group_are_told():
    client = client_of(User.objects.create_superuser("nadia"))
    publish = Permission.objects.get(codename="publish_event")

    client.post(reverse("admin:auth_group_add"), {"name": "Interns", "permissions": [publish.pk]})

    assert told() == [("nadia", "Interns", {"gained": ["events.publish_event"]})]


def test_a_group_saved_without_a_change_is_not_told_and_one_renamed_is():
    client = client_of(User.objects.create_superuser("nadia"))
    group = Group.objects.create(name="Interns")
    address = reverse("admin:auth_group_change", args=[group.pk])
    form = fields_of(client.get(address), "group_form")

    client.post(address, form)
    assert told() == []

    client.post(address, {**form, "name": "Trainees"})
    assert told() == [("nadia", "Trainees", {})]


def test_a_group_opened_before_a_colleague_saved_gives_nothing_back():
    client = client_of(User.objects.create_superuser("nadia"))
    group = Group.objects.create(name="Interns")
    group.permissions.set(Permission.objects.filter(codename="publish_event"))
    address = reverse("admin:auth_group_change", args=[group.pk])
    opened = fields_of(client.get(address), "group_form")
    group.permissions.clear()

    answer = client.post(address, {**opened, "name": "Trainees"})

    assert "Saved now: (empty)" in answer.content.decode()
    assert (Group.objects.get(pk=group.pk).name, group.permissions.count()) == ("Interns", 0)


# The page of the roles


def test_the_page_tells_everybody_what_each_role_may_do():
    page = client_of(person_with(EDITOR, name="amal")).get(ROLES_PAGE)

    table = page.context["duties"]
    assert [len(held) for _duty, held in table] == [6] * len(table)
    assert "Nobody has this role" not in page.content.decode()
    assert page.content.decode().count("your role") == 1


def test_whoever_sees_accounts_sees_who_has_which_role(admin, amal):
    page = client_of(admin).get(ROLES_PAGE)

    holders = {one["role"].name: [user.username for user in one["holders"]] for one in page.context["roles"]}
    assert holders["Editor"] == ["amal"]
    assert holders["Administrator"] == ["hiwot"]
    assert holders["Auditor"] == []


# The list


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_takes_the_same_queries_for_any_number(admin, count, django_assert_num_queries):
    for number in range(count):
        person_with(EDITOR, AUDITOR, name=f"person{number}")
    client = client_of(admin)

    with django_assert_num_queries(7):
        page = client.get(LIST)

    assert len(page.context["cl"].result_list) == count + 1


def test_the_list_is_narrowed_by_role(admin, amal):
    page = client_of(admin).get(f"{LIST}?role=Editor")

    assert list(page.context["cl"].result_list) == [amal]


def test_whoever_has_no_role_is_told_so():
    client = Client()
    client.force_login(User.objects.create(username="new", is_staff=True))

    response = client.get("/admin/events/event/")

    assert response.status_code == 403
    assert "You have no role yet" in response.content.decode()
