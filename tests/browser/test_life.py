"""The life of a record between people, in a real Chromium."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.roles import EDITOR, PUBLISHER
from tests import factories
from tests.browser.desk import Watch, violations
from tests.browser.screens import SCREENS
from tests.publishing.pending_desk import prepared
from tests.staff import client_of, person_with

pytestmark = pytest.mark.django_db(transaction=True)


def at_the_desk(browser, live_server, person):
    """A window of somebody who has signed in."""
    context = browser.new_context(base_url=live_server.url)
    session = client_of(person).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.watch = Watch(page, live_server.url)
    return page


def title_in_public(browser, live_server, event):
    page = browser.new_page(base_url=live_server.url)
    page.goto(event.get_absolute_url())
    title = page.get_by_role("heading", level=1).inner_text()
    page.close()
    return title


def test_published_text_is_corrected_through_review(browser, live_server):
    event = factories.EventFactory(title_en="Meeting on retruns", slug="returns")
    amal = at_the_desk(browser, live_server, person_with(EDITOR, name="amal"))
    omar = at_the_desk(browser, live_server, person_with(PUBLISHER, name="omar"))
    form = reverse("admin:events_event_change", args=[event.pk])

    # The editor prepares the correction, and looks at it before anybody else does.
    amal.goto(form)
    amal.locator("#id_title_en").fill("Meeting on return")
    with amal.context.expect_page() as opened:
        amal.locator(".life-preview").get_by_role("button", name="English").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Meeting on return")
    opened.value.close()
    amal.get_by_role("button", name="Prepare, then submit for review …").last.click()
    amal.get_by_label("Remark for whoever reviews it").fill("A slip of the pen.")
    amal.get_by_role("button", name="Submit for review").click()
    expect(amal.locator(".messagelist .success").last).to_contain_text("It has been submitted")
    assert title_in_public(browser, live_server, event) == "Meeting on retruns"

    # The publisher finds it on the record, compares, and returns it with a remark.
    omar.goto(form)
    omar.get_by_role("link", name="amal,").click()
    expect(omar.locator(".differences ins")).to_have_text("return")
    expect(omar.locator(".remarks")).to_contain_text("A slip of the pen.")
    omar.get_by_role("link", name="Return with a remark …").click()
    omar.get_by_label("What should be changed").fill("“Returns”, as on the invitation.")
    omar.get_by_role("button", name="Return with this remark").click()
    expect(omar.locator(".messagelist .success").last).to_contain_text("It is back with its author")
    assert title_in_public(browser, live_server, event) == "Meeting on retruns"

    # The editor amends it.
    amal.reload()
    expect(amal.locator(".remarks")).to_contain_text("as on the invitation")
    amal.get_by_role("link", name="Go on editing").click()
    expect(amal.locator("#id_title_en")).to_have_value("Meeting on return")
    amal.locator("#id_title_en").fill("Meeting on returns")
    amal.get_by_role("button", name="Keep, then submit for review …").last.click()
    amal.get_by_role("button", name="Submit for review").click()
    assert title_in_public(browser, live_server, event) == "Meeting on retruns"

    # The publisher releases it.
    omar.reload()
    expect(omar.locator(".differences ins")).to_have_text("returns")
    omar.get_by_role("link", name="Release …").click()
    omar.get_by_role("button", name="Release this edit").click()
    expect(omar.locator(".messagelist .success").last).to_contain_text("released")
    assert title_in_public(browser, live_server, event) == "Meeting on returns"

    # It turns out that the meeting was another body's: the publisher takes it off the portal at once.
    omar.goto(form)
    omar.locator("a[href$='/withdraw/'], [name=_withdraw]").last.click()
    omar.locator("#id_reason_en").fill("Not a meeting of the Process.")
    omar.get_by_role("button", name="Withdraw", exact=True).click()
    expect(omar.locator(".messagelist .success").last).to_be_visible()
    assert title_in_public(browser, live_server, event) != "Meeting on returns"
    assert (amal.watch.found, omar.watch.found) == ([], [])


PAGES = ["change", "prepared_list", "prepared", "prepared_release", "prepared_amend", "remarks", "schedule"]


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_pages_of_a_prepared_edit_can_be_used_by_everybody(browser, live_server, language, width):
    event = factories.EventFactory(scheduled=True, title_en="Meeting")
    omar = person_with(PUBLISHER, name="omar")
    pending = prepared(client_of(omar), event, title_en="Conference")
    page = at_the_desk(browser, live_server, omar)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    page.set_viewport_size({"width": width, "height": 800})

    found = {}
    for name in PAGES:
        more = [pending.pk] if name.startswith("prepared") and name != "prepared_list" else []
        page.goto(reverse(f"admin:events_event_{name}", args=[event.pk, *more]))
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[name, "wider than the screen"] = page.url
        noticed = list(page.watch.found)
        found |= {(name, *one): "" for one in violations(page)}
        page.watch.found[:] = noticed

    assert (found, page.watch.found) == ({}, [])
