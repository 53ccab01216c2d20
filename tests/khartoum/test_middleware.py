import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import get_language

from khartoum.middleware import KNOWN_METHODS, known_methods_only, language_from_path


def language_as_text(request):
    return HttpResponse(get_language())


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "ANYTHING"])
def test_method_nobody_defined_is_refused(rf, method):
    response = known_methods_only(language_as_text)(rf.generic(method, "/en/"))

    assert response.status_code == 405
    assert response["Allow"] == ", ".join(KNOWN_METHODS)
    assert response.content == b""


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"])
def test_known_method_reaches_the_page(rf, method):
    assert known_methods_only(language_as_text)(rf.generic(method, "/en/")).status_code == 200


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/en/events/", "en"),
        ("/fr/events/", "fr"),
        ("/ar/", "ar"),
        ("/api/v1/events/", "en"),
        ("/", "en"),
        ("/healthz", "en"),
        ("/de/events/", "en"),
        ("/french/", "en"),
    ],
)
def test_public_page_takes_its_language_from_the_address_alone(rf, path, language):
    request = rf.get(path, headers={"accept-language": "ar"})
    request.COOKIES["django_language"] = "ar"

    response = language_from_path(language_as_text)(request)

    assert response.content.decode() == language
    assert (request.LANGUAGE_CODE, response["Content-Language"]) == (language, language)


def test_staff_choose_the_language_of_their_desk(rf):
    request = rf.get("/admin/", headers={"accept-language": "fr"})
    assert language_from_path(language_as_text)(request).content == b"fr"

    request.COOKIES["django_language"] = "ar"
    assert language_from_path(language_as_text)(request).content == b"ar"


def test_language_of_a_request_does_not_stay_for_the_next(rf):
    before = get_language()

    language_from_path(language_as_text)(rf.get("/ar/"))

    assert get_language() == before


@pytest.mark.parametrize("path", ["/admin/login/", "/static/nothing.css", "/nowhere/"])
def test_every_response_carries_the_strict_policy(client, db, path):
    policy = client.get(path)["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_refused_method_carries_the_policy_too(client):
    response = client.generic("TRACE", "/en/")

    assert response.status_code == 405
    assert "default-src 'none'" in response["Content-Security-Policy"]


COOKIES = {"sessionid": "abc", "csrftoken": "x", "messages": "abc", "django_language": "ar"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/", "/en/", "/en/events/", "/en/nowhere/", "/en/events/events.ics", "/api/v1/events/", "/sitemap.xml"],
)
def test_no_cookie_is_read_or_set_where_the_public_reads(client, address):
    plain = client.get(address)
    client.cookies.load(COOKIES)
    with_cookies = client.get(address)

    assert with_cookies.content == plain.content
    assert with_cookies.headers.items() == plain.headers.items()
    assert with_cookies.cookies == plain.cookies == {}
    assert "Cookie" not in plain.headers.get("Vary", "")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["TRACE", "FOO", "PUT", "POST", "DELETE"])
@pytest.mark.parametrize(
    "address", ["/", "/en/events/", "/en/events/events.ics", "/api/v1/events/", "/sitemap.xml"]
)
def test_what_only_reads_says_so_to_every_other_method(client, method, address):
    response = client.generic(method, address)

    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert address.startswith("/api/") == (response.headers["Content-Type"] == "application/problem+json")


def test_forged_form_is_refused_at_the_desk(db):
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "amina"})

    assert response.status_code == 403
