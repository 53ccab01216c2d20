"""Every address of the desk, asked by everybody: see tests/accounts/matrix.py for who may what."""

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import RequestFactory
from django.urls import reverse

from tests.accounts.addresses import Address, addresses, kind_of, line_of, prefix_of
from tests.accounts.matrix import (
    ACTIONS,
    ALMIGHTY,
    OTHER_KINDS,
    OWN_PAGES,
    PAGES,
    PERSONAS,
    RECORD_PAGES,
    STRANGER,
)
from tests.accounts.world import RECORDS, World, record_admins

pytestmark = pytest.mark.django_db

SIGN_IN = ("/accounts/login/", "/admin/login/")


# Which addresses the matrix knows


def test_every_address_has_a_line():
    assert sorted(name for name, _route in addresses() if line_of(name) is None) == []


def test_every_line_has_an_address():
    names = {name for name, _route in addresses()}
    endings = {name.removeprefix(prefix_of(kind_of(name))) for name in names if kind_of(name)}

    assert sorted((PAGES.keys() | OTHER_KINDS.keys() | OWN_PAGES.keys()) - names) == []
    assert sorted(RECORD_PAGES.keys() - endings) == []


def test_every_kind_of_record_is_in_the_world():
    assert sorted(RECORDS) == sorted(record_admins())


# Asking


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once: no visit leaves a trace."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def expected(line, who, method):
    """The answers that are right."""
    may = line.get if method == "get" else line.post
    if who == STRANGER:
        return {302}
    if isinstance(may, int):
        return {may}
    if who not in may and who != ALMIGHTY:
        return {line.refuses}
    return {line.opens} if method == "get" else {200, 302}


def wrong_with(visit, address, who, method):
    right = expected(address.line, who, method)
    if visit.status not in right:
        return f"{visit.status} instead of {sorted(right)}"
    if who == STRANGER:
        return (
            "" if visit.response["Location"].startswith(SIGN_IN) else f"leads to {visit.response['Location']}"
        )
    line = address.line
    may_write = method == "post" and right == {200, 302} and line.writes and who not in line.idle
    if may_write and not visit.written:
        return f"wrote nothing: {problems_of(visit.response)}"
    if visit.written and not may_write:
        return f"wrote {sorted(visit.written)}"
    return ""


def problems_of(response):
    context = getattr(response, "context_data", None) or {}
    return [*(context.get("errors") or ()), *getattr(context.get("form"), "errors", {}).items()]


@pytest.mark.once
@pytest.mark.parametrize("who", PERSONAS)
def test_every_address_lets_in_whom_it_should(world, who):
    found = []
    for name, route in addresses():
        if name in OWN_PAGES or line_of(name) is None:
            continue
        address = Address(world, name, route)
        # What is sent first: it comes from the page, where that has a form.
        sent = address.data()
        visits = {
            "get": world.visit(who, "get", address.path() + address.query),
            "post": world.visit(who, "post", address.path() + address.query, sent),
        }
        for method, visit in visits.items():
            wrong = wrong_with(visit, address, who, method)
            if wrong:
                found.append(f"{method.upper()} {address.path()} ({name}): {wrong}")

    assert found == []


@pytest.mark.once
@pytest.mark.parametrize("who", PERSONAS)
def test_ones_own_pages_are_the_same_for_everybody(world, who):
    found = []
    for name, route in addresses():
        if name not in OWN_PAGES:
            continue
        path = Address(world, name, route).path()
        line = OWN_PAGES[name]
        statuses = tuple(world.visit(who, method, path).status for method in ("get", "post"))
        right = line.stranger if who == STRANGER else line.signed_in
        if statuses != right:
            found.append(f"{path} ({name}): {statuses} instead of {right}")

    assert found == []


# Actions on lists


def lists(world):
    """The actions of each list, as somebody who may do everything has them."""
    request = RequestFactory().get("/")
    request.user = world.people[ALMIGHTY]
    for model, model_admin in admin.site._registry.items():
        yield model._meta.label_lower, set(model_admin.get_actions(request))


def test_every_action_has_a_line_and_every_line_an_action(world):
    names = {name for _label, found in lists(world) for name in found}
    assert {line.partition(" of ")[0] for line in ACTIONS} == names


@pytest.mark.once
@pytest.mark.parametrize("who", PERSONAS)
def test_every_action_is_taken_by_whom_it_should(world, who):
    found = []
    for label, names in lists(world):
        path = reverse(f"admin:{label.replace('.', '_')}_changelist")
        for name in sorted(names):
            line = ACTIONS.get(f"{name} of {label}") or ACTIONS[name]
            visit = world.visit(who, "post", path, world.form_of_action(path, name, label, line))
            may = who in line.post or who == ALMIGHTY
            if bool(visit.written) != may:
                found.append(f"{name} of {label}: {visit.status}, wrote {sorted(visit.written)}")

    assert found == []
