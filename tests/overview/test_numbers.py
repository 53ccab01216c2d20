import re
from html import unescape

import pytest

from events.models import Event
from overview.numbers.counting import counts
from overview.types import GROUPS
from publishing.by_year import by_year
from publishing.dates import PartialDate
from tests.factories import (
    ChairmanshipFactory,
    DocumentFactory,
    DocumentVersionFactory,
    DomainFactory,
    EventFactory,
    ParticipationFactory,
    PartnerFactory,
    ThemeFactory,
)

pytestmark = [pytest.mark.once, pytest.mark.django_db]

PAGE = "/en/numbers/"
HIDDEN = ["draft", "scheduled", "withdrawn"]
NUMBER_IN_LINK = re.compile(
    r'<a[^>]* href="(/[^"]+)"[^>]*>(?:<svg.*?</svg>)?(?:<b>)?([\d,]+)(?:</b>)?</a>|'
    r'<a href="(/[^"]+)" tabindex="-1"><rect[^>]*><title>[^<]*[,:] ([\d,]+)</title>',
    re.DOTALL,
)


def small_record():
    """Of everything that is counted several, with the dates and roles that are hard."""
    kenya, egypt = PartnerFactory(slug="kenya", iso="KE"), PartnerFactory(slug="egypt", iso="EG")
    domain = DomainFactory(slug="protection")
    topic, lone = ThemeFactory(slug="refugees", parent=domain), ThemeFactory(slug="governance")
    new_year = EventFactory(type="training", date=PartialDate.parse("2015-12-30", "2016-01-02"), country="KE")
    half_known = EventFactory(type="ministerial_conference", date=PartialDate.parse("2016"), country="EG")
    undated = EventFactory(type="thematic_workshop", date=None, country="EG")
    online = EventFactory(type="webinar", date=PartialDate.parse("2018-05"), country="", mode="online")
    placeless = EventFactory(scope="related", type="related_event", country="")
    for event in (new_year, half_known, undated):
        event.themes.add(domain, topic)
        ParticipationFactory(event=event, partner=egypt, role="host")
        ParticipationFactory(event=event, partner=kenya, role="co_host")
    online.themes.add(lone)
    ParticipationFactory(event=half_known, partner=egypt, role="outgoing_chair")
    ParticipationFactory(event=half_known, partner=kenya, role="incoming_chair")
    ParticipationFactory(event=placeless, partner=kenya, role="participant")
    DocumentFactory(nature="outcome", date=PartialDate.parse("2016"), languages_seen=["en", "ar"])
    DocumentFactory(nature="outcome", adopting_event=half_known, adopted=PartialDate.parse("2017-12-31"))
    held = DocumentFactory(nature="official", date=None)
    DocumentVersionFactory(document=held, language="fr")
    ChairmanshipFactory(partner=egypt, text_en="A term.")


def test_each_figure_is_named_at_the_top_with_the_number_that_stands_for_it(client):
    small_record()

    html = client.get(PAGE).content.decode()
    named = re.findall(r'<a href="#([a-z-]+)"><b>(\d+)</b>', html)

    assert [key for key, _lead in named] == re.findall(r'<h2 id="([a-z-]+)">', html)
    assert dict(named) | {"by-year": "5", "places": "2", "documents": "3"} == dict(named)


def links_of(html):
    """Address → the number that leads there, of all figures of the page."""
    found = {}
    figures = html[html.index("<figure") : html.rindex("</figure>")]
    for match in NUMBER_IN_LINK.finditer(figures):
        address, number = [group for group in match.groups() if group]
        found.setdefault(unescape(address), set()).add(int(number.replace(",", "")))
    return found


def number_at(client, address):
    context = client.get(address).context
    assert context["problems"] == []
    return context["count"]


@pytest.mark.parametrize("page", [PAGE, "/ar/numbers/"])
def test_every_number_leads_to_a_list_of_just_as_many(client, page):
    small_record()

    links = links_of(client.get(page).content.decode())

    lists = {
        address: numbers
        for address, numbers in links.items()
        if "/events/" in address or "/documents/" in address
    }
    assert len(lists) > 30
    assert {address: {number_at(client, address)} for address in lists} == lists


def test_half_known_dates_count_in_their_year_and_unknown_ones_in_none():
    small_record()

    found = by_year(counts()["by_type"])

    assert dict(found.years) == {2015: 1, 2016: 2, 2018: 1, 2023: 1}
    assert (found.total, found.undated) == (5, 1)


def test_what_a_plot_leaves_out_is_told_beside_it(client):
    small_record()

    html = client.get(PAGE).content.decode()

    assert '<a href="/en/events/?year=unknown">1</a> event of which no date is known' in html
    assert "What ran over a new year counts in both years." in html
    assert "Of 1 other event the country is not known." in html


@pytest.mark.parametrize("trait", HIDDEN)
def test_nothing_hidden_is_counted_or_named(client, trait):
    small_record()
    before = client.get(PAGE).content.decode()
    hidden = EventFactory(country="SE", **{trait: True})
    theme = ThemeFactory(name_en="Zzsecret", **{trait: True})
    partner = PartnerFactory(name_en="Zzsecret", **{trait: True})
    shown = Event.objects.get(date_precision="year")
    shown.themes.add(theme)
    hidden.themes.add(ThemeFactory())
    ParticipationFactory(event=shown, partner=partner, role="host")
    ParticipationFactory(event=hidden, partner=PartnerFactory(iso="SE"), role="host")
    DocumentFactory(languages_seen=["it"], **{trait: True})
    DocumentVersionFactory(language="de", **{trait: True})

    html = client.get(PAGE).content.decode()

    # What was added besides and is public changes the numbers of kinds, and the document of a hidden file.
    assert "Zzsecret" not in html
    assert {a: n for a, n in links_of(before).items() if "/events/" in a and "?" in a} == {
        a: n for a, n in links_of(html).items() if "/events/" in a and "?" in a
    }
    assert "language=it" not in html
    assert "language=de" not in html


@pytest.mark.parametrize("more", [0, 5])
def test_the_page_takes_the_same_queries_for_any_record(client, django_assert_num_queries, more):
    small_record()
    for event in EventFactory.create_batch(more):
        event.themes.add(ThemeFactory())
        ParticipationFactory(event=event)
        DocumentFactory(languages_seen=["pt"])

    # How the record stands, asked for the page and for its numbers, and all that is counted.
    with django_assert_num_queries(3):
        client.get(PAGE)


def test_a_record_without_anything_has_a_page(client):
    response = client.get(PAGE)

    assert response.status_code == 200
    assert "There are 0 events in the record." in response.content.decode()


def test_a_question_that_the_page_does_not_know_is_told(client):
    assert "There is no filter called “year”." in client.get(f"{PAGE}?year=2016").content.decode()


def test_every_type_of_event_is_in_one_group():
    assert sorted(name for group in GROUPS for name in group.types) == sorted(Event.Type.values)
