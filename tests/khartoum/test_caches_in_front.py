"""A CDN in front goes by headers alone: docs/growing.md."""

import pytest
from django.urls import reverse

from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


def wishes(response):
    return set(response.get("Cache-Control", "").split(", ")) - {""}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 302),
        ("/ar/events/", 200),
        ("/en/events/gone/", 410),
        ("/en/events/draft/", 404),
        ("/en/nothing/", 404),
        ("/api/v1/nothing/", 404),
        ("/api/v1/events/draft/", 404),
        ("/api/v1/events/?year=x", 400),
        ("/en/events/events.ics", 200),
        ("/files/nothing/en.pdf", 404),
    ],
)
def test_each_public_answer_says_itself_how_long_it_may_be_kept(client, path, status):
    """Left to themselves, caches keep for minutes what is not there: it may be published in the next one."""
    EventFactory(slug="gone", withdrawn=True)
    EventFactory(slug="draft", draft=True)

    response = client.get(path)

    assert response.status_code == status
    assert {"public", "max-age=0"} <= wishes(response)
    assert not response.cookies


@pytest.mark.parametrize("name", ["account_login", "account_reset_password"])
def test_no_cache_keeps_what_staff_see(client, name):
    assert {"private", "no-store"} <= wishes(client.get(reverse(name)))


def test_what_is_not_there_for_staff_is_nobody_else_s(client):
    assert "public" not in wishes(client.get("/accounts/nothing/"))
