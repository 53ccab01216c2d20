from datetime import timedelta
from time import time
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import http_date

from tests.factories import (
    ChairmanshipFactory,
    CommitmentFactory,
    DocumentFactory,
    EventFactory,
    PageFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
XMLNS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def test_robots_are_told_where_the_map_is(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines[-1] == f"Sitemap: {settings.SITE_URL}/sitemap.xml"


def test_security_txt_names_a_contact_and_has_not_run_out(client):
    fields = dict(
        line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines()
    )

    assert fields["Contact"] == settings.SECURITY_CONTACT
    assert timezone.now() < parse_datetime(fields["Expires"]) < timezone.now() + timedelta(days=366)


def addresses(response):
    """Of a map, or of an index of maps."""
    assert response.headers["Content-Type"] == "application/xml"
    root = ElementTree.fromstring(response.content)  # noqa: S314 (our own answer)
    return [found.text.removeprefix(settings.SITE_URL) for found in root.findall("*/s:loc", XMLNS)]


def test_the_sitemap_s_index_names_a_map_for_each_kind_that_there_is(client):
    # Parts are cut by key, and a database that many tests have used counts far.
    EventFactory(pk=1)

    assert addresses(client.get("/sitemap.xml", headers={"host": "127.0.0.1"})) == [
        "/sitemap-lists.xml",
        "/sitemap-events.xml",
        "/sitemap-years.xml",
    ]


def test_a_map_lists_every_page_in_three_languages_with_its_alternates(client):
    event = EventFactory(pk=1)

    root = ElementTree.fromstring(client.get("/sitemap-events.xml").content)  # noqa: S314 (our own answer)

    path = event.get_absolute_url().removeprefix("/en")
    expected = [f"{settings.SITE_URL}/{code}{path}" for code in ("en", "fr", "ar")]
    found = root.findall("s:url", XMLNS)
    assert [url.find("s:loc", XMLNS).text for url in found] == expected
    for url in found:
        assert [link.get("href") for link in url.findall("x:link", XMLNS)] == expected


def test_every_record_is_in_one_part_of_its_map_however_many_parts_another_map_has(client, monkeypatch):
    monkeypatch.setattr("khartoum.sitemaps.KEYS_IN_A_PART", 2)
    events = EventFactory.create_batch(5)
    DocumentFactory()
    events.pop(1).delete()

    parts = addresses(client.get("/sitemap.xml"))
    listed = [path for part in parts for path in addresses(client.get(part))]

    assert len([part for part in parts if part.startswith("/sitemap-events.xml")]) > 2
    assert [path for path in listed if path.startswith("/en/events/event-")] == [
        event.get_absolute_url() for event in events
    ]


@pytest.mark.parametrize(
    "address",
    ["/sitemap-nothing.xml", "/sitemap-events.xml", "/sitemap-lists.xml?p=2", "/sitemap-lists.xml?p=x"],
)
def test_a_part_that_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_copy_of_the_map_from_before_a_withdrawal_is_not_taken_for_the_current_one(client):
    EventFactory(pk=1)
    withdrawn = EventFactory(pk=2)
    before = client.get("/sitemap-events.xml")
    withdrawn.withdrawn_at, withdrawn.withdrawal_reason_en = withdrawn.published_at, "Published in error."
    withdrawn.save()

    again = client.get("/sitemap-events.xml", headers={"if-modified-since": http_date(time())})

    assert (before.has_header("Last-Modified"), again.status_code, len(addresses(again))) == (False, 200, 3)


@pytest.mark.parametrize("count", [1, 3])
def test_the_maps_take_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    for factory in (EventFactory, CommitmentFactory, ThemeFactory, ChairmanshipFactory, PageFactory):
        factory.create_batch(count)

    with django_assert_num_queries(14):
        client.get("/sitemap.xml")
    with django_assert_num_queries(2):
        client.get("/sitemap-chairmanships.xml")
