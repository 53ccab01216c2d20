"""A chair term told in sentences."""

import re
from datetime import date
from html import unescape

import pytest
from django.utils import timezone

from events.prose.phrases import starting
from publishing.dates import PartialDate
from tests.factories import ChairmanshipFactory, DocumentFactory, EventFactory, PartnerFactory

pytestmark = pytest.mark.django_db


def story(client, term, language="en"):
    context = client.get(term.get_absolute_url().replace("/en/", f"/{language}/")).context
    return [unescape(re.sub("<[^>]+>", "", sentence)) for sentence in context["story"]]


def term_of(name, number, start, end=None, **values):
    return ChairmanshipFactory(
        partner=PartnerFactory(name_en=name, **values),
        number=number,
        start=PartialDate.parse(start),
        end=PartialDate.parse(end) if end else None,
    )


def test_a_term_is_told_from_handover_to_handover(client):
    term_of("Germany", 1, "2023-03-16", "2024-04-17")
    egypt = term_of("Egypt", 2, "2024-04-17", "2025-04-09")
    term_of("Netherlands", 3, "2025-04-09", english_article=True)
    EventFactory(
        title_en="10th Meeting",
        type="senior_officials_meeting",
        date=PartialDate.parse("2024-04-17", "2024-04-18"),
    )
    conference = EventFactory(
        title_en="2nd Conference", type="ministerial_conference", date=PartialDate.parse("2025-04-09")
    )
    EventFactory(date=PartialDate.parse("2024-09-11"))
    DocumentFactory(title_en="Cairo Declaration", adopting_event=conference)

    assert story(client, egypt) == [
        "The chair was held by Egypt from 17 April 2024 to 9 April 2025.",
        "It was handed over by Germany at “10th Meeting”.",
        "It then passed to the Netherlands at “2nd Conference”.",
        "The record has 3 meetings of the Process in this term.",
        "2 of them were at the political level.",
        "1 text was adopted: Cairo Declaration.",
    ]


def test_no_handover_is_told_where_terms_do_not_meet_or_the_day_is_not_known(client):
    term_of("Germany", 1, "2019-03-16", "2020-04-17")
    egypt = term_of("Egypt", 2, "2024-04", "2025")
    term_of("France", 3, "2025-04-09")

    assert story(client, egypt) == [
        "The chair was held by Egypt from April 2024 to 2025.",
        "It then passed to France.",
    ]


def test_the_running_term_is_told_as_running(client):
    assert story(client, term_of("Egypt", 1, "2024-04-17")) == [
        "The chair has been held by Egypt since 17 April 2024."
    ]


def test_meetings_stand_in_order_with_what_they_adopted(client):
    term = term_of("Egypt", 1, "2024-04-17")
    later = EventFactory(type="ministerial_conference", date=PartialDate.parse("2025-04-09"))
    earlier = EventFactory(date=PartialDate.parse("2024-09-11"))
    declaration = DocumentFactory(adopting_event=later)
    report = DocumentFactory()
    report.related_events.add(earlier)
    for state in ("draft", "scheduled", "withdrawn"):
        hidden = EventFactory(
            type="senior_officials_meeting", date=PartialDate.parse("2024-04-17"), **{state: True}
        )
        DocumentFactory(adopting_event=hidden)
        DocumentFactory(adopting_event=later, **{state: True})

    context = client.get(term.get_absolute_url()).context

    assert [event.pk for event in context["events"]] == [earlier.pk, later.pk]
    assert [document.pk for document in context["adopted_at"][later.pk]] == [declaration.pk]
    assert [document.pk for document in context["other_documents"]] == [report.pk]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_is_told_in_every_language(client, language):
    term = term_of("Egypt", 1, "2024-04-17", name_fr="Égypte", name_ar="مصر")

    assert {"fr": "Égypte", "ar": "مصر"}[language] in story(client, term, language)[0]


@pytest.fixture
def today(monkeypatch):
    """In November 2026."""
    monkeypatch.setattr(timezone, "localdate", lambda *_given: date(2026, 11, 30))


@pytest.mark.usefixtures("today")
def test_a_term_still_to_come_is_told_as_such(client):
    france = term_of("France", 1, "2025-04-09", "2027-01-01")
    kenya = term_of("Kenya", 2, "2027-01-01")
    italy = term_of("Italy", 3, "2028", "2029")

    assert story(client, france) == [
        "The chair is held by France from 9 April 2025 to 1 January 2027.",
        "It then passes to Kenya.",
    ]
    assert story(client, kenya) == [
        "The chair will be held by Kenya from 1 January 2027.",
        "It is handed over by France.",
    ]
    assert story(client, italy) == ["The chair will be held by Italy from 2028 to 2029."]
    for shown, dates in ((france, "9 April 2025 to 1 January 2027"), (kenya, "from 1 January 2027")):
        page = client.get(shown.get_absolute_url()).content.decode()
        assert dates in re.sub("<[^>]+>", "", page.split("<dt>Term</dt>")[1].split("</dd>")[0])


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2026", None, "The term held by Egypt runs from 2026."),
        ("2025-04-09", "2026", "The term held by Egypt runs from 9 April 2025 to 2026."),
        ("2026-11-30", None, "The chair has been held by Egypt since 30 November 2026."),
        ("2025-04-09", "2026-11-29", "The chair was held by Egypt from 9 April 2025 to 29 November 2026."),
    ],
)
def test_only_a_term_that_certainly_runs_is_told_as_running(client, start, end, told):
    assert story(client, term_of("Egypt", 1, start, end)) == [told]


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("en", "2027-01-01", "from 1 January 2027"),
        ("fr", "2027-01-01", "à partir du 1er janvier 2027"),
        ("fr", "2027-04", "à partir d’avril 2027"),
        ("fr", "2027", "à partir de 2027"),
        ("ar", "2027", "اعتبارا من عام 2027"),
    ],
)
def test_a_beginning_is_told_as_each_language_does(language, day, words):
    assert starting(PartialDate.parse(day), language) == words


def test_of_documents_that_are_not_all_read_no_number_is_told(client, monkeypatch):
    monkeypatch.setattr("members.chair_page.DOCUMENTS_SHOWN", 1)
    term = term_of("Egypt", 1, "2024-04-17")
    event = EventFactory(date=PartialDate.parse("2024-09-11"))
    DocumentFactory.create_batch(2, adopting_event=event)

    response = client.get(term.get_absolute_url())

    assert not any("adopted" in sentence for sentence in response.context["story"])
    assert "Only the latest documents of the term are shown." in response.content.decode()


def test_the_handover_meeting_belongs_to_the_terms_on_both_sides_of_it(client):
    netherlands = term_of("Netherlands", 1, "2020-03-05", "2022-03-23")
    south_sudan = term_of("South Sudan", 2, "2022-03-23", "2023-03-16")
    meeting = EventFactory(
        title_en="Meeting in Kampala",
        type="senior_officials_meeting",
        date=PartialDate.parse("2022-03-22", "2022-03-23"),
    )

    for term in (netherlands, south_sudan):
        shown = client.get(term.get_absolute_url()).context["events"]
        assert [event.pk for event in shown] == [meeting.pk]
    assert story(client, south_sudan)[1] == "It was handed over by Netherlands at “Meeting in Kampala”."
    terms = client.get("/en/chairmanships/").context["terms"]
    assert [[event.pk for event in term.events] for term in terms] == [[meeting.pk], [meeting.pk]]
