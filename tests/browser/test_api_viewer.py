"""The viewer of the API's description, in a real browser and under the portal's own policy."""

import pytest

from khartoum.api import description
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_address(live_server, settings):
    """The description names the server it is to be asked of."""
    settings.SITE_URL = live_server.url


@pytest.fixture
def complaints(page, live_server):
    """What the browser complains of, and whom it asks besides this portal."""
    found = []
    page.on("console", lambda message: message.type in ("error", "warning") and found.append(message.text))
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("requestfailed", lambda request: found.append(f"failed: {request.url}"))
    own = (f"{live_server.url}/", "data:")
    page.on("request", lambda request: request.url.startswith(own) or found.append(f"foreign: {request.url}"))
    return found


def test_it_shows_every_operation_and_asks_one_without_a_complaint(page, complaints, settings):
    EventFactory(slug="cairo-2025")
    page.goto("/api/v1/docs/")

    page.locator("#operations-events-events_list").wait_for()
    assert page.locator(".opblock").count() == len(description(settings.SITE_URL)["paths"])
    # One: with all of them open, the viewer takes more than a minute.
    events = page.locator("#operations-events-events_list")
    events.locator(".opblock-summary-control").click()
    events.get_by_role("button", name="Try it out").click()
    events.get_by_role("button", name="Execute").click()
    events.locator(".live-responses-table").get_by_text("cairo-2025").first.wait_for()

    assert complaints == []


def test_a_breach_of_the_policy_would_be_heard(page, complaints):
    page.goto("/api/v1/docs/")
    page.locator(".opblock").first.wait_for()

    with page.expect_event("console"):
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">red</p>')")

    assert len(complaints) == 1
    assert "Content Security Policy" in complaints[0]


def test_without_scripts_it_leads_to_the_description_itself(browser, live_server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/api/v1/docs/")

    page.get_by_role("link", name="OpenAPI").click()

    assert page.url == f"{live_server.url}/api/v1/schema/"
    context.close()
