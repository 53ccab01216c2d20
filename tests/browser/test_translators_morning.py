"""A translator's morning: down the list, text by text beside its original; then somebody who publishes
releases it."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.roles import ARABIC_TRANSLATOR, PUBLISHER
from publishing.dates import PartialDate
from publishing.models import PendingChange
from publishing.translations import mark_unofficial
from tests import factories
from tests.browser.desk import Watch, violations
from tests.browser.screens import SCREENS
from tests.staff import client_of, person_with, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

LIST = reverse("desk:translations", args=["ar"])


def enter(page, base_url, client, *, language="en"):
    page.context.clear_cookies()
    page.context.add_cookies(
        [
            {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base_url},
            {"name": "django_language", "value": language, "url": base_url},
        ]
    )


def write(page, field, words):
    """Type into a text editor."""
    editor = page.locator(f"#id_{field}").locator("xpath=ancestor::*[contains(@class, 'prose-editor')]")
    editor.locator("[contenteditable]").click()
    page.keyboard.type(words)


@pytest.fixture
def meetings():
    """One to come without any Arabic, one whose English has changed since, and a draft."""
    coming = factories.EventFactory(
        slug="coming",
        title_en="Labour mobility",
        city_en=None,
        text_en="<p>Experts will meet.</p>",
        date=PartialDate.parse("2031-05-03"),
    )
    held = factories.EventFactory(
        slug="held", title_en="Return", title_ar="العودة", city_en=None, date=PartialDate.parse("2024")
    )
    mark_unofficial(held, "title", "ar")
    held.save()
    held.title_en = "Return and reintegration"
    held.save()
    draft = factories.EventFactory(slug="draft", draft=True, title_en="Training", city_en=None)
    return coming, held, draft


def test_three_texts_of_one_morning_are_released_at_noon(page, live_server, meetings):
    coming, held, draft = meetings
    watch = Watch(page, live_server.url)
    translator = client_of(person_with(ARABIC_TRANSLATOR, name="amal"))
    enter(page, live_server.url, translator)

    page.goto(LIST)
    rows = page.locator(".translate-rows > li")
    expect(rows).to_have_text(
        [
            re.compile(r"Labour mobility\s+Event\s+missing\s+Title · What happened"),
            re.compile(r"Return and reintegration\s+Event\s+the English changed on .+\s+Title"),
            re.compile(r"Training\s+Event\s+missing\s+Title"),
        ]
    )
    page.get_by_role("link", name="Labour mobility").click()

    # The first: nothing there yet. The editor of formatted text runs from the right, too.
    box = page.get_by_label("Title (Arabic)")
    expect(box).to_have_attribute("dir", "rtl")
    box.fill("تنقل اليد العاملة")
    write(page, "text_ar", "سيجتمع الخبراء.")
    expect(page.locator("[contenteditable]")).to_have_attribute("dir", "rtl")
    page.get_by_label("Confirmed").first.check()
    page.get_by_role("button", name="Submit for review, and open the next").click()

    # The second: what was changed in the English is marked. The keyboard is enough.
    expect(page.locator(".translate-changes ins")).to_have_text("and reintegration")
    page.get_by_label("Title (Arabic)").fill("العودة وإعادة الإدماج")
    page.get_by_label("Confirmed").check()
    page.keyboard.press("Control+Enter")

    # The third is a draft: nobody has to release it.
    expect(page.get_by_role("heading", level=1)).to_contain_text("Training")
    page.get_by_label("Title (Arabic)").fill("تدريب")
    page.get_by_role("button", name="Save, and open the next").click()
    expect(page.locator(".messagelist")).to_contain_text("That was the last one of this list.")
    expect(page).to_have_url(re.compile(re.escape(LIST) + "$"))
    expect(rows.filter(has_text="Training")).to_contain_text("unofficial, to be confirmed")
    expect(rows.filter(has_text="A translation is prepared")).to_have_count(2)

    for record in meetings:
        record.refresh_from_db()
    assert (coming.title_ar, held.title_ar, draft.title_ar) == (None, "العودة", "تدريب")

    # Noon: the publisher looks at both and lets them out.
    enter(page, live_server.url, client_of(person_with(PUBLISHER, name="omar")))
    assert all(pending.submitted_at for pending in PendingChange.objects.all())
    for pending in PendingChange.objects.order_by("pk"):
        page.goto(reverse("admin:events_event_prepared", args=[pending.object_id, pending.pk]))
        page.get_by_role("link", name=re.compile("Release")).click()
        page.locator("form[method=post] input[type=submit].default").click()
        expect(page.locator(".messagelist .success")).to_be_visible()

    for record in meetings:
        record.refresh_from_db()
    assert (coming.title_ar, coming.text_ar) == ("تنقل اليد العاملة", "<p>سيجتمع الخبراء.</p>")
    assert held.title_ar == "العودة وإعادة الإدماج"
    states = {
        (state.record.slug, state.field): (state.status, state.is_out_of_date)
        for record in meetings
        for state in record.translation_states.filter(language="ar")
    }
    assert states == {
        ("coming", "title"): ("confirmed", False),
        ("coming", "text"): ("unofficial", False),
        ("held", "title"): ("confirmed", False),
        ("draft", "title"): ("unofficial", False),
    }
    assert watch.found == []


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_list_and_form_can_be_used_by_everybody(page, live_server, meetings, language, width):
    enter(page, live_server.url, signed_in(), language=language)
    page.set_viewport_size({"width": width, "height": 900})
    addresses = [LIST, reverse("admin:events_event_translate", args=[meetings[1].pk, "ar"])]

    for address in addresses:
        page.goto(address)
        page.wait_for_load_state("networkidle")

        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []


def test_without_scripts_a_text_is_translated_all_the_same(browser, live_server, meetings):
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    enter(page, live_server.url, signed_in())

    page.goto(LIST)
    page.get_by_role("link", name="Labour mobility").click()
    page.get_by_label("Title (Arabic)").fill("تنقل")
    page.get_by_label("What happened (Arabic)").fill("<p>سيجتمع الخبراء.</p>")
    page.get_by_role("button", name="Save, and open the next").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Return and reintegration")
    meetings[0].refresh_from_db()
    assert (meetings[0].title_ar, meetings[0].text_ar) == ("تنقل", "<p>سيجتمع الخبراء.</p>")
    context.close()
