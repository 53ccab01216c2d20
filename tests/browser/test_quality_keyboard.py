"""What visitors come for, done with the keyboard alone and without scripts. Each stop on the way is seen."""

import pytest

from scripts.quality.browsers import script
from tests.browser.visiting import Visit

MOST_STOPS = 150


class Reader:
    """Somebody who has no pointer."""

    def __init__(self, visit):
        self.page = visit.page

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def stop(self):
        """On the next thing that can be pressed or filled in: its words. Nothing at the end of the page."""
        self.press("Tab")
        here = self.page.evaluate(script("here"))
        if here is None:
            return None
        assert here["wrong"] == [], here["html"]
        return " ".join(here["words"].split())

    def reach(self, words):
        passed = []
        while len(passed) < MOST_STOPS:
            passed.append(self.stop())
            if passed[-1] is None:
                break
            if words in passed[-1]:
                return
        raise AssertionError(f"{words} is not among {passed}")

    def write(self, words):
        self.page.keyboard.type(words)


@pytest.fixture
def reader_at(browser, portal):
    """Opens a page for a reader, at a desk if nothing else is said."""
    visits = []

    def open_page(path, **options):
        visits.append(Visit(browser, portal, **options).goto(path))
        return Reader(visits[-1])

    yield open_page
    for visit in visits:
        visit.context.close()


def test_the_menu_of_a_phone_opens_and_leads_on(reader_at, portal):
    reader = reader_at("/en/members/egypt/", width=320)
    reader.reach("Menu")
    reader.press("Enter")
    reader.reach("Documents")
    reader.press("Enter")

    reader.page.wait_for_url(f"{portal}/en/documents/")


def test_the_first_stop_leads_past_the_head_of_the_page(reader_at):
    reader = reader_at("/ar/events/ministerial-cairo-2025/")

    assert reader.stop() == "الانتقال إلى المحتوى"
    reader.press("Enter")
    reader.stop()

    assert reader.page.locator("main :focus").count() == 1


def test_a_list_is_narrowed_and_one_of_it_opened(reader_at, portal):
    reader = reader_at("/en/events/")
    reader.reach("Words in the title")
    reader.write("ministerial conference")
    reader.press("Enter")
    reader.page.wait_for_url("**q=ministerial+conference**")
    reader.reach("2nd Ministerial Conference of the Khartoum Process")
    reader.press("Enter")

    reader.page.wait_for_url(f"{portal}/en/events/ministerial-cairo-2025/")


def test_another_language_is_chosen(reader_at, portal):
    reader = reader_at("/en/events/?type=webinar")
    reader.reach("العربيّة")
    reader.press("Enter")

    reader.page.wait_for_url(f"{portal}/ar/events/?type=webinar")


def test_a_word_is_looked_for_and_a_document_read(reader_at, portal):
    reader = reader_at("/en/")
    reader.reach("Search the portal")
    reader.write("rome declaration")
    reader.press("Enter")
    reader.page.wait_for_url("**/en/search/?q=rome+declaration")
    reader.reach("Declaration of the Ministerial Conference")
    reader.press("Enter")

    reader.page.wait_for_url(f"{portal}/en/documents/rome-declaration-2014/")


def test_how_to_subscribe_is_unfolded_and_a_calendar_taken_away(reader_at):
    reader = reader_at("/en/events/")
    reader.reach("Calendar as a file")
    with reader.page.expect_download() as download:
        reader.press("Enter")
    assert download.value.suggested_filename.endswith(".ics")
    reader.reach("How it works")
    reader.press("Space")

    assert reader.page.get_by_text("It is a copy of how things stand today").is_visible()
