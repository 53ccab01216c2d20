"""The tracker and a commitment's trail, as a reader's browser shows them."""

import pytest

from publishing.dates import PartialDate
from tests.browser.screens import WITH_FRENCH
from tests.browser.visiting import Visit, violations, wrong_with
from tests.factories import (
    CommitmentFactory,
    DocumentFactory,
    EventFactory,
    PartnerFactory,
    ProgressEntryFactory,
    ProvisionFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = [
    "commitments/",
    "commitments/?document=plan&status=achieved",
    "commitments/?status=forgotten",
    "commitments/?q=nothing",
    "commitments/commitment-0/",
    "members/country-0/",
    "themes/subject/",
]


@pytest.fixture
def commitments():
    """A full page of them, in every status, with all that one can say."""
    plan = DocumentFactory(
        slug="plan", title_en="Joint Valletta Action Plan", title_ar="خطة عمل فاليتا المشتركة"
    )
    partners = [PartnerFactory(slug=f"country-{number}", name_en=f"Republic {number}") for number in range(9)]
    theme = ThemeFactory(slug="subject", name_en="Legal migration and mobility")
    for number in range(26):
        commitment = CommitmentFactory(
            slug=f"commitment-{number}",
            title_en=f"Double the number of scholarships for students and academic staff, part {number}",
            title_ar=None if number % 2 else "مضاعفة عدد المنح الدراسية للطلاب وأعضاء هيئة التدريس",
            description_en="<p>Compared with 2014.</p>",
            theme=theme,
            due=PartialDate.parse("2016"),
            provision=ProvisionFactory(
                document=plan,
                number=str(number),
                text_en="Promote regular channels for migration and mobility. " * 3,
                standing="paraphrase",
                sources=["https://example.org/plan"],
            ),
        )
        commitment.actors.add(*partners[: number % 3 * 4 + 1])
        status = ["", "in_progress", "achieved", "superseded", "not_pursued"][number % 5]
        ProgressEntryFactory(
            commitment=commitment,
            status=status,
            event=EventFactory(title_ar="اجتماع"),
            document=DocumentFactory(),
            sources=["https://example.org/a/report"],
        )


@pytest.mark.parametrize(("language", "width"), WITH_FRENCH)
def test_every_page_fits_is_accessible_and_complains_of_nothing(
    browser, live_server, commitments, language, width
):
    found = {}
    with Visit(browser, live_server.url, width=width, scripts=True) as visit:
        for path in PAGES:
            visit.goto(f"/{language}/{path}")
            visit.page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
            wrong = [*wrong_with(visit), *violations(visit)]
            if wrong:
                found[path] = wrong

    assert found == {}


def test_a_reader_comes_from_the_bar_of_statuses_to_the_evidence_without_scripts(
    browser, live_server, commitments
):
    with Visit(browser, live_server.url).goto("/en/commitments/") as visit:
        page = visit.page
        page.locator(".statuses").get_by_role("link", name="Achieved").click()
        assert page.locator("[role=status]").inner_text() == "5 found"
        page.locator(".commitment-card h3 a").first.click()
        text = page.locator("main").inner_text()

    for words in ["Achieved", "Paraphrase of a summary; not the authentic text", "Overdue"]:
        assert (words in text) is (words != "Overdue"), words
