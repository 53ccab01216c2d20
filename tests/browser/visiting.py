"""What a visitor's browser meets on a page."""

from axe_playwright_python.sync_playwright import Axe

WCAG_22_AA = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}


class Visit:
    """A first visit: an empty cache, and everything that went wrong or came over the wire noted."""

    def __init__(self, browser, portal, *, width=1280, scripts=False):
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts, base_url=portal
        )
        self.portal, self.page = portal, self.context.new_page()
        self.complaints, self.bytes = [], 0
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._check_host)
        wire = self.context.new_cdp_session(self.page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", lambda event: self._add(event["encodedDataLength"]))

    def _check_host(self, request):
        if not request.url.startswith((self.portal, "data:")):
            self.complaints.append(f"foreign request: {request.url}")

    def _add(self, size):
        self.bytes += size

    def goto(self, path):
        self.page.goto(path)
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()


def wrong_with(visit):
    """What does not fit the screen, and what the browser complained of since it was asked last."""
    overflow = visit.page.locator("html").evaluate("root => root.scrollWidth - root.clientWidth")
    complaints = [text for text in visit.complaints if "404 (Not Found)" not in text]
    visit.complaints.clear()
    return [*complaints, f"{overflow} px too wide"] if overflow > 0 else complaints


def violations(visit):
    """What keeps somebody from using the page as it stands now."""
    found = Axe().run(visit.page, options=WCAG_22_AA).response["violations"]
    return [(row["id"], row["nodes"][0]["html"][:120]) for row in found]
