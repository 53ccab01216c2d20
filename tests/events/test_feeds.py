from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from django.conf import settings
from icalendar import Calendar, Timezone

from events.feeds.zones import described
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


def test_a_partner_a_theme_and_a_series_have_calendars_of_their_own(client):
    partner, theme, series = PartnerFactory(), ThemeFactory(), SeriesFactory()
    events = [EventFactory(), EventFactory(), EventFactory(series=series)]
    ParticipationFactory(event=events[0], partner=partner)
    events[1].themes.add(theme)
    for draft in (EventFactory(draft=True, series=series), EventFactory(scheduled=True, series=series)):
        draft.themes.add(theme)
        ParticipationFactory(event=draft, partner=partner)

    for record, event in zip((partner, theme, series), events, strict=True):
        response = client.get(f"{record.get_absolute_url()}events.ics")
        assert [str(entry["UID"]) for entry in entries(response)] == [f"{event.uid}@khartoum-process"]
        assert f"X-WR-CALNAME:Khartoum Process: {record}" in response.content.decode()

    addresses = [record.get_absolute_url() for record in (partner, theme, series)]
    partner.slug = "moved"
    partner.save()
    theme.withdrawn_at, theme.withdrawal_reason_en = theme.published_at, "An error."
    theme.save()
    series.published_at = None
    series.save()
    answers = [client.get(f"{address}events.ics") for address in ("/en/members/moved/", *addresses)]
    assert [answer.status_code for answer in answers] == [200, 301, 410, 404]


def test_a_long_calendar_says_where_its_earlier_events_are(client, monkeypatch):
    monkeypatch.setattr("events.feeds.views.EVENTS_IN_A_PART", 2)
    for year in range(2018, 2023):
        EventFactory(slug=f"in-{year}", date=PartialDate.parse(f"{year}-05-03"))
    EventFactory(date=PartialDate.parse("2020"))
    address, years, told = "/en/events/events.ics?mode=in_person", [], []

    while address:
        response = client.get(address)
        years.append([entry["DTSTART"].dt.year for entry in entries(response)])
        told.append(str(Calendar.from_ical(response.content)["X-WR-CALDESC"]))
        address = response.headers.get("Link", "").partition(">")[0].removeprefix("<" + settings.SITE_URL)
        assert address in told[-1]

    assert years == [[2022, 2021], [2020, 2019], [2018]]
    assert told[2] == "The events whose day is known."
    assert client.get("/en/events/events.ics?after=x").status_code == 400


def test_a_calendar_says_where_it_is_from_and_how_often_to_look(client):
    EventFactory(status="postponed", title_fr="Réunion")

    response = client.get("/fr/events/events.ics?year=2023")
    (entry,) = entries(response)

    calendar = Calendar.from_ical(response.content)
    said = {name: str(calendar[name]) for name in ("SOURCE", "URL", "X-PUBLISHED-TTL")}
    assert said == {
        "SOURCE": f"{settings.SITE_URL}/fr/events/events.ics?year=2023",
        "URL": f"{settings.SITE_URL}/fr/events/?year=2023",
        "X-PUBLISHED-TTL": "PT6H",
    }
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in response.content
    assert "METHOD" not in calendar
    event = Event.objects.get()
    assert (entry["SEQUENCE"], entry["LAST-MODIFIED"].dt) == (
        event.revision,
        event.updated_at.replace(microsecond=0),
    )
    assert "Réunion" in entry["SUMMARY"] != "Réunion"


@pytest.mark.parametrize("name", ["Africa/Cairo", "Europe/Rome", "Africa/Khartoum", "America/New_York"])
def test_a_zone_is_described_as_it_is(name):
    """Any day of the years in question, and the hours around each change of the clock."""
    text = described(name, 2014, 2026).decode()
    read = tzical(StringIO(text)).get()
    moments = [
        datetime.combine(date(2014, 1, 1), time(12)) + timedelta(days=days) for days in range(0, 4700, 9)
    ]
    for rule in Timezone.from_ical(text).subcomponents[1:]:
        # The hour that is left out, or comes twice, is nobody's meeting.
        moments += [rule["DTSTART"].dt + timedelta(hours=hours) for hours in (-2, 2)]

    zone = ZoneInfo(name)
    other = [
        at for at in moments if at.replace(tzinfo=read).utcoffset() != at.replace(tzinfo=zone).utcoffset()
    ]
    assert other == []


@pytest.mark.parametrize("path", ["events.ics", "meeting/event.ics"])
def test_a_question_not_understood_is_refused_by_name(client, path):
    EventFactory(slug="meeting")
    response = client.get(f"/en/events/{path}?typ=webinar")

    assert (response.status_code, response.content.decode()) == (400, "There is no filter called “typ”.")


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_takes_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    for _ in range(count):
        event = EventFactory(series=SeriesFactory(), chair_term=ChairmanshipFactory(partner=PartnerFactory()))
        event.themes.add(ThemeFactory())
        ParticipationFactory(event=event)

    with django_assert_num_queries(2):
        response = client.get("/en/events/events.ics")

    assert len(entries(response)) == count == Event.objects.count()
