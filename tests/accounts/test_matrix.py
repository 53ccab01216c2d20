"""Every address of the desk, asked by everybody: see tests/accounts/matrix.py for who may what."""

import re
from collections import Counter
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import RequestFactory
from django.urls import URLResolver, get_resolver, reverse

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

ROW_ALONE = "<path:object_id>/"
# As a path has it, or a regular expression.
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\^?\(\?P<(\w+)>[^)]*\)")
SIGN_IN = ("/accounts/login/", "/admin/login/")


# Which addresses there are, and which the matrix knows


def addresses():
    """Name of each address for staff with its route: the route itself where there is no name, and beside it
    where several have the same."""
    found = list(named())
    shared = {name for name, count in Counter(name for name, _route in found).items() if count > 1} - {
        ROW_ALONE
    }
    for name, route in found:
        yield (f"{name} {route}" if name in shared else name), route


def named(patterns=None, route="", namespaces=()):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        whole = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from named(pattern.url_patterns, whole, inner)
        elif whole.startswith(("admin/", "accounts/")):
            name = ":".join((*namespaces, pattern.name)) if pattern.name else whole
            yield (ROW_ALONE if name.endswith(f"/{ROW_ALONE}") else name), whole


def prefix_of(kind):
    return f"admin:{kind.replace('.', '_')}_"


def kind_of(name):
    """The kind of record that an address is of, or nothing."""
    return next((kind for kind in record_admins() if name.startswith(prefix_of(kind))), "")


def line_of(name):
    """What the matrix says of an address."""
    kind = kind_of(name)
    ending = name.removeprefix(prefix_of(kind)) if kind else ""
    return PAGES.get(name) or OTHER_KINDS.get(name) or OWN_PAGES.get(name) or RECORD_PAGES.get(ending)


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


class Address:
    """One address of the desk, filled in for the row that its line names."""

    def __init__(self, world, name, route):
        self.world, self.name, self.route, self.line = world, name, route, line_of(name)
        kind = kind_of(name)
        self.values = (
            world.values(kind, self.line.row)
            if kind
            else world.values_elsewhere(name, getattr(self.line, "row", ""))
        )

    def path(self, name=""):
        """This address, or that of another page of the same row."""
        if name:
            return reverse(prefix_of(kind_of(self.name)) + name, args=[self.values["object_id"]])
        return "/" + PARAMETER.sub(lambda found: str(self.values[found[1] or found[2]]), self.route).strip(
            "$"
        )

    @property
    def query(self):
        asks = {name: self.values.get(value, value) for name, value in self.line.asks.items()}
        return f"?{urlencode(asks)}" if asks else ""

    def data(self):
        """What somebody who may would send, so that only the right to do it is lacking."""
        line = self.line
        has_form = not isinstance(line.get, int) and not isinstance(line.post, int)
        needs_form = line.form_of or (has_form and line.writes)
        form = self.world.form_at(self.path(line.form_of)) if needs_form else {}
        if line.fills:
            form = {name: values if any(values) else ["Words."] for name, values in form.items()}
        sent = {**form, **line.sends}
        if line.form_of:
            # The form of a row becomes that of a new one, without the rows that belong to the other.
            sent |= {key: "0" for key in form if key.endswith(("-INITIAL_FORMS", "-TOTAL_FORMS"))}
        return sent


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
