"""Through each page by the Tab key alone: everything is reached, in the order it is read, and can be seen."""

from itertools import pairwise

from playwright.sync_api import Browser, Page

from scripts.quality.browsers import script, window
from scripts.quality.found import Found
from scripts.quality.site import Site

# An English page on a desk, an Arabic one on a phone, and one in colours of the system.
WINDOWS = (
    ("en", {"width": 1280}),
    ("ar", {"width": 320}),
    ("fr", {"width": 1280, "forced_colors": "active"}),
)
# A page with more is looked at so far.
MOST_STOPS = 400
PARTS_OF_FIELDS = 20


def look(browser: Browser, site: Site) -> Found:
    found = Found()
    count = 0
    for language, options in WINDOWS:
        with window(browser, site.address, **options) as page:
            for path in site.paths():
                stops, wrong = walked(page, f"/{language}/{path}")
                count += stops
                where = f"/{language}/{path} {', '.join(map(str, options.values()))}"
                found.findings += [f"{where}: {one}" for one in wrong]
    found.figures.append(f"{count} stops on {len(WINDOWS) * len(site.paths())} pages")
    return found


def walked(page: Page, path: str) -> tuple[int, list[str]]:
    """How many stops there were, and what was wrong with them."""
    page.goto(path)
    reachable = min(page.evaluate(script("stops")), MOST_STOPS)
    here_script = script("here")
    wrong: list[str] = []
    places: list[int] = []
    # Where the focus is trapped, some are not reached; the parts of a field for days are stops inside one.
    for _press in range(reachable + PARTS_OF_FIELDS):
        if len(places) == reachable:
            break
        page.keyboard.press("Tab")
        here = page.evaluate(here_script)
        if here is None:
            break
        # A part shows by itself that it has the focus.
        if here["place"] in places[-1:]:
            continue
        if here["place"] in places:
            wrong.append(f"the focus comes back before it was everywhere: {here['html']}")
            break
        places.append(here["place"])
        wrong += [f"{one}: {here['html']}" for one in here["wrong"]]
    back = [place for before, place in pairwise(places) if place < before]
    if back and -1 not in places:
        wrong.append(f"the order of stops goes back to stop {back[0]}")
    missed = reachable - len(places)
    if missed:
        wrong.append(f"{missed} of {reachable} not reached")
    return len(places), wrong
