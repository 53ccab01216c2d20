"""News feeds of every list: readable, lasting, complete, and nothing in them that is not public."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import feedparser
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from publishing.dates import PartialDate
from publishing.feeds.atom import FOUNDED_AT
from publishing.models import Change
from tests.factories import (
    CommitmentFactory,
    DocumentFactory,
    EventFactory,
    ParticipationFactory,
    PartnerFactory,
    ProgressEntryFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["events:news", "documents:news", "commitments:news", "whats_new_feed"]


def feed(client, address):
    response = client.get(address)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8", response.content
    found = feedparser.parse(response.content)
    assert not found.bozo, found.bozo_exception
    return found


def slugs(found):
    return [entry.link.removesuffix("/").rpartition("/")[2] for entry in found.entries]


def link(found, relation):
    return next((link["href"] for link in found.feed.links if link["rel"] == relation), None)


def in_feed(event):
    """As told by the standard library, which knows nothing of what is mended in passing."""
    return {child.tag.removeprefix(ATOM): child for child in event}


def test_a_feed_has_what_the_standard_asks_for(client):
    event = EventFactory(title_fr=None, title_en="A\x0b<b> & c", status="held")

    root = ElementTree.fromstring(client.get("/fr/events/events.atom?type=thematic_meeting").content)  # noqa: S314 - our own

    of_feed, (entry,) = in_feed(root), root.findall(f"{ATOM}entry")
    told = in_feed(entry)
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    assert root.tag == f"{ATOM}feed"
    assert {"id", "title", "updated", "author", "rights", "subtitle", "link"} <= of_feed.keys()
    assert of_feed["title"].text.endswith("événements (Réunion thématique)")
    assert (root.get(language), told["title"].get(language)) == ("fr", "en")
    assert told["title"].text == "A <b> & c"
    assert told["summary"].text.startswith("Cette réunion thématique")
    assert told["link"].get("href") == f"{settings.SITE_URL}/fr/events/{event.slug}/"
    assert told["category"].get("term") == "thematic_meeting"
    assert {node.get("rel"): node.get("href") for node in root.findall(f"{ATOM}link")} == {
        "alternate": f"{settings.SITE_URL}/fr/events/?type=thematic_meeting",
        "self": f"{settings.SITE_URL}/fr/events/events.atom?type=thematic_meeting",
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }


def test_an_entry_keeps_its_identifier_and_tells_truly_when_it_changed(client):
    event = EventFactory(slug="before")
    (before,) = feed(client, "/en/events/events.atom").entries
    event.slug = "after"
    event.save()

    (after,), (in_arabic,) = (feed(client, f"/{code}/events/events.atom").entries for code in ("en", "ar"))

    assert (before.id, slugs(feed(client, "/en/events/events.atom"))) == (after.id, ["after"])
    assert in_arabic.id != after.id
    assert datetime.fromisoformat(after.updated) == event.updated_at
    # As if it had been scheduled: written before it could be seen.
    type(event).objects.filter(pk=event.pk).write_bookkeeping(published_at=timezone.now())
    (shown,) = feed(client, "/en/events/events.atom").entries
    assert datetime.fromisoformat(shown.updated) > event.updated_at


def test_what_was_changed_last_stands_first_and_the_pages_lead_through_the_whole_list(client, monkeypatch):
    monkeypatch.setattr("publishing.feeds.views.ENTRIES", 2)
    for year in range(2010, 2015):
        DocumentFactory(slug=f"of-{year}", date=PartialDate.parse(str(year)))
    Change.objects.update(batch="first load")
    old = DocumentFactory(slug="added-today", date=PartialDate.parse("2001"))
    DocumentFactory(slug="another-type", date=PartialDate.parse("2001"), type="newsletter")
    EventFactory()

    first = found = feed(client, "/en/documents/documents.atom?type=report")
    pages = [slugs(found)]
    while address := link(found, "next"):
        found = feed(client, address.removeprefix(settings.SITE_URL))
        pages.append(slugs(found))

    assert pages == [
        ["added-today", "of-2014", "of-2013"],
        ["of-2012", "of-2011"],
        ["of-2010", "added-today"],
    ]
    assert first.entries[0].summary == "Report, 2001"
    assert datetime.fromisoformat(first.feed.updated) == old.updated_at
    assert (found.feed.id, link(found, "previous") is None) == (first.feed.id, False)


def test_a_feed_of_nothing_is_a_feed(client):
    found = feed(client, "/en/commitments/commitments.atom")

    assert (found.entries, datetime.fromisoformat(found.feed.updated)) == ([], FOUNDED_AT)


def test_a_step_that_followed_is_news_of_its_commitment(client):
    step = ProgressEntryFactory(scheduled=True)
    # The clock moves on and nobody saves anything.
    appeared = timezone.now()
    type(step).objects.filter(pk=step.pk).write_bookkeeping(published_at=appeared)

    (entry,) = feed(client, "/en/commitments/commitments.atom").entries

    assert datetime.fromisoformat(entry.updated) == appeared > step.commitment.updated_at


def test_on_its_day_a_scheduled_step_brings_its_commitment_to_the_front(client):
    step = ProgressEntryFactory(commitment=CommitmentFactory(slug="older"), scheduled=True)
    ProgressEntryFactory(commitment__slug="hidden-step", draft=True)
    CommitmentFactory(slug="newer")
    assert slugs(feed(client, "/en/commitments/commitments.atom"))[0] == "newer"

    # The clock moves on and nobody saves anything.
    moment = {"published_at": timezone.now()}
    type(step).objects.filter(pk=step.pk).write_bookkeeping(**moment)
    Change.objects.filter(kind="progressentry").update(at=moment["published_at"])

    news = slugs(feed(client, "/en/commitments/commitments.atom"))
    assert news == ["older", "newer", "hidden-step"]


def test_what_is_new_names_only_what_is_public_now(client):
    shown, gone = EventFactory(title_en="Shown"), EventFactory(title_en="Gone")
    gone.withdrawn_at, gone.withdrawal_reason_en = timezone.now(), "An error."
    gone.save()

    entries = feed(client, "/en/whats-new/whats-new.atom").entries

    titles = ["Event: withdrawn", "Event: published", "Shown"]
    assert [entry.title for entry in entries] == titles
    assert slugs(feed(client, "/en/whats-new/whats-new.atom")) == ["whats-new", "whats-new", shown.slug]
    assert len({entry.id for entry in entries}) == 3


@pytest.mark.parametrize("address", [*FEEDS, "search:news", "events:feed"])
def test_a_feed_refuses_by_name_what_it_does_not_understand(client, address):
    response = client.get(reverse(address), {"typ": "x", "q": "x"} if "search" in address else {"typ": "x"})

    assert (response.status_code, response.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert response.content.decode() == "There is no filter called “typ”."


@pytest.mark.parametrize("count", [1, 3])
def test_feeds_take_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    theme = ThemeFactory()
    for _ in range(count):
        event = EventFactory(title_en="Zebra")
        event.themes.add(theme)
        ParticipationFactory(event=event)
        DocumentFactory(adopting_event=event)
        commitment = CommitmentFactory(theme=theme)
        commitment.provision.document.save()
        ProgressEntryFactory(commitment=commitment)
    # So that the latest changes are of the same kinds.
    ThemeFactory()

    for name, number in {
        "events:news": 5,
        "documents:news": 6,
        "commitments:news": 7,
        "whats_new_feed": 3,
    }.items():
        with django_assert_num_queries(number):
            client.get(reverse(name))
    with django_assert_num_queries(9):
        client.get(reverse("search:news"), {"q": "zebra"})


def test_a_search_can_be_followed(client):
    event = EventFactory(title_en="Zebra crossings", title_ar="معابر")
    EventFactory(title_en="Zebra drafts", draft=True)

    found = feed(client, "/en/search/search.atom?q=zebra&kind=event")

    assert found.feed.title == "Khartoum Process: search for “zebra”"
    assert link(found, "alternate") == f"{settings.SITE_URL}/en/search/?q=zebra&kind=event"
    assert [(entry.title, entry.updated) for entry in found.entries] == [
        ("Zebra crossings", max(event.updated_at, event.published_at).astimezone(UTC).isoformat())
    ]
    assert found.feed.opensearch_totalresults == "1"
    assert client.get("/en/search/search.atom").content.decode() == "Say in “q” which words to look for."
    assert client.get("/en/search/search.atom?q=zebra&page=2").status_code == 400
    # Letters that XML has no way to write.
    assert feed(client, "/en/search/search.atom?q=%EF%BF%BF%08zebra").feed.title.endswith("zebra”")
    assert client.get("/ar/search/search.atom?q=zebra").content.decode().count("معابر") == 1


def test_a_browser_is_offered_titles_in_the_form_it_reads(client):
    event = EventFactory(title_en="Zebra crossings")
    EventFactory(title_en="Zebra drafts", scheduled=True)

    response = client.get("/en/search/suggestions.json?q=zeb")

    assert response.headers["Content-Type"] == "application/x-suggestions+json"
    address = f"{settings.SITE_URL}/en/events/{event.slug}/"
    assert response.json() == ["zeb", ["Zebra crossings"], ["Event"], [address]]
    assert client.get("/en/search/suggestions.json").json() == ["", [], [], []]


@pytest.mark.parametrize(
    ("page", "calendar", "news"),
    [
        (
            "events/?type=webinar&after=20190101~7",
            "events/events.ics?type=webinar",
            "events/events.atom?type=webinar",
        ),
        ("documents/?type=report", None, "documents/documents.atom?type=report"),
        ("members/egypt/", "members/egypt/events.ics", "events/events.atom?partner=egypt"),
        ("themes/shelter/", "themes/shelter/events.ics", "events/events.atom?theme=shelter"),
        ("whats-new/", None, "whats-new/whats-new.atom"),
        ("search/?q=zebra&kind=event&page=1", None, "search/search.atom?q=zebra&amp;kind=event"),
    ],
)
def test_a_page_offers_to_follow_what_it_shows_to_people_and_to_programs(client, page, calendar, news):
    PartnerFactory(slug="egypt", iso="EG")
    ThemeFactory(slug="shelter")

    html = client.get(f"/ar/{page}").content.decode()

    told = [
        f'type="application/atom+xml" href="/ar/{news}"',
        f'<a href="/ar/{news}"',
        f"{settings.SITE_URL}/ar/{news}<",
    ]
    host = settings.SITE_URL.partition("://")[2]
    if calendar:
        told += [
            f'type="text/calendar" href="/ar/{calendar}"',
            f'<a href="/ar/{calendar}"',
            f'href="webcal://{host}/ar/{calendar}"',
        ]
    assert [text for text in told if text not in html] == []
    assert ("webcal:" in html) == bool(calendar)


@pytest.mark.parametrize("page", ["events/?typ=x", "documents/?year=x", "search/?q=zebra&kind=x", "search/"])
def test_what_was_not_understood_is_not_offered_to_be_followed(client, page):
    html = client.get(f"/en/{page}").content.decode()

    assert 'id="subscribe"' not in html
