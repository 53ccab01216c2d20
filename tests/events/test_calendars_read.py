"""What four programs make of one calendar: the one that wrote it, and three written apart from it."""

from datetime import UTC, datetime, time

import ics
import pytest
import vobject
from django.conf import settings
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from publishing.dates import PartialDate
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db
LONG = "المؤتمر الوزاري الثاني لعملية الخرطوم، القاهرة؛ " * 5


@pytest.fixture
def events():
    def event(slug, *days, **values):
        return EventFactory(slug=slug, date=PartialDate.parse(*days), **values)

    cairo = {"time_zone": "Africa/Cairo", "start_time": time(10)}
    return [
        event("days", "2023-05-03", "2023-05-04", title_ar=LONG, city_ar="الخرطوم", status="postponed"),
        event("day", "2023-12-31", status="cancelled", title_ar="ورشة"),
        event("summer", "2023-07-03", end_time=time(12, 30), title_ar="تدريب", **cairo),
        event("winter", "2024-01-08", "2024-01-09", end_time=time(17), title_ar="ندوة", **cairo),
        event("begins", "2024-02-01", title_ar="لقاء", **cairo),
    ]


def row(uid, begin, end, status, *texts):
    """Moments in one zone; what ends as it begins is said to have no end."""
    begin, end = (at.astimezone(UTC) if isinstance(at, datetime) else at for at in (begin, end))
    return str(uid), (str(begin), "" if end in (None, begin) else str(end), str(status), *map(str, texts))


def icalendar_rows(text):
    for entry in Calendar.from_ical(text).walk("VEVENT"):
        end = entry["DTEND"].dt if "DTEND" in entry else None
        texts = [entry[name] for name in ("SUMMARY", "DESCRIPTION", "LOCATION")]
        yield row(entry["UID"], entry["DTSTART"].dt, end, entry["STATUS"], *texts)


def vobject_rows(text):
    for entry in vobject.readOne(text).vevent_list:
        end = entry.dtend.value if hasattr(entry, "dtend") else None
        texts = [entry.summary.value, entry.description.value, entry.location.value]
        yield row(entry.uid.value, entry.dtstart.value, end, entry.status.value, *texts)


def ics_rows(text):
    for entry in ics.Calendar(text).events:
        begin, end = (at.date() if entry.all_day else at.datetime for at in (entry.begin, entry.end))
        yield row(entry.uid, begin, end, entry.status, entry.name, entry.description, entry.location)


def ical_rows(text):
    for entry in IcsCalendarStream.calendar_from_ics(text).events:
        texts = [entry.summary, entry.description, entry.location]
        yield row(entry.uid, entry.dtstart, entry.dtend, entry.status.value, *texts)


def test_four_programs_read_the_same_calendar_in_it(client, events):
    text = client.get("/ar/events/events.ics").content.decode()

    known = dict(icalendar_rows(text))
    for read in (vobject_rows, ics_rows, ical_rows):
        assert dict(read(text)) == known, read.__name__
    told = {event.slug: known[f"{event.uid}@khartoum-process"] for event in events}
    assert {slug: facts[:3] for slug, facts in told.items()} == {
        "days": ("2023-05-03", "2023-05-05", "TENTATIVE"),
        "day": ("2023-12-31", "2024-01-01", "CANCELLED"),
        "summer": ("2023-07-03 07:00:00+00:00", "2023-07-03 09:30:00+00:00", "CONFIRMED"),
        "winter": ("2024-01-08 08:00:00+00:00", "2024-01-09 15:00:00+00:00", "CONFIRMED"),
        "begins": ("2024-02-01 08:00:00+00:00", "", "CONFIRMED"),
    }
    assert LONG.strip() in told["days"][3]
    assert told["summer"][3] == "تدريب"
    assert told["day"][4].endswith(f"{settings.SITE_URL}/ar/events/day/")


def test_each_line_is_short_and_breaks_between_letters(client, events):
    lines = client.get("/ar/events/events.ics").content.split(b"\r\n")

    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()
