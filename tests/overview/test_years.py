"""The years of the Process: sentences that are counted, and lists that bear them out."""

import re
from datetime import date
from html import unescape

import pytest
from django.utils import timezone

from publishing.dates import PartialDate
from tests.factories import (
    ChairmanshipFactory,
    DocumentFactory,
    DomainFactory,
    EventFactory,
    PartnerFactory,
    ThemeFactory,
)

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def story(client, year=2023, language="en"):
    sentences = client.get(f"/{language}/years/{year}/").context["story"]
    return [unescape(re.sub("<[^>]+>", "", sentence)) for sentence in sentences]


def about(theme, **values):
    event = EventFactory(**values)
    event.themes.add(theme)
    return event


def test_a_year_is_told_in_sentences(client):
    germany = PartnerFactory(name_en="Germany")
    netherlands = PartnerFactory(name_en="Netherlands", english_article=True)
    ChairmanshipFactory(
        partner=germany, start=PartialDate.parse("2022-01-01"), end=PartialDate.parse("2023-04-17")
    )
    ChairmanshipFactory(partner=netherlands, start=PartialDate.parse("2023-04-17"))
    return_, domain = ThemeFactory(slug="a", name_en="Return"), DomainFactory(name_en="Protection")
    about(return_, country="UG")
    about(domain, country="NL", type="ministerial_conference")
    conference = about(ThemeFactory(slug="b", name_en="A topic", parent=domain), country="UG")
    EventFactory(mode="online", country="", city_en=None, date=PartialDate.parse("2023"))
    DocumentFactory(title_en="Kampala Declaration", adopting_event=conference)
    DocumentFactory(title_en="Of others", adopting_event=EventFactory(scope="related"))

    assert story(client) == [
        "The record of this year has 4 meetings of the Khartoum Process.",
        "1 of them was at the political level.",
        "They were held in Uganda (2), in the Netherlands and online.",
        "Of 1 meeting the day is not known.",
        "The chair was held by Germany until 17 April 2023, then by the Netherlands.",
        "1 text was adopted: Kampala Declaration.",
        "Most often the events were about “Protection” (2), “Return” and “A topic”.",
    ]


@pytest.mark.parametrize(
    ("today", "terms", "told"),
    [
        ((2026, 3, 1), [("2025", None)], "The chair is held by A."),
        ((2026, 11, 30), [("2025", "2026-04-09")], "The chair was held by A."),
        (
            (2026, 3, 1),
            [("2025", "2026-04-09"), ("2026-04-09", None)],
            "The chair is held by A until 9 April 2026, then by B.",
        ),
        (
            (2026, 4, 9),
            [("2025", "2026-04-09"), ("2026-04-09", None)],
            "The chair was held by A until 9 April 2026, then by B.",
        ),
        ((2025, 12, 1), [("2026-01-01", None)], "The chair will be held by A."),
        ((2026, 3, 1), [("2026", None)], "The chair is or will be held by A."),
        ((2026, 3, 1), [("2025", "2026")], "The chair is or was held by A."),
        ((2027, 1, 1), [("2025", None)], "The chair was held by A."),
    ],
)
def test_the_chair_of_a_year_is_told_as_it_stands_today(client, monkeypatch, today, terms, told):
    EventFactory(date=PartialDate.parse("2026"))
    for number, (name, (start, end)) in enumerate(zip("AB", terms, strict=False), start=1):
        ChairmanshipFactory(
            number=number,
            partner=PartnerFactory(name_en=name),
            start=PartialDate.parse(start),
            end=end and PartialDate.parse(end),
        )
    monkeypatch.setattr(timezone, "localdate", lambda *_given: date(*today))

    assert [sentence for sentence in story(client, 2026) if "chair" in sentence] == [told]


def test_of_a_year_with_more_than_is_read_nothing_is_counted(client, monkeypatch):
    monkeypatch.setattr("overview.years.record.DOCUMENTS_READ", 1)
    DocumentFactory.create_batch(2, adopting_event=EventFactory(), date=PartialDate.parse("2023"))

    assert story(client) == ["The record of this year has more than can be told here: see its events."]


def test_what_did_not_take_place_is_not_told_as_if_it_had(client):
    EventFactory(status="cancelled", country="UG")
    EventFactory(status="held", country="KE")

    assert story(client)[1:] == ["Held, or to be held: in Uganda and in Kenya.", "1 was cancelled."]


def test_a_year_of_political_meetings_alone_is_told_as_such(client):
    EventFactory.create_batch(2, type="ministerial_conference")

    assert story(client)[1] == "All of them were at the political level."


def test_each_number_leads_to_a_list_of_just_so_many(client):
    theme = ThemeFactory(name_en="Return")
    for place in ("UG", "UG", "KE"):
        about(theme, country=place)
    EventFactory(date=PartialDate.parse("2023"), type="ministerial_conference", country="KE")
    EventFactory(date=PartialDate.parse("2022-12-30", "2023-01-02"), country="EG")
    EventFactory(date=PartialDate.parse("2024"))

    told = " ".join(client.get("/en/years/2023/").context["story"])
    links = re.findall(r'<a href="(/en/events/[^"]+)">(?:<bdi>)?([^<]+)[^(]*?</a>”?(?: \((\d+)\))?', told)
    counts = {unescape(url): int(number or (text if text.isdigit() else 1)) for url, text, number in links}

    assert len(counts) == 6
    for url, count in counts.items():
        assert client.get(url).context["count"] == count, url


def test_only_what_is_published_is_told(client):
    EventFactory(slug="shown")
    theme = ThemeFactory(draft=True, name_en="Hidden theme")
    for state in ("draft", "scheduled", "withdrawn"):
        hidden = about(theme, country="KE", **{state: True})
        DocumentFactory(adopting_event=hidden, title_en="Hidden text", **{state: True})
        ChairmanshipFactory(partner__name_en="Hidden chair", **{f"partner__{state}": True})
    about(theme, slug="also-shown", type="webinar")

    response = client.get("/en/years/2023/")
    index = client.get("/en/years/").content.decode()

    assert {event.slug for event in response.context["technical"]} == {"shown", "also-shown"}
    assert "Hidden" not in response.content.decode() + index
    assert "Kenya" not in response.content.decode()


def test_half_known_dates_count_where_they_may_fall_and_are_shown_as_they_are(client):
    EventFactory(slug="in-2023", date=PartialDate.parse("2023"))
    EventFactory(date=None)

    response = client.get("/en/years/2023/")

    assert [event.slug for event in response.context["technical"]] == ["in-2023"]
    assert '<time datetime="2023">2023</time>' in response.content.decode()


@pytest.mark.parametrize(
    ("dates", "month"),
    [
        (["2022-12-30/2023-01-02", "2023-05", "2023-03-07", "2023"], "2023-03"),
        (["2023"], "2023-01"),
    ],
)
def test_its_calendar_begins_where_something_stands(client, dates, month):
    for text in dates:
        EventFactory(date=PartialDate.parse(*text.split("/")))

    page = client.get("/en/years/2023/")

    address = page.context["calendar_url"]
    assert (address, address in page.content.decode()) == (f"/en/events/calendar/?month={month}", True)
    assert not client.get(address).context["sheet"].is_empty


def test_of_a_year_that_only_has_documents_no_empty_list_is_offered(client):
    DocumentFactory(date=PartialDate.parse("2023"))
    EventFactory(date=PartialDate.parse("2023-03-07"), draft=True)

    page = client.get("/en/years/2023/").content.decode()

    assert "All events as a list" not in page
    assert "As a calendar" not in page


def test_years_lead_to_those_beside_them_and_end_where_the_record_does(client):
    EventFactory(date=PartialDate.parse("2021"))
    EventFactory(date=PartialDate.parse("2023"))

    context = client.get("/en/years/2022/").context

    assert (context["previous_year"], context["next_year"]) == (2021, 2023)
    assert story(client, 2022) == ["No meeting of the Khartoum Process is on record for this year."]
    assert client.get("/en/years/2021/").context["previous_year"] is None
    for beyond in ("2020", "2024", "0999", "20230"):
        assert client.get(f"/en/years/{beyond}/").status_code == 404


def test_the_index_has_each_year_with_its_landmarks(client):
    conference = EventFactory(type="ministerial_conference", date=PartialDate.parse("2023-04-09"))
    EventFactory(type="webinar", date=PartialDate.parse("2023-05-09"))
    text = DocumentFactory(adopting_event=conference, adopted=PartialDate.parse("2023-04-09"))
    DocumentFactory(date=PartialDate.parse("2022"))

    years = client.get("/en/years/").context["years"]

    assert [
        (year["number"], [event.slug for event in year["events"]], [row.slug for row in year["documents"]])
        for year in years
    ] == [(2023, [conference.slug], [text.slug]), (2022, [], [])]


def test_the_index_counts_what_each_year_has_and_leaves_out_those_without(client):
    EventFactory.create_batch(2, date=PartialDate.parse("2023"))
    DocumentFactory(date=PartialDate.parse("2020"))
    EventFactory(date=PartialDate.parse("2020"), draft=True)

    years = client.get("/en/years/").context["years"]

    assert [(year["number"], year["held"]) for year in years] == [
        (2023, [("2 events", "/en/events/?year=2023")]),
        (2020, [("1 document", "/en/documents/?year=2020")]),
    ]


def test_an_empty_record_has_no_years(client):
    assert client.get("/en/years/").context["years"] == []


@pytest.mark.parametrize("address", ["/en/years/", "/en/years/2023/"])
def test_what_is_asked_of_them_besides_is_not_understood(client, address):
    EventFactory()

    assert client.get(f"{address}?colour=red").context["problems"] == ["There is no filter called “colour”."]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_story_is_told_in_every_language(client, language):
    term = ChairmanshipFactory(start=PartialDate.parse("2022"))
    about(ThemeFactory(name_fr="Retour", name_ar="العودة"))

    told = story(client, language=language)

    assert len(told) == 4
    assert term.partner.name_en in told[2]


@pytest.mark.parametrize("count", [1, 3])
def test_a_year_takes_the_same_queries_whatever_there_was(client, django_assert_num_queries, count):
    for _ in range(count):
        event = about(ThemeFactory(), type="ministerial_conference")
        DocumentFactory(adopting_event=event)
        ChairmanshipFactory(start=PartialDate.parse("2022"))
    client.get("/en/years/")

    # As what the record stands, for the years and for the page; all that is in the year; and its themes.
    with django_assert_num_queries(4):
        client.get("/en/years/2023/")
    with django_assert_num_queries(2):
        client.get("/en/years/2023/")
    with django_assert_num_queries(1):
        client.get("/en/years/")
