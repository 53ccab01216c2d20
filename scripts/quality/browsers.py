"""The machine's own Chromium, as visitors with different needs have set it up."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.chromium import flags, path_of_chromium


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path_of_chromium(), args=flags())
        yield browser
        browser.close()


@contextmanager
def window(browser: Browser, address: str, *, width: int, **options: Any) -> Iterator[Page]:
    """One tab, with nothing kept of earlier ones. What is looked at may be styled anew from outside."""
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": 900}, bypass_csp=True, **options
    )
    yield context.new_page()
    context.close()


def too_wide(page: Page) -> list[str]:
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{overflow} px too wide"] if overflow > 0 else []


@cache
def script(name: str) -> str:
    """What a page is asked, from the folder `js`."""
    return (Path(__file__).parent / "js" / f"{name}.js").read_text()
