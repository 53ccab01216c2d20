"""What comes out of a printer."""

import pypdfium2
import pytest


def printed(page, address):
    """The words on each sheet of A4."""
    page.goto(address)
    sheets = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    return [sheet.get_textpage().get_text_bounded() for sheet in sheets]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_meeting_is_a_brief_of_two_pages(page, portal, language):
    sheets = printed(page, f"{portal}/{language}/events/ministerial-cairo-2025/")

    assert len(sheets) == 2
    # The documents, where to find them, and where all of this is: whole addresses, that can be typed.
    site = page.locator("html").get_attribute("data-site")
    assert site.startswith("http")
    assert f"{site}/{language}/documents/cairo-action-plan-2025/" in "".join(sheets)
    assert f"{site}/{language}/events/ministerial-cairo-2025/" in sheets[1]


def test_a_document_s_sheet_says_what_its_numbers_lead_to_and_how_it_is_cited(page, portal):
    words = "".join(printed(page, f"{portal}/en/documents/cairo-ministerial-declaration-2025/"))

    assert "Sources: [1] [2]" in words
    assert "<https://" in words.partition("Cross-cutting approaches")[2].partition("Cite this document")[0]
    assert "ISO 690" in words


@pytest.mark.parametrize(
    "path",
    [
        "events/",
        "events/calendar/?month=2018-05",
        "documents/by-meeting/",
        "years/2024/",
        "chairmanships/egypt-2024/",
    ],
)
def test_paper_bears_what_is_read_and_nothing_to_press(page, portal, path):
    page.goto(f"{portal}/en/{path}")
    page.emulate_media(media="print")

    assert page.locator("main h1").is_visible()
    pressed = page.locator("nav, form, button, .button, summary, input, select")
    assert [control.inner_text() for control in pressed.all() if control.is_visible()] == []
