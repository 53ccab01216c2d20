"""Two editors, a session that runs out, an earlier state: what somebody typed is still there."""

import re

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import KeptForm, User
from accounts.sessions import SEEN_AT
from events.models import Event
from tests import factories
from tests.browser.desk import Watch, sign_in, violations
from tests.browser.screens import SCREENS
from tests.staff import client_of

pytestmark = pytest.mark.django_db(transaction=True)
SAVE = "input[name=_save], button[name=_save]"


def edited_by_another(event, **values):
    event = Event.objects.get(pk=event.pk)
    for name, value in values.items():
        setattr(event, name, value)
    event.save()


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_second_editor_chooses_the_text_of_the_first_without_scripts(browser, live_server):
    event = factories.EventFactory(title_en="Meeting", venue_en="Hall")
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    sign_in(page, live_server.url)
    page.goto(reverse("admin:events_event_change", args=[event.pk]))
    page.locator("#id_title_en").fill("Meeting on data")
    page.locator("#id_venue_en").fill("Palace")
    edited_by_another(event, title_en="Meeting on returns", venue_en="Villa")

    page.locator(SAVE).last.click()
    expect(page.get_by_role("heading", name="Choose what should stand")).to_be_visible()
    page.get_by_role("group", name="Title (English)").get_by_role("radio").nth(1).check()
    page.locator(SAVE).last.click()

    expect(page.locator(".messagelist")).to_be_visible()
    event.refresh_from_db()
    assert (event.title_en, event.venue_en) == ("Meeting on returns", "Palace")
    context.close()


def test_form_comes_back_after_the_session_has_run_out(page, live_server):
    password = "a-long-password-of-hers"
    nadia = User.objects.create_user("nadia", password=password, is_staff=True, is_superuser=True)
    cookie = client_of(nadia).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    watch = Watch(page, live_server.url)
    page.goto(reverse("admin:events_event_add"))
    page.locator("#id_title_en").fill("Typed for an hour")
    run_out()

    page.locator("#id_title_en").evaluate("box => box.form.noValidate = true")
    page.locator(SAVE).last.click()
    page.locator("input[name=login]").fill("nadia")
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")

    expect(page.get_by_text("Nothing has been saved yet.")).to_be_visible()
    expect(page.locator("#id_title_en")).to_have_value("Typed for an hour")
    assert (Event.objects.count(), KeptForm.objects.count()) == (0, 1)
    assert watch.found == []


@pytest.fixture
def sent(page):
    """The addresses that forms were sent to."""
    found = []
    page.on("request", lambda request: request.method == "POST" and found.append(request.url))
    return found


def test_a_button_that_is_pressed_twice_sends_the_form_once(page, live_server, sent):
    event = factories.EventFactory(draft=True, title_en="Meeting")
    sign_in(page, live_server.url)
    page.goto(reverse("admin:events_event_change", args=[event.pk]))
    page.locator("#id_title_en").fill("Meeting on data")

    page.locator(SAVE).last.dblclick()

    expect(page.locator(".messagelist")).to_be_visible()
    event.refresh_from_db()
    assert (event.title_en, len(sent)) == ("Meeting on data", 1)


def test_a_form_is_sent_again_after_nothing_came_of_it_and_once_somebody_is_back(page, live_server, sent):
    event = factories.EventFactory(draft=True, title_en="Meeting")
    address = reverse("admin:events_event_change", args=[event.pk])
    sign_in(page, live_server.url)
    page.clock.install()
    page.goto(address)
    page.locator("#id_title_en").fill("Meeting on data")
    page.route(f"**{address}", lambda route: route.fulfill(status=204))
    page.locator(SAVE).last.click()
    page.unroute(f"**{address}")
    page.clock.fast_forward(6000)
    page.locator(SAVE).last.click()
    expect(page.locator(".messagelist")).to_be_visible()

    page.go_back()
    page.locator("#id_title_en").fill("Meeting on returns")
    page.locator(SAVE).last.click()

    expect(page.locator(".messagelist")).to_be_visible()
    event.refresh_from_db()
    assert (event.title_en, len(sent)) == ("Meeting on returns", 3)


def run_out():
    """As if nothing had been asked for three hours."""
    for row in Session.objects.all():
        session = SessionStore(row.session_key)
        session[SEEN_AT] = 0
        session.save()


def kept_at(path):
    """Where something comes back that a page cannot show filled in."""
    data = {"path": ["/old/"], "kind": [""], "target": ["events:list"], "_kept_files": ["Déclaration.pdf"]}
    return f"{path}?kept={KeptForm.objects.create(person=User.objects.get(), path=path, data=data).pk}"


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_pages_pass_the_checks(browser, live_server, language, width):
    event = factories.SpeakerFactory(name_en="Amina Hassan").event
    edited_by_another(event, text_en="<p>Opened by Amina Hassan.</p>")
    context = browser.new_context(viewport={"width": width, "height": 800}, base_url=live_server.url)
    page = context.new_page()
    watch = Watch(page, live_server.url)
    sign_in(page, live_server.url, language=language)
    found = {}

    page.goto(reverse("admin:events_event_history", args=[event.pk]))
    page.locator("details summary").first.click()
    found["history"] = (fits(page), watch.found.copy(), violations(page))
    page = context.new_page()
    page.goto(reverse("desk:people"))
    page.locator("textarea[name=names]").fill("Amina Hassan")
    page.locator("button[value=look]").click()
    expect(page.locator("mark")).to_have_text("Amina Hassan")
    page.locator("input[name=reason]").fill("Letter of 3 May")
    page.locator("button[value='show:erase']").click()
    expect(page.locator("button[value='do:erase']")).to_be_visible()
    found["preview"] = (fits(page), violations(page))
    page = context.new_page()
    page.goto(reverse("desk:people"))
    page.locator("textarea[name=names]").fill("Amina Hassan")
    page.locator("button[value=look]").click()
    expect(page).to_have_url(re.compile("/people/$"))
    found["people"] = (fits(page), violations(page))

    page = context.new_page()
    page.goto(reverse("admin:events_event_change", args=[event.pk]))
    page.locator("#id_title_en").evaluate("box => box.value = 'Mine'")
    edited_by_another(event, title_en="Theirs", venue_en="Villa")
    page.locator(SAVE).last.click()
    expect(page.locator(".desk-conflict")).to_have_count(2)
    found["two editors"] = (fits(page), violations(page))
    page = context.new_page()
    page.goto(kept_at(reverse("admin:publishing_oldaddress_add")))
    expect(page.locator("form input[name=path][value='/old/']")).to_have_count(1)
    found["kept"] = (fits(page), violations(page))

    assert found == {
        "history": (True, [], []),
        "preview": (True, []),
        "people": (True, []),
        "two editors": (True, []),
        "kept": (True, []),
    }
    context.close()
