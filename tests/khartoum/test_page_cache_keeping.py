"""What is kept, and how much of it; behind it, an application of the test's own."""

import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from khartoum import last_known, page_cache
from khartoum.page_cache import Page, Pages
from publishing.standing import Standing, State
from tests.khartoum.asking import portal_for

PUBLIC = "public, max-age=0, s-maxage=1, must-revalidate"


@pytest.fixture(autouse=True)
def _record_stands_still(monkeypatch):
    monkeypatch.setattr(
        last_known, "standing", lambda: Standing(State("always", since=None), timedelta(hours=1))
    )


def application(answer):
    """In WSGI, as Django is: it returns its own response object."""

    def wsgi(environ, start_response):
        response = answer(environ)
        told = [*response.headers.items(), *(("Set-Cookie", str(c)) for c in response.cookies.values())]
        start_response(f"{response.status_code} {response.reason_phrase}", told)
        return response

    return wsgi


def page(content="The page.", status=200, cookie="", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    told = {"Cache-Control": PUBLIC, "Content-Length": str(len(content))}
    response = HttpResponse(content, status=status, headers=told | named)
    if cookie:
        response.set_cookie(cookie, "1")
    return response


def stream():
    return StreamingHttpResponse([b"a", b"b"], headers={"Cache-Control": PUBLIC})


@pytest.mark.parametrize(
    "answer",
    [
        lambda: page(Cache_Control="private, max-age=0"),
        lambda: page(Cache_Control="no-store"),
        lambda: page(Cache_Control=""),
        lambda: page(Cache_Control="public, max-age=604800, s-maxage=1, immutable"),
        lambda: page(Cache_Control=f"{PUBLIC}, private"),
        lambda: page(cookie="sessionid"),
        lambda: page(Vary="Accept-Encoding, Cookie"),
        lambda: page(Vary="*"),
        lambda: page(RateLimit='"key";r=9;t=60'),
        lambda: page(Content_Security_Policy="script-src 'self' 'nonce-abc'"),
        lambda: page(status=404),
        lambda: page(status=429, Retry_After="60"),
        lambda: page(status=500),
        lambda: page(status=503, Retry_After="1"),
        lambda: page(status=206),
        stream,
    ],
)
def test_what_is_not_for_everybody_is_not_kept(monkeypatch, answer):
    portal = portal_for(monkeypatch, application=application(lambda environ: answer()))

    first, again = portal.get("/en/"), portal.get("/en/")

    assert len(portal.asked) == (3 if answer is stream else 2)
    assert first == again
    assert again.content in {b"The page.", b"ab"}


def test_a_trouble_passes(monkeypatch):
    answers = iter([page(status=503), page(status=500), page()])
    portal = portal_for(monkeypatch, application=application(lambda environ: next(answers)))

    assert [portal.get("/en/").status for _time in range(4)] == [503, 500, 200, 200]


def test_each_header_it_varies_by_has_its_own(monkeypatch):
    def answer(environ):
        return page(environ.get("HTTP_ORIGIN", "nobody"), Vary="Accept-Encoding, Origin")

    portal = portal_for(monkeypatch, application=application(answer))
    for _time in range(2):
        assert portal.get("/en/", Origin="https://a.example").content == b"https://a.example"
        assert portal.get("/en/", Origin="https://b.example").content == b"https://b.example"
        assert portal.get("/en/").content == b"nobody"
        assert portal.get("/en/?a").content == b"nobody"
    assert len(portal.asked) == 4


def test_since_when_it_is_unchanged(monkeypatch):
    changed = "Sun, 06 Nov 1994 08:49:37 GMT"
    portal = portal_for(monkeypatch, application=application(lambda environ: page(Last_Modified=changed)))

    assert portal.get("/en/", If_Modified_Since=changed).status == 304
    assert portal.get("/en/", If_Modified_Since="Sun, 06 Nov 1994 08:49:36 GMT").status == 200
    assert portal.get("/en/", If_Modified_Since="yesterday").status == 200
    # Who names a tag is answered by the tag.
    assert portal.get("/en/", If_Modified_Since=changed, If_None_Match='"other"').status == 200
    assert len(portal.asked) == 1


def test_memory_is_bounded_and_keeps_what_is_asked_for(monkeypatch):
    def answer(environ):
        return page(environ["QUERY_STRING"] + "x" * 3000, Content_Security_Policy="default-src 'self'; " * 9)

    portal = portal_for(monkeypatch, application=application(answer))
    portal.get("/en/?known")
    limit = portal.cache.most_bytes
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for number in range(600):
            portal.get(f"/en/?{number}")
            if number % 50 == 0:
                portal.get("/en/?known")
        taken = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()

    assert portal.cache.pages.bytes <= limit
    assert limit / 3 < taken < limit * 1.1
    assert len(portal.asked) == 601
    portal.get("/en/?599")
    assert len(portal.asked) == 601
    portal.get("/en/?0")
    assert len(portal.asked) == 602


def test_what_is_too_large_is_not_kept_and_drops_nothing(monkeypatch):
    def answer(environ):
        return page("x" * 200_000 if environ["QUERY_STRING"] else "small")

    portal = portal_for(monkeypatch, application=application(answer))
    portal.get("/en/")
    for _time in range(2):
        assert len(portal.get("/en/?large").content) == 200_000
    portal.get("/en/")
    assert portal.asked == ["/en/"] * 3


def test_a_page_that_is_pushed_out_while_it_is_encoded_is_not_counted():
    pages = Pages("always", 80_000)

    def key_of(name):
        return (f"/en/{name}/", "", False)

    def kept(name):
        page = Page("200 OK", [])
        page.add("", b"x" * 3000)
        pages.keep(key_of(name), page, {})
        return page

    first = kept("first")
    for number in range(20):
        kept(number)
    last = kept("last")
    assert key_of("first") not in pages.kept

    for name, page in (("first", first), ("last", last)):
        pages.encode(page, "gzip", key_of(name), {})
        assert page.sent.keys() == {"", "gzip"}
        assert pages.bytes == sum(kept.size for kept in pages.kept.values())


def ask_together(portal, count, path="/en/"):
    with ThreadPoolExecutor(count) as threads:
        found = [threads.submit(portal.get, path) for _time in range(count)]
        return [answer.result(timeout=20) for answer in found]


def test_of_many_at_once_one_asks(monkeypatch):
    # The page is made only once everybody else is waiting for it.
    waiting = threading.Semaphore(0)

    class Noticed(threading.Event):
        def wait(self, timeout=None):
            waiting.release()
            return super().wait(timeout)

    def answer(environ):
        for _other in range(5):
            assert waiting.acquire(timeout=10)
        return page()

    monkeypatch.setattr(page_cache, "Event", Noticed)
    portal = portal_for(monkeypatch, application=application(answer))

    assert {answer.content for answer in ask_together(portal, 6)} == {b"The page."}
    assert portal.asked == ["/en/"]
    assert portal.cache.pages.asked == {}


def test_nobody_waits_for_ever_for_a_page_that_fails(monkeypatch):
    def answer(environ):
        if len(portal.asked) == 1:
            raise RuntimeError
        return page()

    portal = portal_for(monkeypatch, application=application(answer))
    with pytest.raises(RuntimeError):
        portal.get("/en/")
    assert [answer.status for answer in ask_together(portal, 3)] == [200] * 3

    # Somebody else has asked, and got no answer yet.
    monkeypatch.setattr(page_cache, "PATIENCE", 0.01)
    portal.cache.pages.asked["/fr/", "", False] = threading.Event()
    assert portal.get("/fr/").status == 200
