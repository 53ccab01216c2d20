import json
import logging
import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from accounts import mail
from khartoum.logging_settings import check_where_told, logging_settings
from operations.logs.formats import PlainLines
from tests.factories import EventFactory
from tests.operations.logged import logged

ID = "0123456789abcdef0123456789abcdef"
OF_PROXY = {"X-Request-ID": ID}
PLAIN = {
    "form": "json",
    "level": "WARNING",
    "requests": True,
    "debug": False,
    "errors_to": [],
    "letters_in": "",
    "sentry_dsn": "",
    "counted": False,
}
SAFE = {"host": "127.0.0.1", "sends_mail": True, "errors_to": ["it@example.org"], "sentry_dsn": ""}
log = logging.getLogger("tests.logs")

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def visitor(client, settings):
    """Whoever meets an error sees its page."""
    settings.ROOT_URLCONF = "tests.operations.addresses_that_break"
    client.raise_request_exception = False
    return client


def test_each_request_has_one_line_that_tells_what_it_cost_and_not_who_asked(client):
    event = EventFactory()

    with logged() as lines:
        client.get(
            event.get_absolute_url() + "?words=Amal",
            headers={**OF_PROXY, "Referer": "https://secret.example/", "User-Agent": "Nokia"},
            REMOTE_ADDR="192.0.2.7",
        )

    [line] = lines
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line.pop("time"))
    assert min(line.pop(name) for name in ("milliseconds", "database_milliseconds", "queries")) > 0
    assert line == {
        "level": "INFO",
        "logger": "portal.requests",
        "message": "GET events:detail 200",
        "request_id": ID,
        "method": "GET",
        "route": "events:detail",
        "status": 200,
    }


def test_what_a_stream_asks_of_the_database_is_counted(visitor):
    with logged() as lines:
        b"".join(visitor.get("/streams/").streaming_content)

    assert [(line["route"], line["queries"]) for line in lines] == [("streams", 1)]


def test_an_invented_method_is_not_repeated(client):
    with logged() as lines:
        client.generic("AMAL", "/en/")

    assert [line["message"] for line in lines] == ["other none 405"]


@pytest.mark.parametrize("forged", ["short", "a" * 65, '0123456789abcdef"}{', "amal@example.org.example"])
def test_an_id_that_does_not_look_like_one_is_replaced(visitor, forged):
    with logged() as lines:
        visitor.get("/quiet/", headers={"X-Request-ID": forged})

    assert re.fullmatch("[0-9a-f]{32}", lines[0]["request_id"])


def test_only_answers_that_no_cache_keeps_carry_the_id(visitor):
    paths = ["/en/events/", "/en/nothing/", "/api/v1/events/", "/quiet/", "/accounts/login/", "/en/breaks/"]

    told = {path: visitor.get(path, headers=OF_PROXY).headers.get("X-Request-ID") for path in paths}

    assert {path for path, found in told.items() if found == ID} == {"/accounts/login/", "/en/breaks/"}
    assert set(told.values()) == {None, ID}


def test_all_that_is_logged_within_a_request_carries_its_id_and_nothing_personal(visitor):
    with logged() as lines:
        visitor.get("/accounts/breaks/secret-of-a-link/?q=Amal", headers=OF_PROXY)
        log.warning("Afterwards.")

    route = "link_that_breaks"
    assert [(line["message"], line.get("request_id"), line.get("route")) for line in lines] == [
        (f"Asked for {route} by [address] from [address].", ID, route),
        (f"Internal Server Error: {route}", ID, route),
        (f"GET {route} 500", ID, route),
        ("Afterwards.", None, None),
    ]
    assert lines[1]["exc_info"].splitlines()[-1] == "ValueError"
    assert 'raise ValueError(f"cannot read' in lines[1]["exc_info"]
    assert not re.search(r"secret-of-a-link|Amal|amal|192\.0", json.dumps(lines))


def test_plain_lines_say_the_same(visitor):
    with logged(PlainLines) as lines:
        visitor.get("/accounts/breaks/secret-of-a-link/?q=Amal", headers=OF_PROXY)

    [text] = lines
    assert text.count(f"request_id={ID}") == 3
    assert "ERROR django.request Internal Server Error: link_that_breaks" in text
    assert not re.search(r"secret-of-a-link|Amal|amal|192\.0", text)


def test_what_a_thread_does_for_a_request_carries_its_id_as_well(visitor, settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    # Nobody listens there.
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    monkeypatch.setattr(
        "tests.operations.addresses_that_break.log.warning",
        lambda *_args: mail.post(mail.EmailMessage("Subject", "Text", to=["amal@example.org"])).result(),
    )

    with logged() as lines:
        visitor.get("/en/breaks/", headers=OF_PROXY)

    assert [line["request_id"] for line in lines if line["message"] == "A message could not be sent."] == [ID]


@pytest.mark.parametrize(
    ("language", "asks"),
    [
        ("en", "please give this reference"),
        ("fr", "cette référence"),
        ("ar", "هذا المرجع"),
    ],
)
def test_page_of_an_error_has_the_reference_that_the_log_has(visitor, language, asks):
    response = visitor.get(f"/{language}/breaks/?q=Amal", headers=OF_PROXY)

    page = response.content.decode()
    assert response.status_code == 500
    assert response["Cache-Control"] == "no-store"
    assert f'<code dir="ltr">{ID}</code>' in page
    assert asks in page
    assert "Amal" not in page


def test_api_gives_the_reference_as_a_member_of_its_problem(visitor):
    response = visitor.get("/api/breaks/", headers=OF_PROXY)

    assert (response.status_code, response["Cache-Control"]) == (500, "no-store")
    assert response.json()["request_id"] == ID


def test_django_s_own_letters_with_settings_and_cookies_are_never_sent():
    assert logging.getLogger("django").handlers == []


def test_log_has_two_forms():
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT must be json or plain, not 'xml'"):
        logging_settings(**{**PLAIN, "form": "xml"})


@pytest.mark.parametrize(
    ("unsafe", "advice"),
    [
        ({"host": "0.0.0.0"}, "METRICS_HOST must be an address that the public cannot reach"),  # noqa: S104
        ({"host": "8.8.8.8"}, "METRICS_HOST must be an address that the public cannot reach"),
        ({"host": "localhost"}, "METRICS_HOST must be an IP address"),
        ({"sends_mail": False}, "set EMAIL_URL"),
        ({"sentry_dsn": "http://key@errors.example/1"}, "must begin with https://"),
    ],
)
def test_production_refuses_to_tell_more_than_it_should_or_nobody(unsafe, advice):
    check_where_told(**SAFE)

    with pytest.raises(ImproperlyConfigured, match=advice):
        check_where_told(**{**SAFE, **unsafe})
