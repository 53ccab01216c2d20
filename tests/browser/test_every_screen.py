"""Every screen of the desk: nothing in the console, nothing from elsewhere, no wider than its window, and
usable by everybody. Which screens there are is asked of the addresses, with the rows of
tests/accounts/world.py: a new address is visited as soon as the matrix has its line."""

from importlib import import_module
from itertools import cycle

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.roles import ROLES
from tests import factories
from tests.accounts.addresses import Address, addresses, kind_of, prefix_of
from tests.accounts.matrix import ACTIONS, ALMIGHTY, OWN_PAGES
from tests.accounts.visits import session_of
from tests.accounts.world import World, record_admins
from tests.browser.desk import Watch, violations

pytestmark = [pytest.mark.django_db, pytest.mark.long]

# What each kind of record shows in its own way. Of the other pages, that of one kind stands for all: of
# events, which have most to show, where room is narrow; elsewhere the other kinds take turns.
OF_EACH_KIND = ("changelist", "add", "change", "preview")
RICHEST_KIND = "events.event"
# What each role sees with buttons, rows and boxes of its own, where it may see it at all.
OF_EACH_ROLE = (
    "admin:index",
    "admin:events_event_changelist",
    "admin:events_event_change",
    "admin:events_event_prepared",
    "admin:events_event_translate",
    "admin:declarations_document_change",
    "admin:accounts_user_change",
)
# Addresses that answer with data, or with a file.
NO_SCREENS = {
    "admin:autocomplete",
    "admin:jsi18n",
    "admin:declarations_documentversion_file",
    "admin:declarations_provision_choose",
    "desk:date",
    "spreadsheets:template",
    "spreadsheets:wrong_rows",
    "mfa_download_recovery_codes",
}
OF_A_PASSKEY = ("mfa_edit_webauthn", "mfa_remove_webauthn")
# Colours change by and by.
AT_REST = "() => Promise.all(document.getAnimations().map((one) => one.finished))"
GROUPS = ("declarations", "events", "members", "pages", "desk", "spreadsheets", "own", "other")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once, and committed, so that a server sees it: a screen that is only looked at changes nothing."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            world = World()
            fill(world)
        yield world
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="session")
def server(django_db_setup, django_db_blocker):
    """Not `live_server`, with which each test would have its rows removed. Stopped last: browsers keep lines
    open for a while."""
    with django_db_blocker.unblock():
        server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def address(world, server):
    with server._live_server_modified_settings:
        yield server.url


def fill(world):
    """Rows below the records, and what pages about one's own account ask for."""
    event = world.rows[RICHEST_KIND]["public"]
    for factory in (factories.ParticipationFactory, factories.SpeakerFactory, factories.AgendaItemFactory):
        factory(event=event)
    person = world.people[ALMIGHTY]
    confirm(world.sessions[ALMIGHTY], person)
    RecoveryCodes.activate(person)
    other = User.objects.create(username="with a passkey", is_staff=True)
    world.passkey = Authenticator.objects.create(
        user=other, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop", "credential": {}}
    )
    world.session_with_passkey = session_of(other)
    confirm(world.session_with_passkey, other)


def confirm(key, person):
    """As if the person had given the password a moment ago."""
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    session["account_authentication_methods"] = [{"method": "password", "at": 9_999_999_999}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


# Which screens there are


def group_of(name):
    namespace = name.partition(":")[0]
    group = "own" if name in OWN_PAGES else kind_of(name).partition(".")[0] or namespace
    return group if group in GROUPS else "other"


def is_screen(name, line, language):
    if name in NO_SCREENS or name in OF_A_PASSKEY:
        return False
    if name in OWN_PAGES:
        return line.signed_in[0] in (200, 302)
    if isinstance(line.get, int) or line.opens != 200:
        return False
    kind = kind_of(name)
    ending = name.removeprefix(prefix_of(kind)) if kind else ""
    return not kind or ending in OF_EACH_KIND or kind == standing_for_all(ending, language)


def standing_for_all(ending, language):
    """The kind whose page of this name is looked at."""
    names = {name for name, _route in addresses()}
    kinds = sorted(kind for kind in record_admins() if prefix_of(kind) + ending in names)
    others = [kind for kind in kinds if kind != RICHEST_KIND]
    if not others or (language == "ar" and RICHEST_KIND in kinds):
        return RICHEST_KIND
    return others[sum(ending.encode()) % len(others)]


def screens(world, group, language):
    for name, route in addresses():
        one = Address(world, name, route)
        if group_of(name) == group and one.line is not None and is_screen(name, one.line, language):
            yield name, one.path() + getattr(one, "query", "")


def screens_of_role(world, role):
    for name, route in addresses():
        one = Address(world, name, route)
        if name in OF_EACH_ROLE and role in one.line.get:
            yield name, one.path() + one.query


# Looking at them


class Desk:
    """The screens as the person of a session has them."""

    def __init__(self, browser, base_url, session, *, language, width):
        self.context = browser.new_context(base_url=base_url, viewport={"width": width, "height": 900})
        cookies = {"django_language": language, "sessionid": session}
        self.context.add_cookies(
            [{"name": name, "value": value, "url": base_url} for name, value in cookies.items()]
        )
        self.page = self.context.new_page()
        self.watch = Watch(self.page, base_url)
        self.found = {}

    def look(self, what, *, dark=False):
        """At the page that is open, once its scripts are done."""
        self.page.evaluate("() => new Promise(requestIdleCallback)")
        self.page.evaluate(AT_REST)
        wrong = list(self.watch.found)
        too_wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if too_wide > 0:
            wrong.append(f"{too_wide} px too wide")
        wrong += violations(self.page)
        if dark:
            self.page.emulate_media(color_scheme="dark")
            self.page.evaluate(AT_REST)
            wrong += [("dark", *one) for one in violations(self.page, rules=["color-contrast"])]
            self.page.emulate_media(color_scheme="light")
        # Axe itself breaches the policy.
        self.watch.found.clear()
        if wrong:
            self.found[what] = wrong

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()


SIZES = [("en", 1280), ("ar", 320)]
WINDOWS = pytest.mark.parametrize(("language", "width"), SIZES)


def test_what_is_no_screen_is_an_address():
    assert {name for name, _route in addresses()} >= NO_SCREENS.union(OF_A_PASSKEY)


@WINDOWS
@pytest.mark.parametrize("group", GROUPS)
def test_every_screen_is_for_everybody(browser, address, world, group, language, width):
    with Desk(browser, address, world.sessions[ALMIGHTY], language=language, width=width) as desk:
        seen = set()
        for name, path in screens(world, group, language):
            desk.page.goto(path)
            if desk.page.url not in seen:
                desk.look(f"{name} {path}", dark=language == "en")
            seen.add(desk.page.url)

    assert seen
    assert desk.found == {}


@pytest.mark.parametrize(
    ("role", "language", "width"),
    [(role.name, *window) for role, window in zip(ROLES, cycle(SIZES), strict=False)],
)
def test_what_a_role_has_of_its_own_is_for_everybody(browser, address, world, role, language, width):
    with Desk(browser, address, world.sessions[role], language=language, width=width) as desk:
        seen = []
        for name, path in screens_of_role(world, role):
            desk.page.goto(path)
            desk.look(f"{name} as {role}")
            seen.append(name)

    assert len(seen) >= 5
    assert desk.found == {}


@WINDOWS
def test_what_opens_on_a_form_is_for_everybody(browser, address, world, language, width):
    with Desk(browser, address, world.sessions[ALMIGHTY], language=language, width=width) as desk:
        page = desk.page
        page.goto(reverse("admin:events_event_add"))
        for name in ("themes", "series"):
            page.locator(f".field-{name} .select2-selection").click()
            page.locator(".select2-results__option[aria-selected]").first.wait_for()
            desk.look(f"the box of {name}")
            page.keyboard.press("Escape")
        for name in ("participations", "speakers", "agenda_items"):
            page.locator(f"#{name}-group .add-row a").click()
        page.locator("a[id^=clocklink]").first.click()
        desk.look("new rows and a clock")
        page.keyboard.press("Escape")
        page.locator("input[name=_save]").last.click()
        page.locator(".errornote").wait_for()
        desk.look("what is wrong")

    assert desk.found == {}


# Where what may be done to several is not for events.
LISTS = {"settle_selected": "reports_problemreport"}


@WINDOWS
def test_what_asks_before_it_is_done_to_several_is_for_everybody(browser, address, world, language, width):
    with Desk(browser, address, world.sessions[ALMIGHTY], language=language, width=width) as desk:
        page = desk.page
        for name in sorted(line for line in ACTIONS if " of " not in line):
            page.goto(reverse(f"admin:{LISTS.get(name, 'events_event')}_changelist"))
            page.locator("#result_list .action-select").first.check()
            page.locator("select[name=action]").select_option(name)
            page.locator(".actions button[name=index]").click()
            page.locator("input[type=hidden][name=_selected_action]").first.wait_for(state="attached")
            desk.look(name)

    assert desk.found == {}


@WINDOWS
def test_what_is_done_with_a_passkey_is_for_everybody(browser, address, world, language, width):
    with Desk(browser, address, world.session_with_passkey, language=language, width=width) as desk:
        for name in OF_A_PASSKEY:
            path = reverse(name, args=[world.passkey.pk])
            desk.page.goto(path)
            assert desk.page.url == address + path
            desk.look(name)

    assert desk.found == {}
