"""What visitors come for, on a phone in Arabic, with scripts off."""

import pytest

from reports.forged import SHORTEST
from tests.browser.visiting import Visit


@pytest.fixture
def page(browser, portal):
    with Visit(browser, portal, width=320) as visit:
        yield visit.page


def test_a_list_is_narrowed_read_on_and_one_of_it_opened(page):
    page.goto("/ar/events/")
    page.locator("main details summary").first.click()
    page.locator("select[name=level]").select_option("technical")
    page.locator("main details button").click()
    first_of_all = page.locator("main article h3").first.inner_text()
    page.locator("main a[rel=next]").click()
    title = page.locator("main article h3 a").first

    assert "level=technical" in page.url
    assert title.inner_text() != first_of_all
    words = title.inner_text()
    title.click()
    assert page.locator("h1").inner_text() == words


def test_the_members_of_another_day_are_asked_for(page):
    page.goto("/ar/members/")
    page.locator("input[name=as_of]").fill("2016-05-01")
    page.locator("form:has(input[name=as_of]) button").click()

    assert "1 مايو 2016" in page.locator("main").inner_text()


def test_a_problem_is_reported_and_the_reader_led_back(page, portal):
    page.goto("/ar/events/ministerial-cairo-2025/")
    page.get_by_role("link", name="الإبلاغ عن مشكلة في هذه الصفحة").click()
    page.locator("main input[type=radio]").first.check()
    page.locator("main textarea").fill("التاريخ غير صحيح.")
    # Nobody reads it sooner.
    page.wait_for_timeout(SHORTEST.total_seconds() * 1000 + 500)
    page.get_by_role("button", name="إرسال البلاغ").click()
    page.get_by_role("link", name="العودة إلى الصفحة").click()

    assert page.url == f"{portal}/ar/events/ministerial-cairo-2025/"
