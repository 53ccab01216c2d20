"""Somebody of the staff at a browser: signs in with password and code, and sends the desk's real forms."""

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from html import unescape
from http.client import HTTPException

from scripts.faults.asking import Answer, Visitor
from scripts.faults.forms import fields_of, multipart
from scripts.faults.judging import INTERNALS
from scripts.faults.ledger import Fate, Kind, Ledger, Write

SIGN_IN, CODE = "/accounts/login/", "/accounts/security/code/"
DOORS = (SIGN_IN, "/admin/login/")
EVENTS, DOCUMENTS = "/admin/events/event/", "/admin/declarations/document/"


class NotOpenedError(Exception):
    """The desk did not open, or not the page that was asked for."""


class SignedOutError(Exception):
    """The session is over, or never was."""


class Desk:
    def __init__(self, visitor: Visitor, person: dict[str, str], ledger: Ledger) -> None:
        self.visitor, self.person, self.ledger = visitor, person, ledger
        # By how many seconds the portal's clock is wrong, as its people's telephones are not.
        self.clock_of_portal = 0.0
        self.event_form: dict[str, list[str]] = {}
        self.document_form: dict[str, list[str]] = {}

    # Signing in

    def sign_in(self) -> None:
        page = self.opened(SIGN_IN)
        fields = fields_of(page.text, SIGN_IN)
        fields |= {"login": [self.person["name"]], "password": [self.person["password"]]}
        answer = self.visitor.post(SIGN_IN, fields)
        if answer.status != 302:
            raise NotOpenedError(f"The password was not taken: {answer.status}")
        if answer.headers["location"].startswith(CODE):
            self._give_code(answer.headers["location"])
        self.event_form = self.document_form = {}

    def _give_code(self, address: str) -> None:
        fields = fields_of(self.opened(address).text, CODE)
        fields |= {"code": [code(self.person["secret"], time.time() + self.clock_of_portal)]}
        answer = self.visitor.post(CODE, fields, referer=address)
        if answer.status != 302:
            raise NotOpenedError(f"The code was not taken: {answer.status}")

    def opened(self, path: str) -> Answer:
        answer = self.visitor.get(path)
        if answer.status == 302 and answer.headers["location"].startswith(DOORS):
            raise SignedOutError
        if answer.status != 200:
            raise NotOpenedError(f"{path}: {answer.status}")
        return answer

    # Writing

    def create_event(self) -> Write:
        if not self.event_form:
            self.event_form = fields_of(self.opened(f"{EVENTS}add/").text, "event_form")
        token = self.ledger.token()
        fields = {
            **self.event_form,
            "title_en": [f"Meeting {token}"],
            "slug": [token],
            "type": ["thematic_meeting"],
            # No two on the same day: the desk asks whether it is the same meeting.
            "date_from": [day_of(token)],
            "_continue": ["1"],
        }
        write = self.ledger.open(Kind.CREATED, token, slug=token)
        self._sent(write, f"{EVENTS}add/", fields)
        return write

    def change_event(self, key: int, slug: str) -> Write:
        path = f"{EVENTS}{key}/change/"
        fields = fields_of(self.opened(path).text, "event_form")
        token = self.ledger.token()
        write = self.ledger.open(Kind.CHANGED, token, slug=slug)
        self._sent(write, path, {**fields, "title_fr": [f"Réunion {token}"], "_continue": ["1"]})
        return write

    def publish_event(self, key: int, slug: str) -> Write:
        path = f"{EVENTS}{key}/publish/"
        fields = fields_of(self.opened(path).text)
        write = self.ledger.open(Kind.PUBLISHED, slug, slug=slug)
        self._sent(write, path, fields)
        return write

    def upload_document(self, *, kilobytes: int = 40) -> Write:
        token = self.ledger.token()
        body, kind, digest = self.document(token, kilobytes=kilobytes)
        write = self.ledger.open(Kind.DOCUMENT, token, slug=token, sha256=digest)
        self._keep_answer(write, lambda: self.visitor.send(f"{DOCUMENTS}add/", body, kind))
        return write

    def document(self, token: str, *, kilobytes: int) -> tuple[bytes, str, str]:
        """The body of a form with a new document and its file, its kind, and the file's hash."""
        if not self.document_form:
            self.document_form = fields_of(self.opened(f"{DOCUMENTS}add/").text, "document_form")
        content = (f"Text {token}.\n".encode() * (kilobytes * 1024 // 25 + 1))[: kilobytes * 1024]
        fields = {
            **self.document_form,
            "title_en": [f"Declaration {token}"],
            "slug": [token],
            "type": ["declaration"],
            "nature": ["outcome"],
            "availability": ["text_seen"],
            "date_0": ["2025-04-09"],
            "versions-TOTAL_FORMS": ["1"],
            "versions-0-language": ["en"],
            "versions-0-authority": ["authentic"],
        }
        body, kind = multipart(fields, {"versions-0-upload": (f"{token}.txt", content)})
        return body, kind, sha256(content).hexdigest()

    def _sent(self, write: Write, path: str, fields: dict[str, list[str]]) -> None:
        body, kind = multipart(fields, {})
        self._keep_answer(write, lambda: self.visitor.send(path, body, kind))

    def _keep_answer(self, write: Write, send: Callable[[], Answer]) -> None:
        try:
            answer = send()
        except (OSError, HTTPException) as error:
            write.said = type(error).__name__
            raise
        finally:
            write.ended = time.monotonic()
        write.said = str(answer.status)
        location = answer.headers.get("location", "")
        if answer.status == 302 and location.startswith(DOORS):
            write.fate = Fate.REFUSED
            raise SignedOutError
        if answer.status == 302 and location.startswith("/admin/"):
            write.fate = Fate.ACKNOWLEDGED
            write.said = location
        elif any(trace in answer.text for trace in INTERNALS):
            write.said = "trace"
        elif answer.status in {200, 400, 503} and answer.text.rstrip().endswith("</html>"):
            # A page that says what was wrong. With a 503 it may have been written after all: it hung.
            write.fate = Fate.UNKNOWN if answer.status == 503 else Fate.REFUSED
            write.said = f"{answer.status}: {complaint_of(answer.text)}"

    @staticmethod
    def key_of(write: Write) -> int:
        found = re.search(r"/(\d+)/", write.said)
        if found is None:
            raise NotOpenedError(f"No address of a record: {write.said}")
        return int(found[1])


def day_of(token: str) -> str:
    return (date(1960, 1, 1) + timedelta(days=int(token.rpartition("-")[2]) % 20_000)).isoformat()


def complaint_of(page: str) -> str:
    """What the page says is wrong; without that, its heading."""
    found = re.findall(r'class="(?:errornote|errorlist[^"]*)"[^>]*>(.*?)</(?:p|ul|div)>', page, re.DOTALL)
    found = found or re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[:1]
    text = re.sub(r"<[^>]+>", " ", " ".join(found))
    return " ".join(unescape(text).split())[:300]


def code(secret: str, now: float) -> str:
    """What an authenticator app shows: RFC 6238."""
    counter = struct.pack(">Q", int(now) // 30)
    mac = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = mac[-1] & 0xF
    return f"{(struct.unpack('>I', mac[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
