"""axe with the rules of WCAG 2.2 AA on every page: three languages, a phone and a desk, light and dark."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from scripts.quality.browsers import too_wide, window
from scripts.quality.found import Found
from scripts.quality.site import Site
from scripts.quality.walk import LANGUAGES

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDTHS = (320, 1280)
UNFOLD = "document.querySelectorAll('details:not([name])').forEach(part => part.open = true)"
# The menu of a phone lies over the page while it is open: what is behind it is looked at without.
MENU = ".navigation details"
FOLD_MENU = f"document.querySelectorAll('{MENU}').forEach(menu => menu.open = false)"
# Colours change by and by.
AT_REST = "() => Promise.all(document.getAnimations().map((one) => one.finished))"


def look(browser: Browser, site: Site) -> Found:
    found = Found()
    looked = 0
    for width in WIDTHS:
        for language in LANGUAGES:
            with window(browser, site.address, width=width) as page:
                found.findings += [
                    f"/{language}/ at {width} px: menu: {wrong}" for wrong in menu(page, language)
                ]
                for path, status in site.paths().items():
                    where = f"/{language}/{path} at {width} px"
                    found.findings += [
                        f"{where}: {wrong}" for wrong in wrong_on(page, f"/{language}/{path}", status)
                    ]
                    looked += 1
    found.figures.append(f"{looked} pages, each light and dark")
    return found


def wrong_on(page: Page, path: str, status: int) -> list[str]:
    answer = page.goto(path)
    wrong = too_wide(page)
    if answer is None or answer.status != status:
        wrong.append(f"does not answer with {status}")
    page.evaluate(UNFOLD)
    wrong += too_wide(page)
    page.evaluate(FOLD_MENU)
    wrong += violations(page, RULES)
    page.emulate_media(color_scheme="dark")
    page.evaluate(AT_REST)
    dark = violations(page, {"runOnly": {"type": "rule", "values": ["color-contrast"]}})
    page.emulate_media(color_scheme="light")
    return [*wrong, *(f"dark: {one}" for one in dark)]


def menu(page: Page, language: str) -> list[str]:
    """It is the same on every page, so that it is opened on one."""
    page.goto(f"/{language}/")
    page.evaluate(UNFOLD)
    return violations(page, RULES, "header")


def violations(page: Page, rules: dict[str, Any], within: str = "html") -> list[str]:
    """What keeps somebody from using the page as it stands now."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    response = page.evaluate(
        "([within, rules]) => axe.run(within, rules)", [within, {**rules, "resultTypes": ["violations"]}]
    )
    return [
        f"{row['id']}: {node['target'][0]} {node['html'][:100]}"
        for row in response["violations"]
        for node in row["nodes"][:3]
    ]
