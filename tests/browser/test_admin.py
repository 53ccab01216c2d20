"""Every screen of the secretariat's desk keeps the security policy and loads nothing from elsewhere."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from events.models import Event
from publishing.history import versions_of
from tests import factories
from tests.browser.desk import Watch, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

PASTE = """(editor, html) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def watch(page, live_server):
    sign_in(page, live_server.url)
    return Watch(page, live_server.url)


def address_of(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def test_common_screens_keep_the_security_policy(page, watch):
    factories.EventFactory(draft=True).translation_states.create(field="title", language="fr")
    for address in ["/admin/", "/admin/events/", "/admin/password_change/", "/admin/password_change/done/"]:
        page.goto(address)
        assert (address, watch.found) == (address, [])
    page.get_by_role("button", name="Log out").click()
    page.goto("/admin/login/")
    assert watch.found == []


def test_boxes_that_search_and_windows_that_add_keep_the_security_policy(page, watch):
    factories.ThemeFactory(name_en="Legal migration")
    page.goto(reverse("admin:events_event_add"))
    page.locator(".field-themes .select2-selection").click()
    page.locator(".select2-search__field").first.fill("legal")
    page.locator(".select2-results__option", has_text="Legal migration").click()
    page.locator("#clocklink0").click()
    with page.expect_popup() as opened:
        page.locator("#add_id_series").click()
    added = opened.value
    watched = Watch(added, page.url)
    added.locator("#id_title_en").press_sequentially("Webinars")
    added.locator("#id_series_kind").select_option("series")
    added.locator("input[name=_save]").last.click()
    expect(page.locator(".field-series .select2-selection__rendered")).to_contain_text("Webinars")

    assert (watch.found, watched.found) == ([], [])


def test_text_editor_keeps_the_security_policy_when_it_links_and_when_one_pastes(page, watch):
    page.goto(reverse("admin:pages_page_add"))
    editor = page.locator(".field-body_en [contenteditable]")
    editor.click()
    editor.evaluate(PASTE, '<p style="color: red" onclick="x()">From <b style="font-size: 9px">Word</b></p>')
    expect(editor.locator("strong")).to_have_text("Word")
    page.keyboard.press("Control+A")
    page.locator(".field-body_en [data-name=link]").click()
    page.locator("dialog [name=href]").fill("https://example.org/")
    page.locator("dialog button[type=submit]").click()
    expect(editor.locator("a").first).to_have_attribute("href", "https://example.org/")

    assert watch.found == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_screen_is_wider_than_a_small_phone(page, live_server, language):
    sign_in(page, live_server.url, language=language)
    page.set_viewport_size({"width": 320, "height": 800})
    event = factories.SpeakerFactory(event__title_en="A meeting " * 20, event__title_ar="اجتماع " * 30).event
    factories.ParticipationFactory(event=event)
    older, newer = versions_of(event)[0], versions_of(event)[1]
    names = ["change", "history", "delete", "withdraw"]
    addresses = [address_of(Event, name, event.pk) for name in names]
    addresses += ["/admin/", address_of(Event, "changelist"), address_of(Event, "add")]
    addresses.append(address_of(Event, "compare", event.pk) + f"?older={older.pk}&newer={newer.pk}")

    for address in addresses:
        page.goto(address)
        assert (address, page.evaluate("document.documentElement.scrollWidth")) == (address, 320)
