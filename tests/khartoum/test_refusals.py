"""khartoum/refusals.py: what somebody may not do, told to them and put on the audit log."""

import pytest
from django.test import Client

from accounts.models import AuditEntry, User
from accounts.roles import EDITOR
from khartoum.refusals import MOST_IN_A_MINUTE
from tests.staff import client_of, person_with

pytestmark = pytest.mark.django_db


def refusals():
    entries = AuditEntry.objects.filter(action="refused").order_by("pk")
    return list(entries.values_list("person", "details"))


def test_a_refusal_is_on_the_log_with_what_was_tried():
    client = client_of(person_with(EDITOR))

    response = client.get("/admin/accounts/user/?q=1")

    assert response.status_code == 403
    assert refusals() == [("amal", {"method": "GET", "path": "/admin/accounts/user/"})]


def test_whoever_is_refused_reads_which_roles_they_have():
    page = client_of(person_with(EDITOR)).get("/admin/accounts/user/").content.decode()

    assert "Nothing was changed." in page
    assert "Editor" in page


def test_trying_again_and_again_does_not_fill_the_log():
    client = client_of(person_with(EDITOR))

    for _ in range(MOST_IN_A_MINUTE + 5):
        assert client.post("/admin/accounts/user/invite/").status_code == 403

    assert len(refusals()) == MOST_IN_A_MINUTE


def test_one_persons_tries_do_not_hide_anothers():
    first, second = client_of(person_with(EDITOR)), client_of(person_with(EDITOR, name="bakri"))

    for _ in range(MOST_IN_A_MINUTE + 1):
        first.get("/admin/accounts/user/")
    second.get("/admin/accounts/user/")

    assert refusals()[-1][0] == "bakri"


def test_strangers_and_what_is_open_leave_no_refusal():
    User.objects.create(username="amal")

    Client().get("/admin/accounts/user/")
    Client().get("/en/events/")
    client_of(person_with(EDITOR, name="bakri")).get("/admin/events/event/")

    assert refusals() == []
