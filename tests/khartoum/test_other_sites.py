"""khartoum/other_sites.py: scripts of other sites read what is open, and cannot reach the staff's pages."""

import pytest

from khartoum.other_sites import OPEN

pytestmark = pytest.mark.django_db

ELSEWHERE = {"Origin": "https://elsewhere.example"}
ASKS_FIRST = {**ELSEWHERE, "Access-Control-Request-Method": "GET"}
ALLOWED = "Access-Control-Allow-Origin"


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/events/",
        "/api/v1/nowhere/",
        "/api/v1/events/?colour=red",
        "/en/events/events.ics",
        "/files/nothing/en.pdf",
        "/sitemap.xml",
    ],
)
def test_open_answers_are_the_same_with_and_without_an_origin(client, address):
    plain, asked = client.get(address), client.get(address, headers=ELSEWHERE)

    assert plain.headers[ALLOWED] == "*"
    assert {"ETag", "RateLimit", "RateLimit-Policy", "Retry-After", "Link"} <= set(
        plain.headers["Access-Control-Expose-Headers"].split(", ")
    )
    assert asked.headers.items() == plain.headers.items()
    assert "Access-Control-Allow-Credentials" not in asked.headers
    assert "Origin" not in plain.headers.get("Vary", "")


def test_browser_that_asks_first_may_read_with_a_key_and_with_what_it_knows(client):
    answer = client.options("/api/v1/events/", headers={**ASKS_FIRST, "Access-Control-Request-Headers": "x"})

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers[ALLOWED] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert {"Authorization", "If-None-Match"} <= set(
        answer.headers["Access-Control-Allow-Headers"].split(", ")
    )


def test_what_has_not_changed_is_open_too(client):
    tag = client.get("/api/v1/events/").headers["ETag"]

    unchanged = client.get("/api/v1/events/", headers={**ELSEWHERE, "If-None-Match": tag})

    assert (unchanged.status_code, unchanged.headers[ALLOWED]) == (304, "*")


@pytest.mark.parametrize(
    "address", ["/admin/login/", "/accounts/login/", "/en/events/", "/admin/jsi18n.json"]
)
def test_pages_for_people_are_closed_to_scripts_of_other_sites(client, address):
    for answer in (client.get(address, headers=ELSEWHERE), client.options(address, headers=ASKS_FIRST)):
        assert not [name for name in answer.headers if name.startswith("Access-Control-")]


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("/en/opensearch.xml", True),
        ("/ar/documents/documents.atom", True),
        ("/files/pictures/abc/320.webp", True),
        ("/static/app.js", False),
        ("/en/events/cairo-2025/", False),
        ("/de/events.ics", False),
        ("/api", False),
    ],
)
def test_which_addresses_are_open(address, is_open):
    assert bool(OPEN.match(address)) == is_open
