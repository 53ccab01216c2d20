"""What comes over the wire when somebody visits a page for the first time, and again (DESIGN, rule 9)."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

from scripts.quality.browsers import window
from scripts.quality.found import Found
from scripts.quality.site import Site
from scripts.quality.walk import MAIN

FIRST_VISIT, ANOTHER_VISIT = 40 * 1024, 10 * 1024
MOST_REQUESTS = 6
# Browsers ask for the icon when they find the time.
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


class Wire:
    """Counts what comes over it."""

    def __init__(self, page: Page) -> None:
        self.addresses: dict[str, str] = {}
        self.begin_anew()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._note)
        session.on("Network.loadingFinished", self._add)

    def begin_anew(self) -> None:
        self.bytes, self.asked = 0, set[str]()

    def _note(self, event: dict[str, Any]) -> None:
        self.addresses[event["requestId"]] = event["request"]["url"]

    def _add(self, event: dict[str, Any]) -> None:
        # What the browser has kept is finished, too, without a byte.
        if size := int(event["encodedDataLength"]):
            self.bytes += size
            self.asked.add(self.addresses[event["requestId"]])


def weight_of(browser: Browser, address: str, path: str) -> Weight:
    with window(browser, address, width=360) as page:
        wire = Wire(page)
        answer = page.goto(path)
        if answer is None or not answer.ok:
            raise ValueError(f"{path} is no page to weigh")
        page.evaluate(FETCH_ICON)
        first, requests = wire.bytes, len(wire.asked)
        page.goto("about:blank")
        wire.begin_anew()
        page.goto(path)
        return Weight(first=first, requests=requests, another=wire.bytes)


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
