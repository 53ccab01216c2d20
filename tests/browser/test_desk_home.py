"""The desk's first page leads to the very field that lacks something, and a chairmanship is handed over."""

import re
from datetime import timedelta

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import AuditEntry
from events.models import Event
from members.models import Chairmanship
from publishing.dates import PartialDate
from tests import factories
from tests.browser.desk import Watch, sign_in, violations
from tests.browser.screens import SCREENS

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()


def in_days(days):
    return PartialDate.parse((TODAY + timedelta(days=days)).isoformat())


def overflow(page):
    return page.locator("html").evaluate("root => root.scrollWidth - root.clientWidth")


@pytest.fixture
def watch(page, live_server):
    sign_in(page, live_server.url)
    return Watch(page, live_server.url)


@pytest.fixture
def event():
    return factories.EventFactory(
        title_en="12th Senior Officials’ Meeting",
        title_fr="",
        text_en="<p>To come.</p>",
        status=Event.Status.PLANNED,
        date=in_days(40),
        city_en="",
        country="",
    )


# From what is missing to the field


def test_from_the_first_page_to_the_field_that_is_missing(page, watch, event):
    page.goto(reverse("admin:index"))
    page.get_by_role("region", name="Upcoming events").get_by_role("link", name="Title (French)").click()

    # Behind the tab of another language, which has been opened.
    expect(page.locator("#id_title_fr")).to_be_focused()
    expect(page.locator("#id_title_fr")).to_be_in_viewport()
    assert watch.found == []


@pytest.mark.parametrize(
    ("label", "place", "focused"),
    [
        ("A place, or that it is online", ".field-country", "#id_country"),
        ("What happened (Arabic)", ".field-text_ar", ".field-text_ar [contenteditable=true]"),
        ("A source", ".field-sources", "#id_sources"),
        ("A host, chair or organiser", "#participations-group", "#participations-group .add-row a"),
    ],
)
def test_links_on_the_form_reach_editors_folded_parts_and_rows(page, watch, event, label, place, focused):
    page.goto(reverse("admin:events_event_change", args=[event.pk]))
    panel = page.get_by_role("region", name="What is still missing")
    panel.locator("summary").click()

    panel.get_by_role("link", name=label, exact=True).click()

    expect(page.locator(focused)).to_be_focused()
    expect(page.locator(place)).to_be_in_viewport()
    assert watch.found == []


def test_without_scripts_the_browser_reaches_the_field_itself(browser, live_server, event):
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    sign_in(page, live_server.url)
    page.goto(reverse("admin:events_event_change", args=[event.pk]))
    panel = page.get_by_role("region", name="What is still missing")

    for label, place in (("Title (French)", "#id_title_fr"), ("A source", "#id_sources")):
        if not panel.get_by_role("link", name=label).is_visible():
            panel.locator("summary").click()
        panel.get_by_role("link", name=label).click()
        expect(page.locator(place)).to_be_in_viewport()
    context.close()


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_first_page_fits_and_can_be_used_by_everybody(page, live_server, event, language, width):
    sign_in(page, live_server.url, language=language)
    watch = Watch(page, live_server.url)
    page.set_viewport_size({"width": width, "height": 900})
    factories.EventFactory(in_review=True)

    page.goto(reverse("admin:index"))

    assert overflow(page) == 0
    assert watch.found == []
    assert violations(page) == []


# Handing over the chair


def enter_chairmanship(page, partner):
    page.goto(reverse("admin:index"))
    page.get_by_role("link", name="Handover dossier").click()
    page.get_by_label("Chair:").select_option(label=partner.name_en)
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Enter the chairmanship").click()
    page.get_by_label("Number").fill("11")
    page.get_by_label("Address").fill("uganda-2031")
    page.locator("#id_start_0").fill(in_days(60).start_iso)
    page.get_by_label("Nominal years").fill("2031")
    for code, words in (("en", "Skills and mobility."), ("ar", "المهارات والتنقل.")):
        page.locator(f"[role=tab][lang={code}]").first.click()
        editor = page.locator("#id_priorities_" + code).locator(
            "xpath=ancestor::*[contains(@class, 'prose-editor')]"
        )
        editor.locator("[contenteditable]").click()
        page.keyboard.type(words)
    page.locator("[name=_save]").last.click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def shown_on_paper(page):
    return page.evaluate(
        "() => [...document.querySelectorAll('#header, .breadcrumbs, .dossier-tools, .dossier')]"
        ".filter(one => one.getClientRects().length).map(one => one.className || one.id)"
    )


def test_the_chair_is_handed_over(page, watch, event):
    """The coming term is entered, its dossier read, printed and taken away, in English and in Arabic."""
    partner = factories.OrganisationFactory(name_en="Uganda", name_ar="أوغندا")
    factories.MembershipFactory(partner=partner)
    factories.CommitmentFactory(title_en="Train judges", due=in_days(-5))
    factories.DocumentFactory(
        title_en="Chair’s conclusions", adopting_event=factories.EventFactory(date=in_days(-9))
    )
    enter_chairmanship(page, partner)
    term = Chairmanship.objects.get(slug="uganda-2031")

    page.goto(reverse("desk:handover"))

    dossier = page.locator("article.dossier")
    expect(page.get_by_role("heading", level=1)).to_have_text("Handover dossier: Uganda")
    for words in (
        "Skills and mobility.",
        "Train judges",
        "12th Senior Officials’ Meeting",
        "Chair’s conclusions",
    ):
        expect(dossier).to_contain_text(words)

    page.get_by_label("Language:").select_option(label="Arabic")
    page.get_by_role("button", name="Show").click()
    expect(dossier).to_have_attribute("dir", "rtl")
    expect(dossier).to_contain_text("المهارات والتنقل.")
    assert dossier.evaluate("one => getComputedStyle(one.querySelector('h2')).textAlign") in {
        "start",
        "right",
    }

    page.emulate_media(media="print")
    assert shown_on_paper(page) == ["dossier"]
    sheets = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert len(sheets) >= 2
    assert [round(side) for side in sheets[0].get_size()] == [595, 842]
    page.emulate_media(media="screen")

    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download as one file").click()
    assert downloading.value.suggested_filename == f"handover-{partner.slug}-ar.html"
    assert AuditEntry.objects.filter(action="exported", object_id=str(term.pk)).count() == 1

    assert watch.found == []
    assert violations(page) == []


def test_the_file_of_the_dossier_is_readable_by_itself(page, live_server, tmp_path):
    sign_in(page, live_server.url)
    factories.ChairmanshipFactory(partner__name_ar="كينيا", start=in_days(20))
    page.goto(f"{reverse('desk:handover')}?language=ar")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download as one file").click()
    downloading.value.save_as(tmp_path / "dossier.html")
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto((tmp_path / "dossier.html").as_uri())

    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("h1").evaluate("one => getComputedStyle(one).fontSize") == "28px"
    assert [url for url in asked if not re.match("file:|data:", url)] == []


@pytest.mark.parametrize("reader", ["chair", "secretariat"])
@pytest.mark.parametrize("width", [320, 1280])
def test_dossier_fits_and_can_be_used_by_everybody(page, live_server, event, reader, width):
    sign_in(page, live_server.url)
    watch = Watch(page, live_server.url)
    page.set_viewport_size({"width": width, "height": 900})
    factories.ChairmanshipFactory(editor_note="Who speaks first?")
    factories.CommitmentFactory()

    page.goto(f"{reverse('desk:handover')}?reader={reader}&language=ar")

    assert overflow(page) == 0
    assert watch.found == []
    assert violations(page) == []
