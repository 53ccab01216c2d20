"""What comes over the wire when somebody visits a page for the first time, and again (DESIGN, rule 9)."""

from dataclasses import dataclass

from playwright.sync_api import Browser

from scripts.quality.browsers import window
from scripts.quality.found import Found
from scripts.quality.site import Site
from scripts.quality.walk import MAIN

FIRST_VISIT, ANOTHER_VISIT = 40 * 1024, 10 * 1024
MOST_REQUESTS = 6
# A browser with a window asks for the icon, too; one without does not.
FETCH_ICON = "async () => { await (await fetch(document.querySelector('link[rel=icon]').href)).blob(); }"


@dataclass(frozen=True)
class Weight:
    first: int
    requests: int
    another: int

    def too_much(self) -> list[str]:
        wrong = []
        if not 0 < self.first <= FIRST_VISIT:
            wrong.append(f"a first visit takes {self.first} bytes")
        if not 0 < self.another <= ANOTHER_VISIT:
            wrong.append(f"another visit takes {self.another} bytes")
        if self.requests > MOST_REQUESTS:
            wrong.append(f"a first visit takes {self.requests} requests")
        return wrong


def weight_of(browser: Browser, address: str, path: str) -> Weight:
    sizes: list[int] = []
    with window(browser, address, width=360) as page:
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
        page.goto(path)
        page.evaluate(FETCH_ICON)
        first, requests = sum(sizes), len(sizes)
        sizes.clear()
        page.goto("about:blank")
        page.goto(path)
        return Weight(first=first, requests=requests, another=sum(sizes))


def look(browser: Browser, site: Site) -> Found:
    found = Found()
    for path in MAIN:
        # Arabic letters take two bytes each: the heaviest of the three.
        weight = weight_of(browser, site.address, f"/ar/{path}")
        found.figures.append(
            f"/ar/{path}: {weight.first / 1024:.1f} KB in {weight.requests} requests, "
            f"{weight.another / 1024:.1f} KB when visited again"
        )
        found.findings += [f"/ar/{path}: {wrong}" for wrong in weight.too_much()]
    return found
