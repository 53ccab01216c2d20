"""A spreadsheet comes in, in a real Chromium, with and without scripts, on pages fit for everybody."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from events.models import Participation
from spreadsheets.views import progress
from tests import factories
from tests.browser.desk import Watch, sign_in, violations
from tests.browser.screens import SCREENS

pytestmark = pytest.mark.django_db(transaction=True)

EVENTS, PARTNERS = 10, 20


@pytest.fixture
def watch(page, live_server):
    sign_in(page, live_server.url)
    return Watch(page, live_server.url)


@pytest.fixture
def rows(tmp_path):
    """Two hundred participations, of which three are wrong."""
    for number in range(EVENTS):
        factories.EventFactory(slug=f"meeting-{number}", title_en=f"Meeting number {number}")
    for number in range(PARTNERS):
        factories.OrganisationFactory(slug=f"partner-{number}", name_en=f"Partner number {number}")
    factories.OrganisationFactory(slug="ethiopia", name_en="Ethiopia")
    lines = [
        [f"Meeting number {event}", f"Partner number {partner}", "participant"]
        for event in range(EVENTS)
        for partner in range(PARTNERS)
    ]
    lines[12][1] = "Etiopia"
    lines[99][2] = "boss"
    lines[199][0] = "Meeting that never was"
    path = tmp_path / "participations.csv"
    path.write_text("\n".join(";".join(line) for line in [["Réunion", "Partenaire", "Rôle"], *lines]))
    return path


def send(page, path):
    page.goto(reverse("admin:events_event_changelist"))
    page.get_by_role("link", name="Import …").click()
    page.get_by_label("Participations").check()
    page.locator("#id_file").set_input_files(path)
    page.get_by_role("button", name="Go on to the columns").click()


def test_two_hundred_participations_with_three_bad_rows_come_in_and_are_taken_back(page, watch, rows):
    send(page, rows)
    page.get_by_label("Réunion").select_option(label="Event *")
    page.get_by_role("button", name="Check the rows").click()

    expect(page.get_by_text("3 rows are to be corrected.")).to_be_visible()
    expect(page.locator(".sheet-wrong legend")).to_have_text(["Row 14", "Row 101", "Row 201"])
    expect(page.get_by_text("No partner is called “Etiopia”. Did you mean “Ethiopia”?")).to_be_visible()
    assert Participation.objects.count() == 0
    page.locator(".sheet-wrong").nth(0).get_by_label("Partner").fill("Ethiopia")
    page.locator(".sheet-wrong").nth(1).get_by_label("Role").fill("chair")
    page.get_by_label("Leave row 201 out of this import").check()
    page.get_by_role("button", name="Correct and check again").click()

    expect(page.get_by_text("New: 199.")).to_be_visible()
    page.get_by_role("button", name="Import 199 rows").click()
    expect(page.get_by_text("Imported on")).to_be_visible()
    assert Participation.objects.count() == 199

    page.get_by_role("link", name="Undo this import …").click()
    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_text("Undone on")).to_be_visible()
    assert Participation.objects.count() == 0
    assert watch.found == []


def test_long_import_shows_how_far_it_is_and_leads_to_its_result_by_itself(page, watch, rows, monkeypatch):
    monkeypatch.setattr(progress, "ROWS_AT_ONCE", 10)
    send(page, rows)
    page.get_by_label("Réunion").select_option(label="Event *")
    page.get_by_role("button", name="Check the rows").click()

    expect(page.get_by_text("3 rows are to be corrected.")).to_be_visible()
    assert watch.found == []


def test_long_import_needs_no_script(browser, live_server, rows, monkeypatch):
    monkeypatch.setattr(progress, "ROWS_AT_ONCE", 10)
    with browser.new_context(base_url=live_server.url, java_script_enabled=False) as context:
        page = context.new_page()
        sign_in(page, live_server.url)
        send(page, rows)
        page.get_by_label("Réunion").select_option(label="Event *")
        page.get_by_role("button", name="Check the rows").click()
        expect(page.locator(".sheet-progress li:last-child")).to_be_visible()
        page.get_by_role("link", name="It is over: show the result").click()

        expect(page.get_by_text("3 rows are to be corrected.")).to_be_visible()


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_every_page_is_fit_for_everybody(page, live_server, rows, language, width):
    sign_in(page, live_server.url)
    page.set_viewport_size({"width": width, "height": 900})
    send(page, rows)
    columns = page.url
    page.get_by_label("Réunion").select_option(label="Event *")
    page.get_by_role("button", name="Check the rows").click()
    run = page.url
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    watch = Watch(page, live_server.url)
    for address in [
        reverse("spreadsheets:imports"),
        reverse("spreadsheets:upload"),
        reverse("spreadsheets:export", args=["events"]),
        columns,
        run,
        f"{run}?show=new",
    ]:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
        assert watch.found == [], address
        assert violations(page) == [], address
        watch.found.clear()
