"""What staff do on an ordinary day, from an empty form, in a real Chromium."""

from urllib.parse import quote

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from declarations.models import Commitment, Document
from events.models import Series, Theme
from members.models import Chairmanship, CommitteeComposition, Partner
from pages.models import Page
from tests import factories
from tests.browser.desk import Watch, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def watch(page, live_server):
    sign_in(page, live_server.url)
    return Watch(page, live_server.url)


def open_form(page, name):
    page.goto(reverse(f"admin:{name}_add"))


def save(page):
    page.locator("input[name=_save]").last.click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def pick(page, label, words, *, within="body"):
    """Choose a record in a box that searches as one types."""
    row = (
        page.locator(f"{within} .form-row, {within} tr.form-row, {within} td")
        .filter(has=page.locator(f"select[name='{label}']"))
        .last
    )
    row.locator(".select2-selection").click()
    # The list shows all records before those with the words: a request still on its way would meet the saving
    # in the one connection that the tests have.
    with page.expect_response(lambda answer: f"term={quote(words)}" in answer.url):
        page.locator(".select2-search__field:visible").last.fill(words)
    page.locator(".select2-results__option", has_text=words).first.click()


def add_row(page, prefix):
    page.locator(f"#{prefix}-group .add-row a").click()


def write(page, field, words):
    """Type into a text editor."""
    editor = page.locator(f"#id_{field}").locator("xpath=ancestor::*[contains(@class, 'prose-editor')]")
    editor.locator("[contenteditable]").click()
    page.keyboard.type(words)


def test_partner_with_its_membership(page, watch):
    open_form(page, "members_partner")
    page.get_by_label("Name (English)").press_sequentially("Kenya")
    expect(page.get_by_label("Address:")).to_have_value("kenya")
    page.get_by_role("tab", name="français").first.click()
    page.get_by_label("Name (French)").fill("Kenya")
    page.get_by_role("tab", name="العربية").first.click()
    page.get_by_label("Name (Arabic)").fill("كينيا")
    page.locator("#id_partner_kind").select_option("country")
    page.get_by_label("ISO country code").select_option("KE")
    page.get_by_label("Region").select_option("horn_and_east_africa")
    page.get_by_role("tab", name="English").last.click()
    write(page, "description_en", "A founding member.")
    add_row(page, "memberships")
    page.locator("#id_memberships-0-standing").select_option("member")
    page.locator("#id_memberships-0-start_0").fill("2014-11-28")
    save(page)

    kenya = Partner.objects.get()
    assert (kenya.slug, kenya.name_ar, kenya.description_en, kenya.state) == (
        "kenya",
        "كينيا",
        "<p>A founding member.</p>",
        "draft",
    )
    assert [str(row.start) for row in kenya.memberships.all()] == ["28 November 2014"]
    assert watch.found == []


def test_chairmanship(page, watch):
    kenya = factories.PartnerFactory(name_en="Kenya")
    open_form(page, "members_chairmanship")
    pick(page, "partner", "Kenya")
    page.get_by_label("Number:").fill("1")
    page.get_by_label("Address:").fill("kenya-2024")
    page.locator("#id_start_0").fill("2024-04")
    page.get_by_label("Nominal years").fill("2024, 2025")
    add_row(page, "people")
    page.locator("#id_people-0-name_en").fill("Amina Example")
    save(page)

    term = Chairmanship.objects.get()
    assert (term.partner, str(term.start), term.nominal_years) == (kenya, "April 2024", [2024, 2025])
    assert [person.name for person in term.people.all()] == ["Amina Example"]
    assert watch.found == []


def test_committee_composition(page, watch):
    factories.PartnerFactory(name_en="Kenya")
    open_form(page, "members_committeecomposition")
    page.locator("#id_date_0").fill("2024-04-18")
    page.get_by_label("Address:").fill("2024-04")
    add_row(page, "seats")
    pick(page, "seats-0-partner", "Kenya", within="#seats-0")
    save(page)

    composition = CommitteeComposition.objects.get()
    assert [str(seat.partner) for seat in composition.seats.all()] == ["Kenya"]
    assert watch.found == []


def test_theme_under_a_domain(page, watch):
    domain = factories.DomainFactory(name_en="Legal migration")
    open_form(page, "events_theme")
    page.get_by_label("Name (English)").fill("Skills partnerships")
    pick(page, "parent", "Legal migration")
    save(page)

    assert Theme.objects.get(slug="skills-partnerships").parent == domain
    assert watch.found == []


def test_series(page, watch):
    open_form(page, "events_series")
    page.locator("#id_title_en").fill("Webinars on return")
    page.get_by_label("Kind").select_option("series")
    save(page)

    assert Series.objects.get().slug == "webinars-on-return"
    assert watch.found == []


def test_document_adopted_at_an_event(page, watch):
    event = factories.EventFactory(title_en="Ministerial Conference")
    page.goto(reverse("admin:events_event_change", args=[event.pk]))
    page.get_by_role("link", name="Add a document adopted at this event").click()
    page.locator("#id_title_en").fill("Cairo Declaration")
    page.get_by_label("Type:").select_option("declaration")
    page.get_by_label("Nature").select_option("outcome")
    page.locator("#id_availability").select_option("text_seen")
    page.locator("#id_adopted_0").fill("2025-04-09")
    save(page)

    document = Document.objects.get()
    assert (document.slug, document.adopting_event, str(document.adopted)) == (
        "cairo-declaration",
        event,
        "9 April 2025",
    )
    assert watch.found == []


def test_commitment_with_its_first_step(page, watch):
    valletta = factories.DocumentFactory(title_en="Joint Valletta Action Plan")
    provision = factories.ProvisionFactory(document=valletta, number="12", text_en="Double the grants.")
    factories.PartnerFactory(name_en="Kenya")
    open_form(page, "declarations_commitment")
    pick(page, "provision", "Valletta")
    page.locator("#id_title_en").press_sequentially("Double the grants")
    pick(page, "actors", "Kenya")
    page.locator("#id_due_0").fill("2016")
    add_row(page, "entries")
    page.locator("#id_entries-0-date_0").fill("2018-05")
    page.locator("#id_entries-0-status").select_option("achieved")
    write(page, "entries-0-text_en", "They were doubled.")
    save(page)

    commitment = Commitment.objects.with_status().get()
    [entry] = commitment.entries.all()
    assert (commitment.slug, commitment.provision, commitment.status, commitment.state) == (
        "double-the-grants",
        provision,
        "achieved",
        "draft",
    )
    assert (entry.text_en, entry.status, entry.state) == (
        "<p>They were doubled.</p>",
        "achieved",
        "published",
    )
    assert watch.found == []


def test_page(page, watch):
    open_form(page, "pages_page")
    page.locator("#id_title_en").fill("Accessibility")
    write(page, "body_en", "Everybody can read this.")
    save(page)

    assert Page.objects.get().body_en == "<p>Everybody can read this.</p>"
    assert watch.found == []


def test_second_of_two_editors_keeps_what_they_typed(page, watch):
    event = factories.EventFactory(title_en="Meeting")
    event.save()
    page.goto(reverse("admin:events_event_change", args=[event.pk]))
    page.get_by_label("City (English)").fill("Entebbe")
    event.refresh_from_db()
    event.title_en = "Meeting on returns"
    event.save()

    page.locator("input[name=_save]").last.click()
    expect(page.get_by_role("heading", name="What was changed meanwhile")).to_be_visible()
    expect(page.get_by_label("City (English)")).to_have_value("Entebbe")
    save(page)

    event.refresh_from_db()
    assert (event.title_en, event.city_en) == ("Meeting on returns", "Entebbe")
    assert watch.found == []


def test_texts_in_three_languages_are_all_there_without_scripts(browser, live_server):
    event = factories.EventFactory()
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    sign_in(page, live_server.url)
    page.goto(reverse("admin:events_event_change", args=[event.pk]))

    for language in ["en", "fr", "ar"]:
        expect(page.locator(f"#id_title_{language}")).to_be_visible()
    page.locator("#id_title_fr").fill("Réunion")
    page.locator("input[name=_save]").last.click()

    event.refresh_from_db()
    assert event.title_fr == "Réunion"
    context.close()


def test_language_of_the_desk_is_chosen_on_every_page(page, watch):
    page.goto(reverse("admin:events_event_changelist"))
    page.locator(".desk-languages [lang=ar]").click()

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.url.endswith(reverse("admin:events_event_changelist"))
    assert watch.found == []
