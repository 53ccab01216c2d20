from datetime import UTC, date, datetime, time

import pytest
from icalendar import Calendar

from events.models import Event
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


def entries(response):
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_the_filtered_calendar_holds_what_the_filter_finds(client):
    webinar = EventFactory(type="webinar", mode="online", country="")
    EventFactory(type="training")

    found = entries(client.get("/en/events/events.ics?type=webinar"))

    assert [str(entry["UID"]) for entry in found] == [f"{webinar.uid}@khartoum-process"]


def test_all_day_events_end_on_the_day_after_their_last(client):
    EventFactory(date=PartialDate.parse("2023-05-03", "2023-05-04"))

    (entry,) = entries(client.get("/en/events/events.ics"))

    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2023, 5, 3), date(2023, 5, 5))


def test_an_event_of_several_days_whose_end_has_no_time_lasts_all_of_them(client):
    EventFactory(
        date=PartialDate.parse("2023-12-01", "2023-12-03"), start_time=time(9), time_zone="Africa/Cairo"
    )

    (entry,) = entries(client.get("/en/events/events.ics"))

    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2023, 12, 1), date(2023, 12, 4))


@pytest.mark.parametrize("end", [None, time(9)])
def test_a_meeting_of_which_no_end_is_known_is_given_none(client, end):
    day = PartialDate.parse("2023-12-01")
    EventFactory(date=day, start_time=time(9), end_time=end, time_zone="Africa/Cairo")

    (entry,) = entries(client.get("/en/events/events.ics"))

    assert (f"{entry['DTSTART'].dt:%H:%M}", "DTEND" in entry) == ("09:00", False)


def test_each_zone_named_is_described_once_as_the_standard_asks(client):
    for zone in ("Africa/Cairo", "Africa/Cairo", "Europe/Rome"):
        EventFactory(date=PartialDate.parse("2023-05-03"), start_time=time(10), time_zone=zone)
    EventFactory()

    calendar = Calendar.from_ical(client.get("/en/events/events.ics").content)

    assert sorted(str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")) == ["Africa/Cairo", "Europe/Rome"]
    assert calendar.get_missing_tzids() == set()


def test_a_known_time_is_told_with_its_zone(client):
    EventFactory(
        date=PartialDate.parse("2023-05-03"),
        start_time=time(10),
        end_time=time(12, 30),
        time_zone="Africa/Cairo",
    )

    (entry,) = entries(client.get("/en/events/events.ics"))

    assert entry["DTSTART"].dt.astimezone(UTC) == datetime(2023, 5, 3, 7, tzinfo=UTC)
    assert entry["DTEND"].dt.astimezone(UTC) == datetime(2023, 5, 3, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("when", [None, "2018", "2018-05"])
def test_a_date_not_known_to_the_day_is_in_no_calendar(client, when):
    event = EventFactory(date=PartialDate.parse(when) if when else None)

    assert entries(client.get("/en/events/events.ics")) == []
    assert client.get(f"/en/events/{event.slug}/event.ics").status_code == 404


@pytest.mark.parametrize(
    ("status", "said"), [("cancelled", "CANCELLED"), ("postponed", "TENTATIVE"), ("held", "CONFIRMED")]
)
def test_cancelled_and_postponed_are_told(client, status, said):
    event = EventFactory(status=status)

    (entry,) = entries(client.get(f"/en/events/{event.slug}/event.ics"))

    assert str(entry["STATUS"]) == said


def test_renaming_the_event_keeps_its_identifier(client):
    event = EventFactory()
    before = event.uid
    event.slug = "another-address"
    event.save()

    (entry,) = entries(client.get("/en/events/another-address/event.ics"))

    assert str(entry["UID"]) == f"{before}@khartoum-process"


def test_arabic_text_survives(client):
    EventFactory(title_ar="المؤتمر الوزاري الثاني لعملية الخرطوم")

    (entry,) = entries(client.get("/ar/events/events.ics"))

    assert str(entry["SUMMARY"]) == "المؤتمر الوزاري الثاني لعملية الخرطوم"


@pytest.mark.parametrize("trait", ["draft", "in_review", "scheduled", "withdrawn"])
def test_what_is_not_public_is_in_no_calendar(client, trait):
    hidden = EventFactory(**{trait: True})

    assert entries(client.get("/en/events/events.ics")) == []
    expected = 410 if trait == "withdrawn" else 404
    assert client.get(f"/en/events/{hidden.slug}/event.ics").status_code == expected


def test_a_calendar_follows_its_event_to_a_new_address_and_tells_of_its_withdrawal(client):
    event = EventFactory(slug="before")
    event.slug = "after"
    event.save()

    moved = client.get("/fr/events/before/event.ics")
    event.withdrawn_at, event.withdrawal_reason_en = event.published_at, "Published in error."
    event.save()
    gone = client.get("/en/events/before/event.ics")

    assert (moved.status_code, moved.headers["Location"]) == (301, "/fr/events/after/event.ics")
    assert (gone.status_code, gone.content.decode()) == (
        410,
        "What stood here was withdrawn\nPublished in error.\n",
    )


def test_a_question_not_understood_is_refused_by_name(client):
    response = client.get("/en/events/events.ics?typ=webinar")

    assert (response.status_code, response.content.decode()) == (400, "There is no filter called “typ”.")


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_takes_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    for _ in range(count):
        event = EventFactory(series=SeriesFactory(), chair_term=ChairmanshipFactory(partner=PartnerFactory()))
        event.themes.add(ThemeFactory())
        ParticipationFactory(event=event)

    with django_assert_num_queries(7):
        response = client.get("/en/events/events.ics")

    assert len(entries(response)) == count == Event.objects.count()
