"""Every public template in a real browser, scripts off, as the production server sends it."""

import pytest
from playwright.sync_api import expect

from scripts.quality import walk
from tests.browser.visiting import Visit, violations, wrong_with

# Of each template, and the hard states: no date, no place, three hosts, Arabic inside.
PAGES = [*walk.shipped(), "nowhere/"]
# French by `make quality`, and by `make test`.
LANGUAGES = ["en", "ar", pytest.param("fr", marks=pytest.mark.long)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_fits_a_small_phone_is_accessible_and_complains_of_nothing(browser, portal, language):
    found = {}
    with Visit(browser, portal, width=320, scripts=True) as visit:
        for path in PAGES:
            visit.goto(f"/{language}/{path}")
            wrong = [*wrong_with(visit), *violations(visit)]
            if wrong:
                found[path] = wrong

    assert found == {}


# In English by `make quality`, as in French.
@pytest.mark.parametrize("language", ["ar", pytest.param("en", marks=pytest.mark.long)])
def test_every_page_fits_a_desk_and_complains_of_nothing(browser, portal, language):
    found = {}
    with Visit(browser, portal) as visit:
        for path in PAGES:
            visit.goto(f"/{language}/{path}")
            wrong = wrong_with(visit)
            if wrong:
                found[path] = wrong

    assert found == {}


def test_a_reader_finds_the_cairo_conference_in_english(browser, portal):
    with Visit(browser, portal).goto("/") as visit:
        page = visit.page
        page.get_by_role("link", name="Events", exact=True).first.click()
        page.get_by_label("Words in the title").fill("ministerial conference")
        page.locator("main").get_by_role("button", name="Search").click()
        page.get_by_role("link", name="2nd Ministerial Conference of the Khartoum Process").click()

        expect(page).to_have_title("2nd Ministerial Conference of the Khartoum Process – Khartoum Process")
        text = page.locator("main").inner_text()

    for words in [
        "Cairo, Egypt",
        "9 April 2025",
        "Host\nEgypt",
        "Outgoing chair\nEgypt",
        "Incoming chair\nFrance",
        "Cairo Ministerial Declaration",
        "Cairo Action Plan",
        "Badr Abdelatty\nMinister of Foreign Affairs, Emigration and Egyptian Expatriates, Egypt",
        "Legal migration and mobility",
        "khartoumprocess.net",
    ]:
        assert words in text, words


def test_a_reader_finds_the_cairo_conference_in_arabic(browser, portal):
    with Visit(browser, portal, width=320).goto("/ar/") as visit:
        page = visit.page
        page.goto("/ar/events/?type=ministerial_conference")
        page.get_by_role("link", name="المؤتمر الوزاري الثاني لعملية الخرطوم").click()

        assert page.locator("html").get_attribute("dir") == "rtl"
        text = page.locator("main").inner_text()
        heading = page.locator("h1").evaluate("heading => getComputedStyle(heading).direction")

    assert heading == "rtl"
    facts = ["القاهرة", "9 أبريل 2025", "مصر", "فرنسا"]
    adopted_and_speaker = ["إعلان القاهرة الوزاري", "خطة عمل القاهرة", "بدر عبد العاطي"]
    for words in [*facts, *adopted_and_speaker]:
        assert words in text, words


def test_the_language_switch_leads_to_the_same_page_with_the_same_question(browser, portal):
    with Visit(browser, portal).goto("/en/events/?type=webinar") as visit:
        visit.page.get_by_role("link", name="français").first.click()

        assert visit.page.url == f"{portal}/fr/events/?type=webinar"
        assert visit.page.locator("html").get_attribute("lang") == "fr"


def test_an_old_address_leads_to_the_new_page(browser, portal):
    old = "/activities/2nd-ministerial-conference-of-the-khartoum-process"

    with Visit(browser, portal).goto(old) as visit:
        assert visit.page.url == f"{portal}/en/events/ministerial-cairo-2025/"
