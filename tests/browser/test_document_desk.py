"""A document with its files, entered by somebody who has never done it, in a real Chromium."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from declarations.models import Document
from tests.browser.desk import Watch, sign_in, violations
from tests.browser.test_admin_journeys import add_row, open_form, pick
from tests.declarations.files.samples import HERE
from tests.factories import DocumentFactory, EventFactory

pytestmark = pytest.mark.django_db(transaction=True)

FILES = [("english.pdf", "authentic"), ("french.pdf", "authentic"), ("arabic.pdf", "courtesy_translation")]

LANGUAGES = ["en", "fr", "ar"]
DROP = """(words) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([words], "text_fr.txt"));
    const dropped = new DragEvent("drop", { dataTransfer, cancelable: true });
    document.querySelector(".desk-drop").dispatchEvent(dropped);
}"""


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_document_in_three_languages_is_added_linked_and_published(page, live_server, language):
    sign_in(page, live_server.url, language=language)
    watch = Watch(page, live_server.url)
    EventFactory(title_en="Conference in Nairobi", title_ar="مؤتمر نيروبي")
    open_form(page, "declarations_document")
    page.locator("#id_title_en").press_sequentially("Nairobi Declaration")
    page.locator("#id_type").select_option("declaration")
    page.locator("#id_nature").select_option("outcome")
    page.locator("#id_date_0").fill("2025-04-09")
    pick(page, "adopting_event", {"en": "Nairobi", "ar": "نيروبي"}[language])
    for number, (name, authority) in enumerate(FILES):
        if number:
            add_row(page, "versions")
        page.locator(f"#id_versions-{number}-upload").set_input_files(HERE / name)
        # Guessed from the name, as soon as it is chosen.
        expect(page.locator(f"#id_versions-{number}-language")).to_have_value(LANGUAGES[number])
        page.locator(f"#id_versions-{number}-authority").select_option(authority)
    page.locator("[name=_publish]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.locator("#content-main form [type=submit]").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()

    document = Document.objects.get(slug="nairobi-declaration")
    assert document.is_public
    assert sorted(document.versions.published().values_list("language", flat=True)) == ["ar", "en", "fr"]
    assert watch.found == []


def test_a_form_that_comes_back_and_its_files_can_be_used_by_everybody(page, live_server):
    sign_in(page, live_server.url)
    open_form(page, "declarations_document")
    page.set_viewport_size({"width": 320, "height": 800})
    page.locator("#id_versions-0-upload").set_input_files(HERE / "english.pdf")
    page.locator("input[name=_save]").last.click()

    expect(page.get_by_text("Uploaded: “\u2068english.pdf\u2069”")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert violations(page) == []


def test_several_files_are_sent_one_by_one_looked_at_and_added(page, live_server, tmp_path):
    sign_in(page, live_server.url)
    watch = Watch(page, live_server.url)
    document = DocumentFactory()
    (tmp_path / "tool.exe").write_bytes(b"MZ")
    page.goto(reverse("admin:declarations_document_files", args=[document.pk]))
    files = [HERE / name for name, _authority in FILES]
    page.locator("#upload").set_input_files([*files, tmp_path / "tool.exe"])
    expect(page.locator(".desk-sent .is-refused")).to_contain_text("is not PDF")
    expect(page.locator(".desk-sent")).to_contain_text("french.pdf\u2069” · 17.5")
    page.get_by_role("button", name="Go on with these").click()

    for number, language in enumerate(LANGUAGES):
        expect(page.locator(f"[name=versions-{number}-language]")).to_have_value(language)
    page.locator("[name=versions-2-leave_out]").check()
    page.locator("[name=confirmed]").click()
    expect(page.locator(".messagelist .success")).to_have_text("2 files were added.")

    assert sorted(document.versions.values_list("language", flat=True)) == ["en", "fr"]
    assert watch.found == []


def test_files_are_dropped_and_shown_to_be_confirmed(page, live_server):
    sign_in(page, live_server.url)
    document = DocumentFactory()
    page.goto(reverse("admin:declarations_document_files", args=[document.pk]))
    assert violations(page) == []
    page.evaluate(DROP, "We commit ourselves to the protection of every refugee.")

    expect(page.locator("#files_form h2")).to_contain_text("text_fr.txt")
    expect(page.locator("[name=versions-0-language]")).to_have_value("fr")
    assert violations(page) == []


def test_several_files_are_added_without_scripts(browser, live_server):
    document = DocumentFactory()
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    sign_in(page, live_server.url)
    page.goto(reverse("admin:declarations_document_files", args=[document.pk]))
    page.locator("#upload").set_input_files([HERE / name for name, _authority in FILES])
    page.get_by_role("button", name="Look into them").click()
    page.get_by_role("button", name="Add these files").click()
    expect(page.locator(".messagelist .success")).to_have_text("3 files were added.")
    context.close()

    assert document.versions.count() == 3
