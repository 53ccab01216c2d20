"""A chair term told in sentences."""

import re
from html import unescape

import pytest

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

    assert context["events"] == [earlier, later]
    assert context["adopted_at"][later.pk] == [declaration]
    assert context["other_documents"] == [report]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_is_told_in_every_language(client, language):
    term = term_of("Egypt", 1, "2024-04-17", name_fr="Égypte", name_ar="مصر")

    assert {"fr": "Égypte", "ar": "مصر"}[language] in story(client, term, language)[0]
