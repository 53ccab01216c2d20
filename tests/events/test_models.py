import datetime as dt
from uuid import NAMESPACE_URL, uuid5

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import translation

from events.models import Event, Participation, Series, Theme
from publishing.dates import PartialDate
from tests.factories import (
    AgendaItemFactory,
    ChairmanshipFactory,
    DomainFactory,
    EventFactory,
    ParticipationFactory,
    SeriesFactory,
    SpeakerFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
TEN, NOON = dt.time(10), dt.time(12, 30)
TIME_RULE = "A time needs an exact date, a beginning and a time zone."
NUMBER_RULE = "Give the number together with what it is counted among, or neither."


def on(text):
    return text and PartialDate.parse(*text.split())


def refusal(record):
    with pytest.raises(ValidationError) as refused:
        record.validate_constraints()
    return refused.value.messages


def database_refuses(row, **columns):
    rows = type(row).objects.filter(pk=row.pk)
    write = getattr(rows, "write_bookkeeping", rows.update)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        write(**columns)
    return str(refused.value)


# What never is in one row


def test_online_event_has_no_country():
    event = EventFactory()
    event.mode = Event.Mode.ONLINE

    assert refusal(event) == ["An online event has no place: empty the country, or change the mode."]
    assert "event_online_has_no_country" in database_refuses(event, mode="online")


@pytest.mark.parametrize(
    "facts",
    [
        {"start_time": TEN},
        {"start_time": TEN, "time_zone": "Africa/Cairo", "date": "2018-05"},
        {"start_time": TEN, "time_zone": "Africa/Cairo", "date": None},
        {"end_time": NOON, "time_zone": "Africa/Cairo"},
    ],
)
def test_time_has_a_day_a_beginning_and_a_zone(facts):
    event = EventFactory()
    for name, value in facts.items():
        setattr(event, name, on(value) if name == "date" else value)
    columns = {name: value for name, value in facts.items() if name != "date"}
    if "date" in facts:
        columns |= {
            f"date_{part}": getattr(event, f"date_{part}") for part in ("earliest", "latest", "precision")
        }

    assert refusal(event) == [TIME_RULE]
    assert "event_time_has_a_day_and_a_zone" in database_refuses(event, **columns)


@pytest.mark.parametrize(
    ("day", "start", "end", "is_right"),
    [
        ("2018-05-08", TEN, NOON, True),
        ("2018-05-08", TEN, TEN, True),
        ("2018-05-08", TEN, None, True),
        ("2018-05-08", NOON, TEN, False),
        ("2018-05-08 2018-05-09", NOON, TEN, True),
    ],
)
def test_event_does_not_end_before_it_begins(day, start, end, is_right):
    event = EventFactory.build(
        slug="a", uid=uuid5(NAMESPACE_URL, "a"), date=on(day), start_time=start, end_time=end, time_zone="UTC"
    )

    if is_right:
        event.validate_constraints()
        event.save()
    else:
        assert refusal(event) == ["The end is before the start."]
        with pytest.raises(IntegrityError, match="event_ends_after_it_begins"), transaction.atomic():
            event.save()


@pytest.mark.parametrize(("scheme", "number"), [("som", None), ("", 3), ("som", 0)])
def test_number_and_what_it_is_counted_among_come_together(scheme, number):
    event = EventFactory()
    event.ordinal_scheme, event.ordinal_number = scheme, number

    assert refusal(event) == [NUMBER_RULE]
    assert "event_number_belongs_to_a_numbering" in database_refuses(
        event, ordinal_scheme=scheme, ordinal_number=number
    )


def test_number_is_used_once_in_its_numbering():
    EventFactory(ordinal_scheme="som", ordinal_number=4)
    EventFactory(ordinal_scheme="iwg", ordinal_number=4)
    EventFactory.create_batch(2)
    again = EventFactory.build(ordinal_scheme="som", ordinal_number=4)

    assert refusal(again) == ["Another event already has this number."]
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_unknown_time_zone_is_refused_with_examples():
    event = EventFactory.build(time_zone="Cairo")

    with pytest.raises(ValidationError) as refused:
        event.clean_fields(exclude=["uid"])

    assert refused.value.message_dict == {
        "time_zone": ["“Cairo” is not a time zone. Write it like Africa/Cairo or Europe/Paris."]
    }


def test_country_that_does_not_exist_is_refused():
    event = EventFactory.build(country="XX")

    with pytest.raises(ValidationError) as refused:
        event.clean_fields(exclude=["uid"])

    assert list(refused.value.message_dict) == ["country"]


def test_process_we_do_not_know_is_refused():
    event = EventFactory.build(joint_processes=["rabat-process", "xx"])

    with pytest.raises(ValidationError) as refused:
        event.clean_fields(exclude=["uid"])

    assert refused.value.message_dict == {"joint_processes": ["“xx” is not among the choices."]}


def test_partner_has_a_role_once():
    row = ParticipationFactory(role="host")
    ParticipationFactory(event=row.event, partner=row.partner, role="chair")
    again = ParticipationFactory.build(event=row.event, partner=row.partner, role="host")

    assert refusal(again) == ["This partner already has this role at the event."]
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


@pytest.mark.parametrize("facts", [{"level": "domain"}, {"level": "topic", "number": 3}])
def test_domain_has_a_number_and_a_topic_has_none(facts):
    message = "A domain has a number and no domain above it; a topic has no number."

    assert refusal(ThemeFactory.build(**facts)) == [message]
    assert "theme_is_a_numbered_domain_or_a_topic" in database_refuses(ThemeFactory(), **facts)


def test_domain_has_no_domain_above_it():
    above, below = DomainFactory(number=1), DomainFactory(number=2)
    below.parent = above

    assert refusal(below) == ["A domain has a number and no domain above it; a topic has no number."]


def test_number_of_a_domain_is_used_once():
    DomainFactory(number=1)

    assert refusal(DomainFactory.build(number=1)) == ["Another domain already has this number."]


# What goes and what stays


def test_parts_go_with_their_event():
    event = EventFactory()
    parts = [factory(event=event) for factory in (ParticipationFactory, SpeakerFactory, AgendaItemFactory)]

    event.delete()

    assert [type(part).objects.count() for part in parts] == [0, 0, 0]


def test_what_events_rest_on_is_not_deleted():
    event = EventFactory(series=SeriesFactory(), chair_term=ChairmanshipFactory())
    partner = ParticipationFactory(event=event).partner
    domain = ThemeFactory(parent=DomainFactory()).parent

    for record in (event.series, event.chair_term, partner, domain):
        with pytest.raises(ProtectedError):
            record.delete()


# What a row tells


@pytest.mark.parametrize(
    ("facts", "english", "arabic"),
    [
        ({"country": "EG", "city_en": "Cairo", "city_ar": "القاهرة"}, "Cairo, Egypt", "القاهرة، مصر"),
        ({"country": "EG", "city_en": "Cairo"}, "Cairo, Egypt", "Cairo، مصر"),
        ({"country": "SS", "city_en": None}, "South Sudan", "جنوب السودان"),
        ({"country": "", "city_en": "Geneva"}, "Geneva", "Geneva"),
        ({"country": "", "city_en": None}, "", ""),
        ({"country": "", "city_en": None, "mode": "online"}, "Online", "عبر الإنترنت"),
    ],
)
def test_place_is_told_in_the_active_language(facts, english, arabic):
    event = EventFactory(**facts)

    with translation.override("ar"):
        in_arabic = event.place

    assert (event.place, in_arabic) == (english, arabic)


def test_moments_carry_their_zone():
    event = EventFactory(
        date=on("2018-07-10 2018-07-11"), start_time=TEN, end_time=NOON, time_zone="Africa/Cairo"
    )

    assert event.starts_at.isoformat() == "2018-07-10T10:00:00+02:00"
    assert event.ends_at.isoformat() == "2018-07-11T12:30:00+02:00"
    assert event.time_label == "10:00–12:30 (Africa/Cairo)"


@pytest.mark.parametrize(
    ("facts", "moments", "label"),
    [
        ({}, (None, None), ""),
        ({"date": None}, (None, None), ""),
        ({"start_time": TEN, "time_zone": "America/New_York"}, ("10:00", None), "10:00 (America/New York)"),
    ],
)
def test_time_that_is_not_known_is_not_told(facts, moments, label):
    event = EventFactory(**facts)

    found = tuple(moment and f"{moment:%H:%M}" for moment in (event.starts_at, event.ends_at))
    assert (found, event.time_label) == (moments, label)


@pytest.mark.parametrize(
    ("count", "qualifier", "label"),
    [
        (None, "exact", ""),
        (1, "exact", "1 person"),
        (65, "exact", "65 people"),
        (90, "about", "about 90 people"),
        (50, "more_than", "more than 50 people"),
    ],
)
def test_participants_are_told_as_exactly_as_they_were_counted(count, qualifier, label):
    event = EventFactory.build(participants_count=count, participants_qualifier=qualifier)

    assert event.participants_label == label


def test_calendar_identity_comes_from_the_first_address_and_stays():
    event = EventFactory(slug="first")
    first = event.uid
    event.slug = "second"
    event.save()

    assert Event.objects.get().uid == first == uuid5(NAMESPACE_URL, "khartoum-process:event:first")


def test_event_at_an_address_that_another_has_left_is_another_event():
    moved = EventFactory(slug="first")
    moved.slug = "second"
    moved.save()

    assert EventFactory(slug="first").uid != moved.uid


def test_rows_tell_what_they_are():
    event = EventFactory(slug="a", title_en="Meeting")
    series, theme = SeriesFactory(slug="s", title_en="Webinars"), ThemeFactory(slug="t", name_en="Data")
    row = ParticipationFactory(event=event, partner__name_en="Egypt", role=Participation.Role.CO_HOST)

    assert [str(record) for record in (event, series, theme, row)] == [
        "Meeting",
        "Webinars",
        "Data",
        "Egypt: co-host",
    ]
    assert [record.get_absolute_url() for record in (event, series, theme)] == [
        "/en/events/a/",
        "/en/series/s/",
        "/en/themes/t/",
    ]
    assert [str(SpeakerFactory(name_en="Amina")), str(AgendaItemFactory(title_en="Opening"))] == [
        "Amina",
        "Opening",
    ]


def test_names_follow_the_readers_language_and_fall_back():
    series, theme = Series(title_en="Webinars", title_fr="Webinaires"), Theme(name_en="Data")

    with translation.override("fr"):
        assert (str(series), str(theme)) == ("Webinaires", "Data")


def test_order_key_is_kept_with_a_partial_save():
    event = EventFactory(date=on("2018-05-08"))
    event.date = on("2019-05-08")

    event.save(update_fields=["date_earliest", "date_latest", "date_precision"])

    assert Event.objects.get().sort_key == 201905080
    assert Event.objects.get().date == on("2019-05-08")
