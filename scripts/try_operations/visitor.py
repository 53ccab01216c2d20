"""A visitor's browser, as far as it is needed: TLS, cookies, forms. And many visitors, counted."""

import http.client
import itertools
import re
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from socket import socket
from urllib.parse import urlencode, urljoin, urlsplit


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str
    address: str


class Browser:
    """`connect` gives a fresh connection to the machine's port 443."""

    def __init__(self, host: str, connect: Callable[[], socket], authority: str) -> None:
        self.host, self.connect = host, connect
        self.tls = ssl.create_default_context(cafile=authority)
        self.cookies: dict[str, str] = {}

    def ask(self, address: str, form: dict[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection(self.host)
        connection.sock = self.tls.wrap_socket(self.connect(), server_hostname=self.host)
        headers = {"Host": self.host, "Accept-Language": "en"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if form is not None:
            body = urlencode(form)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"https://{self.host}",
                "Referer": f"https://{self.host}{address}",
            }
        try:
            connection.request("GET" if form is None else "POST", address, body=body, headers=headers)
            response = connection.getresponse()
            for line in response.headers.get_all("Set-Cookie") or ():
                for name, morsel in SimpleCookie(line).items():
                    self.cookies[name] = morsel.value
            return Answer(response.status, response.headers, response.read().decode(), address)
        finally:
            connection.close()

    def follow(self, answer: Answer) -> Answer:
        while answer.status in {301, 302, 303}:
            where = urlsplit(urljoin(f"https://{self.host}{answer.address}", answer.headers["Location"]))
            answer = self.ask(where.path + (f"?{where.query}" if where.query else ""))
        return answer

    def send(self, page: Answer, **values: str) -> Answer:
        """The largest form of the page, filled in."""
        form, action = form_of(page.text)
        answer = self.ask(action or page.address, {**form, **values})
        return self.follow(answer)


FORM = re.compile(r'<form\b([^>]*method="post"[^>]*)>(.*?)</form>', re.DOTALL)
FIELD = re.compile(r"<(input|textarea|select)\b([^>]*)>(.*?)(?=<input|<textarea|<select|$)", re.DOTALL)
# Those around every page of the desk.
FRAME = re.compile(r'action="/admin/(?:language|logout)/"')
OPTION = re.compile(r"<option\b([^>]*)>")


def form_of(page: str) -> tuple[dict[str, str], str]:
    """What a browser would send of the page's largest form, and where to."""
    own = [found for found in FORM.findall(page) if not FRAME.search(found[0])]
    attributes, inside = max(own, key=lambda found: len(found[1]))
    sent: dict[str, str] = {}
    for kind, told, rest in FIELD.findall(inside):
        about = attributes_of(told)
        name, kind_of_input = about.get("name", ""), about.get("type", "text")
        if not name or "__prefix__" in name or kind_of_input in {"submit", "button", "file", "search"}:
            continue
        if kind == "input":
            if kind_of_input not in {"checkbox", "radio"} or "checked" in about:
                sent[name] = about.get("value", "on" if kind_of_input == "checkbox" else "")
        elif kind == "textarea":
            sent[name] = unescape(rest.partition("</textarea>")[0]).removeprefix("\n")
        elif "multiple" not in about:
            options = [attributes_of(option) for option in OPTION.findall(rest.partition("</select>")[0])]
            chosen = [option for option in options if "selected" in option] or options[:1]
            sent[name] = chosen[0].get("value", "") if chosen else ""
    return sent, attributes_of(attributes).get("action", "")


def attributes_of(told: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'([\w:-]+)(?:="([^"]*)")?', told)}


@dataclass
class Visits:
    """How often which status was answered; what broke off counts under its name."""

    statuses: Counter = field(default_factory=Counter)
    longest: float = 0.0

    def failed(self) -> int:
        return sum(count for status, count in self.statuses.items() if status not in {200, 302, 304})

    def __str__(self) -> str:
        told = ", ".join(f"{count} × {status}" for status, count in sorted(self.statuses.items(), key=str))
        return f"{told}; the longest took {self.longest:.2f} s"


class Crowd:
    """Visitors who read pages and send forms without a pause, until they are sent home."""

    PAGES = ("/en/", "/fr/events/", "/ar/documents/", "/api/v1/events/", "/accounts/login/", "/en/map/")

    def __init__(self, browser: Browser, readers: int = 2) -> None:
        self.browser, self.visits = browser, Visits()
        self.counting, self.over = threading.Lock(), threading.Event()
        # One asks for what no cache has, and one sends a form.
        work = [self.read] * readers + [self.search, self.send]
        self.threads = [threading.Thread(target=one, daemon=True) for one in work]
        for thread in self.threads:
            thread.start()

    def home(self) -> Visits:
        self.over.set()
        for thread in self.threads:
            thread.join(30)
        return self.visits

    def count(self, status: object, took: float) -> None:
        with self.counting:
            self.visits.statuses[status] += 1
            self.visits.longest = max(self.visits.longest, took)

    def each(self, asked: Callable[[int], Answer], pause: float = 0.1) -> None:
        for number in itertools.count():
            if self.over.wait(pause):
                return
            began = time.monotonic()
            try:
                status: object = asked(number).status
            except (OSError, http.client.HTTPException) as problem:
                status = type(problem).__name__
            self.count(status, time.monotonic() - began)

    def other(self) -> Browser:
        other = Browser.__new__(Browser)
        other.__dict__ = {**self.browser.__dict__, "cookies": {}}
        return other

    def read(self) -> None:
        browser = self.other()
        self.each(lambda number: browser.ask(self.PAGES[number % len(self.PAGES)]))

    def search(self) -> None:
        browser = self.other()
        self.each(lambda number: browser.ask(f"/en/search/?q=migration+{number}"))

    def send(self) -> None:
        """The choice of a language at the desk: a form that needs no session, and answers 302."""
        browser = self.other()
        page = browser.ask("/accounts/login/")
        form, _action = form_of(page.text)
        token = form.get("csrfmiddlewaretoken", "")
        sent = {"csrfmiddlewaretoken": token, "language": "fr", "next": "/accounts/login/"}
        self.each(lambda _number: browser.ask("/admin/language/", sent), pause=0.3)
