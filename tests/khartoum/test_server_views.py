from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from tests.factories import ChairmanshipFactory, DocumentFactory, EventFactory, PageFactory, ThemeFactory

pytestmark = pytest.mark.django_db
XMLNS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_a_well_server_says_so_and_is_never_cached(client, address):
    response = client.get(address)

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response.headers["Cache-Control"]


def test_health_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/healthz")


def test_robots_are_told_where_the_map_is(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines[-1] == f"Sitemap: {settings.SITE_URL}/sitemap.xml"


def test_security_txt_names_a_contact_and_has_not_run_out(client):
    fields = dict(
        line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines()
    )

    assert fields["Contact"] == settings.SECURITY_CONTACT
    assert timezone.now() < parse_datetime(fields["Expires"]) < timezone.now() + timedelta(days=366)


def test_the_sitemap_lists_every_page_in_three_languages_with_its_alternates(client):
    event = EventFactory()

    root = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 (our own answer)

    found = {url.find("s:loc", XMLNS).text: url for url in root.findall("s:url", XMLNS)}
    path = event.get_absolute_url().removeprefix("/en")
    addresses = [f"{settings.SITE_URL}/{code}{path}" for code in ("en", "fr", "ar")]
    assert [address in found for address in addresses] == [True] * 3
    for address in addresses:
        links = [link.get("href") for link in found[address].findall("x:link", XMLNS)]
        assert links == addresses


@pytest.mark.parametrize("count", [1, 3])
def test_the_sitemap_takes_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    for factory in (EventFactory, DocumentFactory, ThemeFactory, ChairmanshipFactory, PageFactory):
        factory.create_batch(count)

    with django_assert_num_queries(7):
        client.get("/sitemap.xml")
