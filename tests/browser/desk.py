"""A signed-in member of staff in Chromium, and everything that must not happen there."""

from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe

from tests.browser.visiting import WCAG_22_AA
from tests.staff import signed_in


class Watch:
    """Console errors, breaches of the security policy, failed and foreign requests of a page."""

    def __init__(self, page, base_url):
        self.host = urlsplit(base_url).netloc
        self.found = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.found.append(f"error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message):
        if message.type in {"error", "warning"}:
            self.found.append(f"{message.type}: {message.text}")

    def _request(self, request):
        if urlsplit(request.url).netloc not in {self.host, ""}:
            self.found.append(f"foreign request: {request.url}")

    def _response(self, response):
        if response.status >= 400:
            self.found.append(f"{response.status}: {response.url}")


def sign_in(page, base_url, *, language="en"):
    """The session and the language that signing in and choosing one would leave."""
    client = signed_in()
    page.context.add_cookies(
        [
            {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base_url},
            {"name": "django_language", "value": language, "url": base_url},
        ]
    )


def violations(page, *, rules=()):
    """What keeps a member of staff from using the page as it stands. Asked last: axe itself breaches the
    security policy."""
    options = {**WCAG_22_AA, "runOnly": list(rules)} if rules else WCAG_22_AA
    found = Axe().run(page, options=options).response["violations"]
    return [(row["id"], node["html"][:120]) for row in found for node in row["nodes"]]
