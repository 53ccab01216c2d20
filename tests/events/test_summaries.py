import pytest
from django.utils.translation import override
from icalendar.parser import Contentline, Parameters

from events.feeds.calendars import folded
from events.models import Event
from events.prose import summary_of
from events.summaries import with_summaries
from publishing.dates import PartialDate
from tests.factories import (
    ChairmanshipFactory,
    EventFactory,
    ParticipationFactory,
    PartnerFactory,
    SeriesFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def summaries(rows):
    with override("en"):
        return [summary_of(event) for event in rows]


@pytest.mark.parametrize("count", [1, 4])
def test_many_events_are_told_as_each_alone_in_one_question_more(django_assert_num_queries, count):
    theme, partner = ThemeFactory(level="topic"), PartnerFactory()
    for _ in range(count):
        event = EventFactory(
            date=PartialDate.parse("2023"),
            series=SeriesFactory(),
            chair_term=ChairmanshipFactory(partner=PartnerFactory()),
        )
        event.themes.add(theme, ThemeFactory(level="topic"))
        ParticipationFactory(event=event, partner=partner, role="host")
        ParticipationFactory(event=event, role="co_host", order=1)
    alone = summaries(Event.objects.for_summary())

    with django_assert_num_queries(2):
        together = summaries(with_summaries(list(Event.objects.for_summaries())))

    assert together == alone
    assert all(theme.name in told and partner.name in told for told in together)


@pytest.mark.parametrize("trait", ["draft", "scheduled", "withdrawn"])
def test_what_is_not_public_is_not_told_of_many_events_either(trait):
    hidden = {trait: True}
    event = EventFactory(series=SeriesFactory(**hidden))
    event.themes.add(theme := ThemeFactory(level="topic", **hidden))
    ParticipationFactory(event=event, partner=(partner := PartnerFactory(**hidden)), role="host")

    (told,) = summaries(with_summaries(list(Event.objects.published().for_summaries())))

    assert [record for record in (theme.name, partner.name, event.series.title) if record in told] == []


def test_no_event_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert with_summaries([]) == []


@pytest.mark.parametrize(
    "text", ["", "a", "ab" * 40, "é" * 90, "رئاسة العملية، " * 20, "\\,x" * 60, "^'" * 99]
)
def test_lines_are_folded_as_the_library_folds_them(text):
    line = Contentline.from_parts("SUMMARY", Parameters(), text)

    assert folded(line) == line.to_ical() + b"\r\n"
