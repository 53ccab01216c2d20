"""What somebody of the staff does on a first day: signs in, sets up a second factor, publishes an event."""

import base64
import hashlib
import hmac
import re
import struct
import time

from scripts.try_operations.visitor import Answer, Browser


def code(secret: str) -> str:
    """What an authenticator app shows now: RFC 6238."""
    mac = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = mac[-1] & 0xF
    return f"{(struct.unpack('>I', mac[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def sign_in(browser: Browser, name: str, password: str) -> Answer:
    page = browser.ask("/accounts/login/")
    return browser.send(page, login=name, password=password)


def set_up_app(browser: Browser) -> str:
    """Gives the secret that the app holds."""
    refused = browser.ask("/admin/")
    assert refused.headers["Location"] == "/accounts/security/", "the desk opened without a second factor"
    page = browser.ask("/accounts/security/app/")
    secret = re.search(r'class="sign-in-key"[^>]*>([A-Z2-7 ]+)<', page.text)
    assert secret, f"no key for the app is shown: {page.status}"
    known = secret[1].replace(" ", "")
    browser.send(page, code=code(known))
    desk = browser.ask("/admin/")
    assert desk.status == 200, f"the desk answers {desk.status} after the second factor"
    return known


def publish_event(browser: Browser, title: str) -> str:
    """By the forms of the desk. Gives its public address."""
    page = browser.ask("/admin/events/event/add/?type=thematic_meeting")
    asked = browser.send(page, title_en=title, type="thematic_meeting", _publish="1")
    assert 'class="errorlist"' not in asked.text, errors_of(asked)
    done = browser.send(asked)
    assert 'class="errorlist"' not in done.text, errors_of(done)
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return f"/en/events/{slug}/"


def errors_of(page: Answer) -> str:
    return " ".join(re.findall(r'class="errorlist[^"]*"[^>]*>(.*?)</ul>', page.text, re.DOTALL))
