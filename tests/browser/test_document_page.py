"""A document with files, paragraphs and two versions, as a reader's browser shows it."""

import pytest

from tests.browser.screens import WITH_FRENCH
from tests.browser.visiting import Visit, violations, wrong_with
from tests.factories import (
    CommitmentFactory,
    DocumentFactory,
    DocumentVersionFactory,
    ProgressEntryFactory,
    ProvisionFactory,
    StoredFileFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = [
    "",
    "?text=ar",
    "text/",
    "text/?of=file&page=50",
    "text/?of=file&text=ar",
    "compare/en@2.pdf/",
]
FIRST_VISIT_BYTES = 40 * 1024


def file(*pages, **facts):
    return StoredFileFactory(format="pdf", page_count=len(pages), text_pages=list(pages), **facts)


@pytest.fixture
def document():
    document = DocumentFactory(
        slug="rome", title_en="Rome Declaration", title_ar="إعلان روما", type="declaration"
    )
    words = [f"Page {number}. " + "Partners cooperate in all that they agreed. " * 30 for number in range(60)]
    DocumentVersionFactory(document=document, file=file(*words))
    changed = file(*words[:5], "Something new.", *words[5:], size=1_234_567)
    DocumentVersionFactory(document=document, file=changed, note_en="A page was missing.")
    DocumentVersionFactory(document=document, language="fr", file=file("", has_text=False))
    DocumentVersionFactory(document=document, language="ar", file=file("نتفق على مكافحة الاتجار بالبشر."))
    DocumentVersionFactory(document=document, language="ar", file=file("كلمات."), withdrawn=True)
    for number in range(1, 8):
        provision = ProvisionFactory(
            document=document,
            position=number,
            eid=f"para-{number}",
            number=str(number) if number % 2 else "",
            heading_en="Cooperation",
            text_ar="نتفق على مكافحة الاتجار بالبشر." if number > 2 else None,
            standing="paraphrase" if number > 5 else "text",
            sources=[f"https://example.org/a/rather/long/address/{number}"],
        )
        ProgressEntryFactory(commitment=CommitmentFactory(provision=provision), document=DocumentFactory())
    return document


@pytest.mark.parametrize(("language", "width"), WITH_FRENCH)
def test_its_pages_fit_are_accessible_and_complain_of_nothing_with_everything_unfolded(
    browser, live_server, document, language, width
):
    found = {}
    with Visit(browser, live_server.url, width=width, scripts=True) as visit:
        for path in PAGES:
            visit.goto(f"/{language}/documents/rome/{path}")
            visit.page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
            wrong = [*wrong_with(visit), *violations(visit)]
            if wrong:
                found[path] = wrong

    assert found == {}


def test_a_first_visit_to_any_of_them_is_light(browser, portal):
    # As the production server sends it, with the words that the record has.
    with Visit(browser, portal).goto("/ar/documents/cairo-ministerial-declaration-2025/") as visit:
        assert 0 < visit.bytes <= FIRST_VISIT_BYTES


def test_the_link_of_a_paragraph_is_copied_and_without_scripts_is_a_plain_one(browser, live_server, document):
    address = f"{live_server.url}/en/documents/rome/#para-3"
    with Visit(browser, live_server.url, scripts=True) as visit:
        visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
        visit.goto("/en/documents/rome/text/")
        visit.page.locator("#para-3 .permalink").click()
        visit.page.get_by_text("This link is copied.").wait_for()

        assert visit.page.evaluate("navigator.clipboard.readText()") == address
        assert visit.page.url == f"{live_server.url}/en/documents/rome/text/"

    with Visit(browser, live_server.url).goto("/en/documents/rome/text/") as visit:
        visit.page.locator("#para-3 .permalink").click()

        assert visit.page.url == address


def test_a_reader_without_scripts_reads_the_paragraphs_in_arabic_on_an_english_page(
    browser, live_server, document
):
    with Visit(browser, live_server.url).goto("/en/documents/rome/") as visit:
        visit.page.locator("#provisions").get_by_role("link", name="العربيّة").click()

        words = visit.page.locator("#para-3 .provision-words p")
        assert visit.page.locator("html").get_attribute("lang") == "en"
        assert words.inner_text() == "نتفق على مكافحة الاتجار بالبشر."
        assert words.evaluate("words => getComputedStyle(words).direction") == "rtl"
