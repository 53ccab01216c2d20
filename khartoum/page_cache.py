"""Public answers kept in memory, in front of Django: see docs/adr/0031.

An answer is kept while the public record stands as it stood when the answer was asked for, which is looked up
at most once a second. Plain, anonymous questions are then answered without Django.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import lru_cache
from threading import Event, Lock
from time import monotonic
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe

from khartoum.compression import COMPRESSES_ITSELF, encoding_for, recoded
from khartoum.last_known import PUBLIC, LastKnown
from khartoum.staff import STAFF_PREFIXES
from khartoum.waiting import ASKED_AGAIN
from publishing.problems import is_for_api, is_for_table
from publishing.reading import IS_BEHIND

Environ = dict[str, Any]
# How long one waits for a page that somebody else has asked for, before asking oneself.
PATIENCE = 3.0
# Private, or not to wait for the database, or on disk.
LEFT_TO_DJANGO = (*STAFF_PREFIXES, "/healthz", "/readyz", settings.STATIC_URL)
# With one of these the answer may be for one client alone, or none.
NOT_PLAIN = ("HTTP_AUTHORIZATION", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", ASKED_AGAIN)
# What is kept is whole: of parts, or whether it is the same still, Django knows.
NOT_TO_KEEP = ("HTTP_IF_", "HTTP_RANGE")
KEPT_STATUSES = ("200", "301", "302", "410")
# If these are not to be kept now, they will not be later. Troubles pass.
SETTLED_STATUSES = (*KEPT_STATUSES, "404")
NOT_KEPT = ""  # In place of a status: Django is asked each time.
# What a 304 does not bring, it does not describe.
OF_CONTENT = {"content-type", "content-length", "content-encoding", "content-language", "content-disposition"}
# What a page's objects take besides its text, in bytes.
OVERHEAD, OVERHEAD_OF_HEADER = 1500, 250


class Page:
    """One answer of Django's, in each encoding that somebody has asked for."""

    def __init__(self, status: str, headers: list, *, leads_by: tuple[str, ...] = ()) -> None:
        self.status, self.headers = status, [header for header in headers if header != PUBLIC]
        # Then caches are told anew with each answer for how long it may outlast the portal.
        self.is_public = len(self.headers) < len(headers)
        # Not an answer, but a signpost: the answers are kept under the values of these headers, too.
        self.leads_by = leads_by
        # Encoding → headers and content. Empty for a file, of which the headers alone are kept.
        self.sent: dict[str, tuple[list, bytes]] = {}
        self.is_compressible = self.was_used = False
        self.told = {name.lower(): value for name, value in headers}
        names = self.told.get("vary", "").upper().replace("-", "_").replace(",", " ").split()
        self.varies_by = {f"HTTP_{name}" for name in names}
        can_be_known = status.startswith("200")
        self.etag = self.told.get("etag") if can_be_known else None
        self.modified = parse_http_date_safe(self.told.get("last-modified", "")) if can_be_known else None
        self.unchanged = [header for header in self.headers if header[0].lower() not in OF_CONTENT]
        self.size = OVERHEAD + sum(len(name) + len(value) + OVERHEAD_OF_HEADER for name, value in headers)

    def may_be_kept(self) -> bool:
        """What browsers may keep for longer is not: how long is counted from when it was made."""
        wishes = self.told.get("cache-control", "").lower().split(", ")
        return (
            self.status.startswith(KEPT_STATUSES)
            and {"public", "max-age=0"} <= set(wishes) - {"private", "no-store", "no-cache"} == set(wishes)
            and self.told.keys().isdisjoint({"set-cookie", "retry-after", "ratelimit"})
            and self.varies_by.isdisjoint({"HTTP_COOKIE", "HTTP_*"})
            and "nonce-" not in self.told.get("content-security-policy", "")
            # A stream is a file's, or else was compressed for one client.
            and bool(self.sent or (self.etag and "HTTP_ACCEPT_ENCODING" not in self.varies_by))
        )

    def encoding_for(self, environ: Environ) -> str:
        return encoding_for(environ.get("HTTP_ACCEPT_ENCODING", "")) if self.is_compressible else ""

    def add(self, encoding: str, content: bytes) -> None:
        own = {"Content-Length": str(len(content)), **({"Content-Encoding": encoding} if encoding else {})}
        others = [header for header in self.headers if header[0] not in own]
        self.sent[encoding] = [*others, *own.items()], content
        self.size += len(content) + 2 * OVERHEAD_OF_HEADER

    def is_known_to(self, environ: Environ) -> bool:
        """Whether the client says that it has this very page."""
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known is None and "HTTP_IF_MODIFIED_SINCE" not in environ:
            return False
        if known and known == self.etag:
            return True
        request = HttpRequest()
        request.method, request.META = "GET", environ
        return get_conditional_response(request, self.etag, self.modified) is not None


class Pages:
    """What is kept of one standing of the record: in so many bytes, what was asked for lately."""

    def __init__(self, state: Any, most_bytes: int) -> None:
        self.state, self.most_bytes, self.bytes = state, most_bytes, 0
        self.kept: OrderedDict[tuple, Page] = OrderedDict()
        # What somebody is asking Django for at this moment.
        self.asked: dict[tuple, Event] = {}
        self.writing = Lock()

    def find(self, key: tuple, environ: Environ) -> Page | None:
        page = self.kept.get(key)
        if page is not None:
            page.was_used = True
            if page.leads_by:
                return self.find((*key, *map(environ.get, page.leads_by)), environ)
        return page

    def keep(self, key: tuple, page: Page, environ: Environ) -> None:
        # The API refuses who accepts no JSON. With one of NOT_PLAIN, nobody comes here.
        others = {"HTTP_ACCEPT"} if is_for_api(key[0]) else set()
        others |= page.varies_by - {"HTTP_ACCEPT_ENCODING", *NOT_PLAIN}
        with self.writing:
            if others and page.status != NOT_KEPT:
                self._put(key, Page("", [], leads_by=tuple(sorted(others))))
                key = (*key, *map(environ.get, sorted(others)))
            self._put(key, page)

    def _put(self, key: tuple, page: Page) -> None:
        page.size += sum(len(part) for part in key if isinstance(part, str))
        self.bytes -= self.kept.pop(key).size if key in self.kept else 0
        if page.size <= self.most_bytes // 8:
            self.kept[key] = page
            self._grow(page.size)

    def _grow(self, size: int) -> None:
        self.bytes += size
        while self.bytes > self.most_bytes and self.kept:
            key, oldest = self.kept.popitem(last=False)
            if oldest.was_used:
                self.kept[key], oldest.was_used = oldest, False
            else:
                self.bytes -= oldest.size

    def encode(self, page: Page, encoding: str, key: tuple, environ: Environ) -> None:
        with self.writing:
            if encoding not in page.sent:
                known, (_headers, content) = next(iter(page.sent.items()))
                before = page.size
                page.add(encoding, recoded(content, encoding, known=known))
                # It may have been pushed out meanwhile.
                if self.find(key, environ) is page:
                    self._grow(page.size - before)


class PageCache:
    """A WSGI application in front of Django's."""

    def __init__(self, django: Callable[..., Iterable[bytes]], *, megabytes: int) -> None:
        self.django, self.most_bytes = django, megabytes * 1024 * 1024
        self.pages: Pages | None = None
        self.record = LastKnown()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        is_good = monotonic() < self.record.good_until
        pages = None if not is_plain(environ) else self.pages if is_good else self.checked()
        if pages is None:
            return self.django(environ, start_response)
        key = (environ["PATH_INFO"], environ["QUERY_STRING"], is_secure(environ))
        page = pages.find(key, environ) or self.asked_for(pages, key, environ)
        gives_content = environ["REQUEST_METHOD"] == "GET"
        if page is not None and page.is_known_to(environ):
            start_response("304 Not Modified", self.told(page, page.unchanged))
            return []
        if page is None or page.status == NOT_KEPT or (gives_content and not page.sent):
            return self.django(environ, start_response)
        encoding = page.encoding_for(environ)
        if page.sent and encoding not in page.sent:
            pages.encode(page, encoding, key, environ)
        headers, content = page.sent[encoding] if page.sent else (page.headers, b"")
        start_response(page.status, self.told(page, headers))
        return [content] if gives_content else []

    def asked_for(self, pages: Pages, key: tuple, environ: Environ) -> Page | None:
        """One asks Django; who wants the same meanwhile waits for that, and gets None if it is not kept."""
        done = Event()
        first = pages.asked.setdefault(key, done)
        if first is not done:
            first.wait(PATIENCE)
            return pages.find(key, environ)
        try:
            # Perhaps it was kept just before.
            return pages.find(key, environ) or self.ask(pages, key, environ)
        finally:
            del pages.asked[key]
            done.set()

    def ask(self, pages: Pages, key: tuple, environ: Environ) -> Page:
        asked = {name: value for name, value in environ.items() if not name.startswith(NOT_TO_KEEP)}
        asked |= {"REQUEST_METHOD": "GET", COMPRESSES_ITSELF: True, **pages.state.as_environment()}
        told: list[Any] = []
        response: Any = self.django(asked, lambda *status_and_headers: told.extend(status_and_headers[:2]))
        try:
            page = Page(*told)
            if isinstance(response, HttpResponse):
                page.is_compressible = getattr(response, "is_compressible", False)
                encoding = page.encoding_for(environ)
                page.add(encoding, recoded(response.content, encoding))
        finally:
            response.close()
        may_be_kept = page.may_be_kept()
        if (may_be_kept or page.status.startswith(SETTLED_STATUSES)) and IS_BEHIND not in asked:
            pages.keep(key, page if may_be_kept else Page(NOT_KEPT, []), environ)
        return page

    def checked(self) -> Pages | None:
        """What is kept of the record as it stands now. None where nobody can tell: Django may answer."""
        with self.record.now() as state:
            if state is None:
                self.pages = None
            elif self.pages is None or self.pages.state != state:
                self.pages = Pages(state, self.most_bytes)
            return self.pages

    def told(self, page: Page, headers: list) -> list:
        return [*headers, self.record.cache_control] if page.is_public else headers[:]


@lru_cache(maxsize=500)
def is_ours(host: str) -> bool:
    """Django refuses other hosts' names."""
    return len(host) < 256 and validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)


def is_plain(environ: Environ) -> bool:
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or not is_ours(environ.get("HTTP_HOST", "")):
        return False
    for name in NOT_PLAIN:
        if name in environ:
            return False
    # A table is never kept: whoever asked first would ask twice, and be counted twice.
    return not (environ["PATH_INFO"].startswith(LEFT_TO_DJANGO) or is_for_table(environ["PATH_INFO"]))


def is_secure(environ: Environ) -> bool:
    """As Django sees it. What comes without TLS may be sent elsewhere, and is told less."""
    name, secure = settings.SECURE_PROXY_SSL_HEADER or ("", "")
    if name in environ:
        return environ[name].split(",", 1)[0].strip() == secure
    return environ["wsgi.url_scheme"] == "https"
