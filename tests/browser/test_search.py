"""What a reader's browser does with the search: the boxes, what they suggest, and the results."""

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import Visit, violations, wrong_with

LANGUAGES = ["en", "fr", "ar"]


@pytest.fixture
def visit(browser, portal):
    with Visit(browser, portal, scripts=True) as visit:
        yield visit


def box_of(visit):
    return visit.page.get_by_role("combobox", name="Search the portal")


def suggestions_of(visit):
    return visit.page.get_by_role("listbox", name="Suggestions")


def test_a_reader_without_scripts_searches_from_any_page(browser, portal):
    with Visit(browser, portal).goto("/en/members/egypt/") as visit:
        visit.page.get_by_role("searchbox", name="Search the portal").fill("cairo declaration")
        visit.page.locator("header").get_by_role("button", name="Search").click()

        assert visit.page.url == f"{portal}/en/search/?q=cairo+declaration"
        assert (
            visit.page.get_by_role("searchbox", name="Words to look for").input_value() == "cairo declaration"
        )
        visit.page.get_by_role("link", name="Cairo Ministerial Declaration").first.click()

        assert visit.page.locator("h1").inner_text().startswith("Cairo Ministerial Declaration")


def test_a_reader_on_a_phone_without_scripts_has_a_way_to_the_search(browser, portal):
    with Visit(browser, portal, width=320).goto("/ar/events/") as visit:
        link = visit.page.locator("header a[href='/ar/search/']")

        assert link.inner_text() != ""
        link.click()

        assert visit.page.url == f"{portal}/ar/search/"


def test_titles_are_suggested_and_chosen_with_the_keyboard(visit, portal):
    visit.goto("/en/events/")
    box, suggestions = box_of(visit), suggestions_of(visit)
    expect(box).to_have_attribute("aria-expanded", "false")

    box.press_sequentially("cairo minist")

    expect(suggestions).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    options = suggestions.get_by_role("option")
    status = visit.page.locator("header").get_by_role("status")
    expect(status).to_contain_text("suggestion")
    assert violations(visit) == []

    box.press("ArrowDown")

    first = options.first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id"))
    expect(box).to_be_focused()
    address = first.get_attribute("href")

    box.press("Enter")

    visit.page.wait_for_url(f"**{address}")
    assert wrong_with(visit) == []


def test_arrows_go_round_and_end_in_the_box(visit):
    visit.goto("/en/events/")
    box, suggestions = box_of(visit), suggestions_of(visit)
    box.press_sequentially("cairo")
    expect(suggestions).to_be_visible()
    options = suggestions.get_by_role("option")

    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")

    expect(suggestions.locator("[aria-selected=true]")).to_have_count(0)
    assert box.get_attribute("aria-activedescendant") is None


def test_escape_takes_the_suggestions_away_and_then_the_words(visit):
    visit.goto("/en/events/")
    box, suggestions = box_of(visit), suggestions_of(visit)
    box.press_sequentially("cairo")
    expect(suggestions).to_be_visible()

    box.press("Escape")

    expect(suggestions).to_be_hidden()
    expect(box).to_have_value("cairo")
    expect(box).to_have_attribute("aria-expanded", "false")

    box.press("Escape")

    expect(box).to_have_value("")


def test_without_a_choice_the_words_themselves_are_looked_for(visit, portal):
    visit.goto("/en/events/")
    box = box_of(visit)
    box.press_sequentially("cairo")
    expect(suggestions_of(visit)).to_be_visible()

    box.press("Enter")

    visit.page.wait_for_url("**/en/search/?q=cairo")


def test_a_suggestion_can_be_pressed_and_goes_with_the_focus(visit):
    visit.goto("/en/events/")
    box, suggestions = box_of(visit), suggestions_of(visit)
    box.press_sequentially("cairo")
    expect(suggestions).to_be_visible()
    box.press("Tab")
    expect(suggestions).to_be_hidden()

    box.fill("")
    box.press_sequentially("egypt")
    option = suggestions.get_by_role("option").first
    address = option.get_attribute("href")
    option.click()

    visit.page.wait_for_url(f"**{address}")


def test_only_what_was_typed_last_is_asked(visit):
    visit.goto("/en/events/")
    asked = []
    visit.page.on("request", lambda request: asked.append(request.url) if "suggest/" in request.url else None)

    box_of(visit).press_sequentially("cairo ministerial", delay=20)
    expect(suggestions_of(visit)).to_be_visible()

    assert asked[-1].endswith("/en/search/suggest/?q=cairo%20ministerial")
    assert len(asked) < len("cairo ministerial")


def test_suggestions_in_arabic_stand_under_their_box_from_the_right(browser, portal):
    with Visit(browser, portal, width=320, scripts=True).goto("/ar/search/") as visit:
        box = visit.page.get_by_role("combobox")
        box.press_sequentially("القاهرة")
        suggestions = visit.page.get_by_role("listbox")
        expect(suggestions).to_be_visible()

        field, words = box.bounding_box(), suggestions.bounding_box()
        assert words["y"] >= field["y"] + field["height"] - 1
        assert round(words["x"] + words["width"]) == round(field["x"] + field["width"])
        assert suggestions.evaluate("list => getComputedStyle(list).direction") == "rtl"
        assert [*wrong_with(visit), *violations(visit)] == []


@pytest.mark.parametrize(("width", "is_open"), [(320, False), (1280, True)])
def test_ways_to_narrow_are_folded_on_a_phone_and_open_at_a_desk(browser, portal, width, is_open):
    with Visit(browser, portal, width=width).goto("/en/search/?q=cairo") as visit:
        events = visit.page.locator(".facets").get_by_role("link", name="Event").first

        assert events.is_visible() is is_open
        if not is_open:
            visit.page.get_by_text("Narrow down").click()
        events.click()

        assert "kind=event" in visit.page.url


@pytest.mark.parametrize("language", LANGUAGES)
def test_results_are_accessible_at_a_desk(browser, portal, language):
    words = {"en": "migration", "fr": "migration", "ar": "الهجرة"}[language]
    with Visit(browser, portal, scripts=True).goto(f"/{language}/search/?q={words}") as visit:
        assert visit.page.locator(".hit").count() > 1
        assert [*wrong_with(visit), *violations(visit)] == []
