"""A meeting as it comes in an e-mail, entered and published in three languages, in a real Chromium."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from events.models import Event
from members.models import Partner
from publishing.dates import PartialDate
from tests import factories
from tests.browser.desk import Watch, sign_in, violations
from tests.browser.screens import SCREENS

pytestmark = pytest.mark.django_db(transaction=True)

WORD = Path(__file__).parents[1] / "publishing" / "pasted" / "word.html"
AGENDA = """\
09:30 – 10:00 Opening remarks, H.E. the Minister
10:00 – 11:30 Session 1: Return and reintegration
11:30 Any other business"""


@pytest.fixture
def watch(page, live_server):
    sign_in(page, live_server.url)
    return Watch(page, live_server.url)


@pytest.fixture
def tenth():
    members = [
        factories.PartnerFactory(name_en=name, slug=name.lower()) for name in ("Egypt", "Kenya", "Sudan")
    ]
    for partner in members:
        factories.MembershipFactory(partner=partner)
    return factories.EventFactory(
        type="senior_officials_meeting",
        title_en="10th Senior Officials’ Meeting",
        title_fr="10e réunion de hauts fonctionnaires",
        title_ar="الاجتماع العاشر لكبار المسؤولين",
        ordinal_scheme="som",
        ordinal_number=10,
        date=PartialDate.parse("2024-04-17", "2024-04-18"),
    )


def in_language(page, name):
    page.get_by_role("tab", name=name).first.click()


def write(page, field, words):
    editor_of(page, field).click()
    page.keyboard.type(words)


def editor_of(page, field):
    editor = page.locator(f"#id_{field}").locator("xpath=ancestor::*[contains(@class, 'prose-editor')]")
    return editor.locator("[contenteditable]")


def paste(page, field, html):
    """As the clipboard brings it."""
    editor_of(page, field).evaluate(
        """(editor, html) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", html);
            const how = { clipboardData, bubbles: true, cancelable: true };
            editor.dispatchEvent(new ClipboardEvent("paste", how));
        }""",
        html,
    )


def begin_next(page):
    """From the list to a form that holds what stays the same."""
    page.goto(reverse("admin:events_event_changelist"))
    page.get_by_role("link", name=re.compile("Add event", re.IGNORECASE)).click()
    page.get_by_role("link", name="Senior Officials’ Meeting", exact=True).click()
    expect(page.locator("#id_title_en")).to_have_value("11th Senior Officials’ Meeting")


def test_meeting_from_an_agenda_e_mail_is_published_in_three_languages(page, watch, tenth):
    begin_next(page)
    page.locator("#id_status").select_option("held")
    page.locator("#id_date_0").fill("8–9 May 2024")
    expect(page.get_by_text("Understood as 8–9 May 2024")).to_be_visible()
    page.get_by_label("Country").select_option("SD")
    page.get_by_label("City (English)").fill("Khartoum")
    paste(page, "text_en", WORD.read_text())
    expect(editor_of(page, "text_en").locator("ul ul li")).to_have_text("Counselling")
    in_language(page, "français")
    page.get_by_label("City (French)").fill("Khartoum")
    write(page, "text_fr", "Ils se sont réunis.")
    in_language(page, "العربية")
    page.get_by_label("City (Arabic)").fill("الخرطوم")
    write(page, "text_ar", "اجتمعوا.")
    expect(editor_of(page, "text_ar")).to_have_attribute("dir", "rtl")
    page.get_by_role("button", name="All members").click()
    expect(page.get_by_text("3 added, not saved yet.")).to_be_visible()
    page.get_by_text("Paste an agenda").click()
    page.locator("#id_agenda_text").fill(AGENDA)
    page.get_by_role("button", name="Add the items to the agenda").click()
    expect(page.get_by_text("3 items were added to the agenda below")).to_be_visible()
    assert Event.objects.count() == 1

    page.get_by_role("button", name=re.compile("Save, then: Publish now")).click()
    page.get_by_role("button", name="Publish now", exact=True).click()
    expect(page.locator(".messagelist .success").first).to_be_visible()

    event = Event.objects.latest("pk")
    assert (event.slug, event.state, event.ordinal_number) == (
        "11th-senior-officials-meeting-khartoum-2024",
        "published",
        11,
    )
    assert list(event.participations.values_list("partner__slug", "role")) == [
        (slug, "participant") for slug in ("egypt", "kenya", "sudan")
    ]
    assert [(f"{item.time:%H:%M}", item.title_en) for item in event.agenda_items.all()] == [
        ("09:30", "Opening remarks, H.E. the Minister"),
        ("10:00", "Session 1: Return and reintegration"),
        ("11:30", "Any other business"),
    ]
    assert watch.found == []
    for language, title, said in [
        ("en", "11th Senior Officials’ Meeting", "Return and reintegration"),
        ("fr", "11e réunion de hauts fonctionnaires", "Ils se sont réunis."),
        ("ar", "الاجتماع الحادي عشر لكبار المسؤولين", "اجتمعوا."),
    ]:
        page.goto(f"/{language}/events/{event.slug}/")
        expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
        expect(page.locator(".prose").get_by_text(said)).to_be_visible()
    assert watch.found == []


def test_meeting_to_come_is_scheduled(page, watch, tenth):
    begin_next(page)
    page.locator("#id_date_0").fill("May 2099")
    page.get_by_label("Country").select_option("SD")
    page.get_by_role("button", name=re.compile("Save, then: Publish at a time to come")).click()
    page.locator("#id_at").fill("2099-01-31T09:00")
    page.get_by_role("button", name="Publish at a time to come", exact=True).click()
    expect(page.locator(".messagelist .success").first).to_be_visible()

    event = Event.objects.latest("pk")
    assert (event.state, str(event.date), event.title_fr) == (
        "scheduled",
        "May 2099",
        "11e réunion de hauts fonctionnaires",
    )
    assert watch.found == []


def test_meeting_is_entered_without_scripts(browser, live_server, tenth):
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    sign_in(page, live_server.url)
    begin_next(page)
    page.locator("#id_date_0").fill("08/05/2099")
    page.get_by_role("button", name="All members").click()
    expect(page.get_by_text("3 partners were added below, and are not saved yet")).to_be_visible()
    expect(page.get_by_text("“08/05/2099” was read as 8 May 2099.")).to_be_visible()
    page.locator("#id_participations-0-role").select_option("host")
    page.locator("input[name=_save]").last.click()
    expect(page.locator(".messagelist .success")).to_be_visible()

    event = Event.objects.latest("pk")
    assert (str(event.date), event.participations.count()) == ("8 May 2099", 3)
    assert Partner.objects.get(participations__role="host").slug == "egypt"
    context.close()


def test_leaving_a_form_asks_once_something_was_typed(page, watch, tenth):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    change = reverse("admin:events_event_change", args=[tenth.pk])
    elsewhere = reverse("admin:events_series_changelist")

    page.goto(change)
    page.get_by_label("Country").click()
    page.goto(elsewhere)
    assert asked == []
    page.goto(change)
    write(page, "text_en", "Typed for an hour")
    page.goto(elsewhere)
    assert asked == ["beforeunload"]
    page.goto(change)
    page.get_by_label("City (English)").fill("Entebbe")
    page.locator("input[name=_save]").last.click()
    expect(page.locator(".messagelist .success, .desk-note").first).to_be_visible()
    assert asked == ["beforeunload"]


def test_form_is_saved_from_the_keyboard(page, watch, tenth):
    change = reverse("admin:events_event_change", args=[tenth.pk])
    page.goto(change)
    page.get_by_label("City (English)").fill("Entebbe")
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist .success")).to_be_visible()

    tenth.refresh_from_db()
    assert tenth.city_en == "Entebbe"
    assert page.url.endswith(change)
    assert watch.found == []


def test_editor_lets_the_keyboard_through(page, watch, tenth):
    page.goto(reverse("admin:events_event_change", args=[tenth.pk]))
    editor_of(page, "text_en").click()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".prose-menubar button:focus")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.isContentEditable")
    assert watch.found == []


def test_probable_twin_is_shown(page, watch, tenth):
    begin_next(page)
    page.locator("#id_date_0").fill("17 April 2024")
    page.locator("input[name=_save]").last.click()
    expect(page.get_by_role("heading", name="Is it one of these?")).to_be_visible()
    expect(page.get_by_role("link", name="10th Senior Officials’ Meeting")).to_be_visible()
    page.get_by_label("It is another: save all the same").check()
    page.locator("input[name=_save]").last.click()
    expect(page.locator(".messagelist .success")).to_be_visible()

    assert Event.objects.count() == 2
    assert watch.found == []


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_form_that_was_begun_is_for_everybody(page, live_server, tenth, language, width):
    sign_in(page, live_server.url, language=language)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{reverse('admin:events_event_add')}?type=senior_officials_meeting")
    page.locator("#paste-agenda summary").click()
    page.locator("#partner-groups summary").first.click()

    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert violations(page) == []
