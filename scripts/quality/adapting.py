"""What readers set for themselves: large text, wide spacing, no motion, colours of their own, no styles."""

from playwright.sync_api import Browser, Page

from scripts.quality.accessibility import AT_REST, UNFOLD, violations
from scripts.quality.browsers import script, too_wide, window
from scripts.quality.found import Found
from scripts.quality.site import Site

LANGUAGES = ("en", "ar")
# WCAG 1.4.12, and 1.4.4 as browsers do it that enlarge text alone. Letters of Arabic are joined: what is set
# apart there is words and lines.
SPACED = """* { line-height: 1.5 !important; word-spacing: 0.16em !important; }
:root:not([lang=ar]) * { letter-spacing: 0.12em !important; }
p { margin-block-end: 2em !important; }"""
LARGE = "html { font-size: 200% !important; }"
ENHANCED = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}}


def look(browser: Browser, site: Site) -> Found:
    found = Found()
    wishes = (large, spaced, still, forced, contrasted, unstyled)
    for wish in wishes:
        for language in LANGUAGES:
            for path, wrong in wish(browser, site, language):
                found.findings += [f"{wish.__name__}: /{language}/{path}: {one}" for one in wrong]
    found.figures.append(f"{len(site.paths())} pages with {', '.join(wish.__name__ for wish in wishes)}")
    return found


def pages(page: Page, site: Site, language: str):
    for path in site.paths():
        page.goto(f"/{language}/{path}")
        page.evaluate(UNFOLD)
        yield path


def large(browser: Browser, site: Site, language: str):
    """Text of twice the size on a desk. Enlarged four times, a page is one of 320 px, which axe has seen."""
    with window(browser, site.address, width=1280) as page:
        for path in pages(page, site, language):
            page.add_style_tag(content=LARGE)
            yield path, [*too_wide(page), *page.evaluate(script("cut_off"))]


def spaced(browser: Browser, site: Site, language: str):
    with window(browser, site.address, width=320) as page:
        for path in pages(page, site, language):
            page.add_style_tag(content=SPACED)
            yield path, [*too_wide(page), *page.evaluate(script("cut_off"))]


def still(browser: Browser, site: Site, language: str):
    with window(browser, site.address, width=1280, reduced_motion="reduce") as page:
        for path in pages(page, site, language):
            yield path, page.evaluate(script("moving"))


def forced(browser: Browser, site: Site, language: str):
    with window(browser, site.address, width=1280, forced_colors="active") as page:
        for path in pages(page, site, language):
            yield path, page.evaluate(script("untold"))


def contrasted(browser: Browser, site: Site, language: str):
    """Whoever asks for more contrast is given that of level AAA."""
    with window(browser, site.address, width=1280, contrast="more") as page:
        for path in pages(page, site, language):
            light = violations(page, ENHANCED)
            page.emulate_media(color_scheme="dark", contrast="more")
            page.evaluate(AT_REST)
            dark = violations(page, ENHANCED)
            page.emulate_media(color_scheme="light", contrast="more")
            yield path, [*light, *(f"dark: {one}" for one in dark)]


def unstyled(browser: Browser, site: Site, language: str):
    with window(browser, site.address, width=1280, java_script_enabled=True) as page:
        page.route("**/*.css", lambda route: route.abort())
        for path in pages(page, site, language):
            yield path, page.evaluate(script("huge"))
