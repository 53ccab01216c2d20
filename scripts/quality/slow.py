"""How soon the largest part of a page is seen, at 400 kbit/s with 400 ms to the server."""

from playwright.sync_api import Browser

from scripts.quality.browsers import window
from scripts.quality.found import Found
from scripts.quality.site import Site
from scripts.quality.walk import MAIN

SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
LARGEST_SEEN = """() => new Promise((done) => new PerformanceObserver((list) =>
  done(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true }))"""
SHIFTED = """() => new Promise((done) => { let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(sum), 100); })"""


def look(browser: Browser, site: Site) -> Found:
    found = Found()
    for path in MAIN:
        with window(browser, site.address, width=360) as page:
            wire = page.context.new_cdp_session(page)
            wire.send("Network.enable")
            wire.send("Network.emulateNetworkConditions", SLOW)
            page.goto(f"/ar/{path}")
            seconds, shifted = page.evaluate(LARGEST_SEEN) / 1000, page.evaluate(SHIFTED)
        found.figures.append(f"/ar/{path}: {seconds:.1f} s, layout shift {shifted:.3f}")
        if shifted > 0.01:
            found.findings.append(f"/ar/{path}: what is read moves while the page comes in ({shifted:.3f})")
    return found
