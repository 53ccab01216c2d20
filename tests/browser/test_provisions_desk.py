"""A document's provisions at the desk, read from a text and put in order, in a real Chromium."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.desk import Watch, sign_in, violations
from tests.browser.screens import SCREENS
from tests.declarations.splitting.texts import DECLARATION, EIDS_OF_DECLARATION
from tests.factories import DocumentFactory, ProvisionFactory

pytestmark = pytest.mark.django_db(transaction=True)


def address_of(document, name="provisions"):
    return reverse(f"admin:declarations_document_{name}", args=[document.pk])


def read_text(page, document, language):
    page.goto(address_of(document, "propose_provisions"))
    page.locator("#id_text").fill(DECLARATION[language])
    page.locator("#id_language").select_option(language)
    page.locator("#id_authority").select_option("authentic")
    page.locator("#text_form [type=submit]").click()


def eids_of(document):
    return list(document.provisions.in_order().values_list("eid", flat=True))


@pytest.fixture
def document():
    """With one provision that the text has, too, in other words."""
    document = DocumentFactory()
    ProvisionFactory(document=document, position=1, eid="para-1", text_en="Other words.", text_ar="غير ذلك.")
    return document


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_text_is_read_looked_at_and_taken_over(page, live_server, document, language):
    sign_in(page, live_server.url, language=language)
    watch = Watch(page, live_server.url)
    read_text(page, document, language)
    expect(page.locator(".provision-row.is-proposed")).to_have_count(len(EIDS_OF_DECLARATION))
    page.locator(".is-there [type=checkbox]").check()
    page.locator("[name=confirmed]").click()
    expect(page.locator(".messagelist .success")).to_have_count(2)

    assert eids_of(document) == EIDS_OF_DECLARATION[1:]
    assert watch.found == []


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_the_screens_can_be_used_by_everybody(page, live_server, document, language, width):
    sign_in(page, live_server.url, language=language)
    page.set_viewport_size({"width": width, "height": 900})

    def found():
        return violations(page), page.evaluate("document.documentElement.scrollWidth")

    page.goto(address_of(document, "propose_provisions"))
    assert found() == ([], width)
    read_text(page, document, language)
    page.locator("#proposal_form").wait_for()
    assert found() == ([], width)
    page.goto(address_of(document))
    page.locator(".provision-line summary").first.click()
    assert found() == ([], width)


def test_provisions_are_moved_with_buttons(page, live_server):
    sign_in(page, live_server.url)
    document = DocumentFactory()
    for number in (1, 2, 3):
        ProvisionFactory(document=document, position=number, eid=f"para-{number}")

    page.goto(address_of(document))
    page.get_by_role("button", name="Move up: para-3").click()
    page.get_by_role("button", name="Move down: para-1").click()
    page.locator("[name=_save]").last.click()
    expect(page.locator(".messagelist")).to_be_visible()

    assert eids_of(document) == ["para-3", "para-1", "para-2"]


def test_a_text_is_taken_over_without_scripts(browser, live_server):
    document = DocumentFactory()
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    sign_in(page, live_server.url)
    read_text(page, document, "fr")
    page.locator("[name=confirmed]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    context.close()

    assert eids_of(document) == EIDS_OF_DECLARATION[1:]
