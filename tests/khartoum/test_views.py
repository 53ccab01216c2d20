from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext

from publishing.dates import PartialDate
from tests.factories import (
    ChairmanshipFactory,
    CompositionFactory,
    DocumentFactory,
    EventFactory,
    PageFactory,
    PartnerFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("fr-CH, fr;q=0.9, en;q=0.8", "fr"),
        ("ar-EG", "ar"),
        ("de, ar;q=0.5", "ar"),
        ("de", "en"),
        ("", "en"),
        ("not a header;;;q=x", "en"),
    ],
)
def test_the_root_leads_to_the_language_the_browser_asks_for(client, accepted, language):
    response = client.get("/", headers={"Accept-Language": accepted})

    assert (response.status_code, response.headers["Location"]) == (302, f"/{language}/")
    assert response.headers["Vary"] == "Accept-Language"


def test_the_root_does_not_look_at_a_cookie(client):
    client.cookies["django_language"] = "ar"

    assert client.get("/", headers={"Accept-Language": "fr"}).headers["Location"] == "/fr/"


@pytest.mark.parametrize("address", ["/en/", "/fr/events/", "/ar/members/", "/en/whats-new/", "/en/nowhere/"])
def test_public_pages_are_the_same_bytes_for_everybody(client, admin_client, address):
    client.cookies["django_language"] = "ar"
    stranger = Client().get(address)
    staff = admin_client.get(address, headers={"Accept-Language": "fr"})
    reader = client.get(address)

    assert stranger.content == staff.content == reader.content
    assert "Cookie" not in stranger.headers.get("Vary", "")
    assert stranger.cookies == {}


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_pages_are_laid_out_in_the_language_of_their_address(client, language, direction):
    page = client.get(f"/{language}/", headers={"Accept-Language": "de"}).content.decode()

    assert f'<html lang="{language}" dir="{direction}"' in page


def test_home_shows_the_next_events_or_the_latest_where_none_is_coming(client):
    past = EventFactory(date=PartialDate.parse("2025-04-09"))
    # In a later term of the chair, but nobody knows when.
    EventFactory(
        date=None, chair_term=ChairmanshipFactory(start=PartialDate.parse("2025-06-01")), status="held"
    )
    assert (client.get("/en/").context["latest_events"], client.get("/en/").context["is_upcoming"]) == (
        [past],
        False,
    )

    coming = EventFactory(date=PartialDate.parse("2199"), status="planned")

    assert (client.get("/en/").context["next_events"], client.get("/en/").context["is_upcoming"]) == (
        [coming],
        True,
    )


@pytest.mark.parametrize("state", ["draft", "scheduled", "withdrawn"])
def test_home_draws_the_chairs_and_conferences_that_are_public(client, state):
    shown, hidden = (
        EventFactory(type="ministerial_conference", date=PartialDate.parse(date), title_en=title, **more)
        for date, title, more in [("2014-11-28", "First", {}), ("2025-04-09", "Second", {state: True})]
    )

    drawing = client.get("/en/").context["timeline"]

    assert f"<title>28 November 2014: {shown.title_en}</title>" in drawing
    assert hidden.title_en not in drawing


def test_home_names_the_chair_who_certainly_holds_it(client):
    holder = ChairmanshipFactory(number=1, start=PartialDate.parse("2025-04-09"))
    tomorrow = timezone.localdate() + timedelta(days=1)
    ChairmanshipFactory(number=2, start=PartialDate.parse("2025-10-01", tomorrow.isoformat()))

    assert client.get("/en/").context["term"] == holder


def test_home_counts_no_further_than_it_says(client, monkeypatch):
    monkeypatch.setattr("publishing.paging.COUNTED_EXACTLY", 2)
    EventFactory.create_batch(2)
    DocumentFactory.create_batch(3)

    page = client.get("/en/")

    assert [number["value"] for number in page.context["numbers"]] == ["2", "more than 1,000", "0", "0"]
    assert "<b>more than 1,000</b> documents" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_home_takes_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    PageFactory(slug="home-introduction")
    for _ in range(count):
        DocumentFactory(adopting_event=EventFactory())
        ChairmanshipFactory(partner=PartnerFactory())

    with django_assert_num_queries(22):
        client.get("/en/")
    # How the record stands; the rest is kept.
    with django_assert_num_queries(1):
        client.get("/en/")


def test_what_is_new_tells_what_was_published_changed_and_withdrawn(client):
    event = EventFactory(title_en="A meeting")
    event.title_en = "The meeting"
    event.save()
    withdrawn = DocumentFactory(title_en="A slip")
    withdrawn.withdrawn_at, withdrawn.withdrawal_reason_en = withdrawn.published_at, "Published in error."
    withdrawn.save()

    rows = client.get("/en/whats-new/").context["changes"]

    assert [(row.verb, row.kind_label, row.title) for row in rows] == [
        ("withdrawn", "Document", ""),
        ("published", "Document", ""),
        ("changed", "Event", "The meeting"),
        ("published", "Event", "The meeting"),
    ]


def test_what_is_new_keeps_telling_of_a_record_that_was_renamed(client):
    event = EventFactory(slug="before", title_en="A meeting")
    event.slug = "after"
    event.save()
    EventFactory(slug="elsewhere", title_en="Another")

    rows = client.get("/en/whats-new/").context["changes"]

    assert [(row.verb, row.title, row.url) for row in rows] == [
        ("published", "Another", "/en/events/elsewhere/"),
        ("renamed", "A meeting", "/en/events/after/"),
        ("published", "A meeting", "/en/events/after/"),
    ]


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_new_tells_nothing_by_a_former_address_of_what_is_not_public(client, state):
    event = EventFactory(slug="before")
    event.slug = "after"
    event.save()
    if state == "draft":
        event.published_at = None
    else:
        event.withdrawn_at, event.withdrawal_reason_en = event.published_at, "Published in error."
    event.save()

    rows = client.get("/en/whats-new/").context["changes"]

    assert [(row.verb, row.title, row.url) for row in rows] == [
        ("withdrawn", "", None),
        ("renamed", "", None),
        ("published", "", None),
    ]


def test_a_name_in_another_language_says_so_where_it_is_told_what_is_new(client):
    EventFactory(title_en="A meeting", title_ar="")
    ChairmanshipFactory(partner=PartnerFactory(name_en="Egypt", name_ar="مصر"))

    page = client.get("/ar/whats-new/").content.decode()

    assert '<bdi lang="en" dir="ltr">A meeting</bdi>' in page
    assert '<bdi dir="rtl">مصر</bdi> 2024</a>' in page


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_new_takes_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    EventFactory.create_batch(count)
    DocumentFactory.create_batch(count)
    ChairmanshipFactory.create_batch(count)
    CompositionFactory.create_batch(count)

    # The changes, former slugs, and the records of all kinds.
    with django_assert_num_queries(3):
        client.get("/en/whats-new/")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_missing_page_is_told_in_the_language_of_its_address(client, language):
    response = client.get(f"/{language}/nowhere/")

    with translation.override(language):
        told = gettext("There is no page at this address")
    assert response.status_code == 404
    assert f"<h1>{told}</h1>" in response.content.decode()
    assert (told == "There is no page at this address") == (language == "en")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_public_page_takes_anything(client, method):
    assert getattr(client, method)("/en/events/").status_code == 405
