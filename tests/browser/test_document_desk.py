"""A document with its files, entered by somebody who has never done it, in a real Chromium."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from declarations.models import Document
from tests.browser.desk import Watch, sign_in
from tests.browser.test_admin_journeys import add_row, open_form, pick
from tests.declarations.files.samples import HERE
from tests.factories import DocumentFactory, EventFactory

pytestmark = pytest.mark.django_db(transaction=True)

FILES = [("english.pdf", "authentic"), ("french.pdf", "authentic"), ("arabic.pdf", "courtesy_translation")]


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
    page.locator("#id_availability").select_option("text_seen")
    page.locator("#id_date_0").fill("2025-04-09")
    pick(page, "adopting_event", {"en": "Nairobi", "ar": "نيروبي"}[language])
    for number, (name, authority) in enumerate(FILES):
        if number:
            add_row(page, "versions")
        page.locator(f"#id_versions-{number}-upload").set_input_files(HERE / name)
        page.locator(f"#id_versions-{number}-authority").select_option(authority)
    page.locator("[name=_publish]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.locator("#content-main form [type=submit]").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()

    document = Document.objects.get(slug="nairobi-declaration")
    assert document.is_public
    assert sorted(document.versions.published().values_list("language", flat=True)) == ["ar", "en", "fr"]
    assert watch.found == []


def test_several_files_are_chosen_at_once_looked_at_and_added(page, live_server):
    sign_in(page, live_server.url)
    watch = Watch(page, live_server.url)
    document = DocumentFactory()
    page.goto(reverse("admin:declarations_document_files", args=[document.pk]))
    page.locator("#upload").set_input_files([HERE / name for name, _authority in FILES])
    languages = [page.locator(f"[name=versions-{number}-language]") for number in range(len(FILES))]
    expect(languages[0]).to_have_value("en")
    expect(languages[1]).to_have_value("fr")
    expect(languages[2]).to_have_value("ar")
    page.locator("[name=confirmed]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()

    assert document.versions.count() == 3
    assert watch.found == []
