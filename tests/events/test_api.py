"""Events, themes and series in the API: what exactly is told, and of whom."""

import datetime as dt

import pytest
from icalendar import Calendar

from events.models import Event
from publishing.dates import PartialDate
from tests.factories import (
    AgendaItemFactory,
    ChairmanshipFactory,
    DocumentFactory,
    DomainFactory,
    EventFactory,
    OrganisationFactory,
    ParticipationFactory,
    PartnerFactory,
    PictureFactory,
    SeriesFactory,
    SpeakerFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

API = "http://localhost:8000/api/v1"
NO_TEXT = {"en": None, "fr": None, "ar": None}
HIDDEN = ["draft", "in_review", "scheduled", "withdrawn"]


def pages(path):
    return {"html": {code: f"http://localhost:8000/{code}/{path}/" for code in ("en", "fr", "ar")}}


def english(text):
    return {"en": text, "fr": None, "ar": None}


def updated(record):
    record.refresh_from_db()
    return record.updated_at.isoformat().replace("+00:00", "Z")


def row_of(client, kind, record):
    return client.get(f"/api/v1/{kind}/{record.slug}/").json()


def test_an_event_is_told_whole(client):
    egypt = PartnerFactory(slug="egypt", iso="EG", name_en="Egypt", name_fr="Égypte", name_ar="مصر")
    union = OrganisationFactory(slug="auc", name_en="African Union Commission")
    series = SeriesFactory(slug="twins", title_en="Twins")
    theme = ThemeFactory(slug="return", name_en="Return")
    event = EventFactory(
        slug="cairo-2025",
        title_en="2nd Ministerial Conference",
        title_fr="2e Conférence ministérielle",
        type="ministerial_conference",
        date=PartialDate.parse("2025-04-09"),
        start_time=dt.time(9, 30),
        time_zone="Africa/Cairo",
        city_en="Cairo",
        country="EG",
        venue_en="A hotel",
        ordinal_scheme="ministerial",
        ordinal_number=2,
        joint_processes=["rabat-process"],
        scope="joint",
        text_en="<p>Ministers met.</p>",
        participants_count=90,
        participants_qualifier="about",
        series=series,
        sources=["https://example.org/cairo"],
    )
    event.translation_states.create(field="title", language="fr")
    event.themes.add(theme)
    ParticipationFactory(event=event, partner=egypt, role="host", order=1)
    ParticipationFactory(event=event, partner=union, role="participant", order=2)
    SpeakerFactory(event=event, name_en="Amina Example", function_en="Minister")
    AgendaItemFactory(event=event, title_en="Opening", time=dt.time(10, 0))
    DocumentFactory(slug="declaration", title_en="Declaration", adopting_event=event)
    DocumentFactory(slug="note", title_en="Note").related_events.add(event)

    row = row_of(client, "events", event)
    summary = row.pop("summary")

    assert row == {
        "slug": "cairo-2025",
        "uid": str(event.uid),
        "url": f"{API}/events/cairo-2025/",
        "links": pages("events/cairo-2025"),
        "title": {"en": "2nd Ministerial Conference", "fr": "2e Conférence ministérielle", "ar": None},
        "title_status": {"fr": "unofficial"},
        "title_is_official": True,
        "type": "ministerial_conference",
        "level": "political",
        "scope": "joint",
        "status": "held",
        "mode": "in_person",
        "date": {"start": "2025-04-09", "end": "2025-04-09", "precision": "day"},
        "start_time": "09:30",
        "end_time": None,
        "time_zone": "Africa/Cairo",
        "chair_term": None,
        "city": english("Cairo"),
        "city_status": {},
        "country": {"iso2": "EG", "iso3": "EGY", "name": {"en": "Egypt", "fr": "Égypte", "ar": "مصر"}},
        "venue": english("A hotel"),
        "venue_status": {},
        "ordinal": {"scheme": "ministerial", "number": 2},
        "joint_processes": ["rabat-process"],
        "text": english("<p>Ministers met.</p>"),
        "text_status": {},
        "participants": {"count": 90, "qualifier": "about"},
        "participations": [
            {
                "partner": {
                    "slug": "egypt",
                    "iso2": "EG",
                    "name": {"en": "Egypt", "fr": "Égypte", "ar": "مصر"},
                    "url": f"{API}/members/egypt/",
                },
                "role": "host",
            },
            {
                "partner": {
                    "slug": "auc",
                    "iso2": None,
                    "name": english("African Union Commission"),
                    "url": f"{API}/members/auc/",
                },
                "role": "participant",
            },
        ],
        "speakers": [{"name": english("Amina Example"), "function": english("Minister")}],
        "speakers_status": {},
        "agenda": [{"time": "10:00", "title": english("Opening")}],
        "pictures": [],
        "themes": [{"slug": "return", "name": english("Return"), "url": f"{API}/themes/return/"}],
        "series": {"slug": "twins", "title": english("Twins"), "url": f"{API}/series/twins/"},
        "adopted_documents": [
            {"slug": "declaration", "title": english("Declaration"), "url": f"{API}/documents/declaration/"}
        ],
        "discussed_documents": [{"slug": "note", "title": english("Note"), "url": f"{API}/documents/note/"}],
        "updated_at": updated(event),
        "sources": ["https://example.org/cairo"],
        "translations_out_of_date": {},
    }
    assert list(summary) == ["en", "fr", "ar"]
    assert "Cairo" in summary["en"]


def test_what_is_not_known_of_an_event_is_null(client):
    event = EventFactory(date=None, mode="online", country="", city_en="")

    row = row_of(client, "events", event)

    unknown = [
        "date",
        "start_time",
        "end_time",
        "time_zone",
        "chair_term",
        "country",
        "ordinal",
        "participants",
        "series",
    ]
    assert {name: row[name] for name in unknown} == dict.fromkeys(unknown)
    assert (row["city"], row["venue"], row["text"]) == (NO_TEXT, NO_TEXT, NO_TEXT)


def test_the_term_of_an_event_placed_by_it_is_told(client):
    term = ChairmanshipFactory(slug="france-2025", number=10)
    event = EventFactory(date=None, chair_term=term)

    told = row_of(client, "events", event)["chair_term"]

    assert (told["slug"], told["number"], told["url"]) == (
        "france-2025",
        10,
        f"{API}/chairmanships/france-2025/",
    )
    assert told["partner"]["slug"] == term.partner.slug


def test_a_document_adopted_is_not_told_as_discussed_too(client):
    event = EventFactory()
    DocumentFactory(slug="both", adopting_event=event).related_events.add(event)

    row = row_of(client, "events", event)

    assert [document["slug"] for document in row["adopted_documents"]] == ["both"]
    assert row["discussed_documents"] == []


@pytest.mark.parametrize("state", HIDDEN)
def test_what_hangs_off_an_event_is_told_only_when_it_is_public_too(client, state):
    hidden = {state: True}
    event = EventFactory(
        series=SeriesFactory(**hidden),
        date=None,
        chair_term=ChairmanshipFactory(partner=PartnerFactory(iso="SD", **hidden)),
    )
    event.themes.add(ThemeFactory(**hidden))
    ParticipationFactory(event=event, partner=PartnerFactory(iso="SO", **hidden))
    DocumentFactory(adopting_event=event, **hidden)
    DocumentFactory(**hidden).related_events.add(event)

    [row] = client.get("/api/v1/events/").json()["results"]

    assert (row["series"], row["chair_term"]) == (None, None)
    lists = ["themes", "participations", "adopted_documents", "discussed_documents"]
    assert {name: row[name] for name in lists} == {name: [] for name in lists}


def test_a_term_too_uncertain_to_be_public_is_not_told_by_its_event(client):
    event = EventFactory(date=None, chair_term=ChairmanshipFactory(confidence="low"))

    assert row_of(client, "events", event)["chair_term"] is None


@pytest.mark.parametrize("state", HIDDEN)
def test_a_hidden_domain_a_hidden_topic_and_a_hidden_event_are_not_told(client, state):
    hidden = {state: True}
    topic = ThemeFactory(parent=DomainFactory(**hidden))
    domain = DomainFactory()
    ThemeFactory(parent=domain, **hidden)
    series = SeriesFactory()
    EventFactory(series=series, **hidden)

    assert row_of(client, "themes", topic)["parent"] is None
    assert row_of(client, "themes", domain)["topics"] == []
    assert row_of(client, "series", series)["events"] == []


def test_a_theme_is_told_whole(client):
    domain = DomainFactory(slug="returns", number=5, name_en="Return", description_en="<p>Returns.</p>")
    topic = ThemeFactory(slug="voluntary", name_en="Voluntary return", parent=domain)

    assert row_of(client, "themes", domain) == {
        "slug": "returns",
        "url": f"{API}/themes/returns/",
        "links": pages("themes/returns"),
        "level": "domain",
        "number": 5,
        "name": english("Return"),
        "name_status": {},
        "description": english("<p>Returns.</p>"),
        "description_status": {},
        "parent": None,
        "topics": [
            {"slug": "voluntary", "name": english("Voluntary return"), "url": f"{API}/themes/voluntary/"}
        ],
        "updated_at": updated(domain),
        "sources": [],
        "translations_out_of_date": {},
    }
    assert row_of(client, "themes", topic)["parent"] == {
        "slug": "returns",
        "name": english("Return"),
        "url": f"{API}/themes/returns/",
    }


def test_a_series_is_told_with_its_events_in_the_order_they_were_held(client):
    series = SeriesFactory(slug="webinars", title_en="Webinars")
    EventFactory(slug="second", title_en="Second", series=series, date=PartialDate.parse("2021-05"))
    EventFactory(slug="first", title_en="First", series=series, date=PartialDate.parse("2021-03-31"))

    assert row_of(client, "series", series) == {
        "slug": "webinars",
        "url": f"{API}/series/webinars/",
        "links": pages("series/webinars"),
        "kind": "series",
        "title": english("Webinars"),
        "title_status": {},
        "events": [
            {
                "slug": "first",
                "title": english("First"),
                "date": {"start": "2021-03-31", "end": "2021-03-31", "precision": "day"},
                "url": f"{API}/events/first/",
            },
            {
                "slug": "second",
                "title": english("Second"),
                "date": {"start": "2021-05", "end": "2021-05", "precision": "month"},
                "url": f"{API}/events/second/",
            },
        ],
        "updated_at": updated(series),
        "sources": [],
        "translations_out_of_date": {},
    }


@pytest.fixture
def varied_events():
    """Events that each question below tells apart."""
    egypt = PartnerFactory(slug="egypt", iso="EG", name_en="Egypt")
    domain = DomainFactory(slug="returns")
    topic = ThemeFactory(slug="voluntary", parent=domain)
    cairo = EventFactory(
        slug="cairo", title_en="Cairo Conference", type="ministerial_conference", country="EG"
    )
    ParticipationFactory(event=cairo, partner=egypt)
    online = EventFactory(
        slug="online", type="webinar", mode="online", country="", date=PartialDate.parse("2021")
    )
    online.themes.add(topic)
    EventFactory(slug="valletta", scope="precursor", type="related_event", date=PartialDate.parse("2015-11"))
    EventFactory(slug="to-come", status="planned", date=PartialDate.parse("2199-05-03"))
    EventFactory(slug="undated", date=None)
    EventFactory(slug="hidden", draft=True, country="EG", title_en="Cairo draft")


def asked_of_page(client, query):
    response = client.get(f"/en/events/?{query}")
    assert response.context["problems"] == []
    return {event.slug for _heading, events in response.context["groups"] for event in events}


def asked_of_api(client, query):
    return {row["slug"] for row in client.get(f"/api/v1/events/?{query}").json()["results"]}


def asked_of_calendar(client, query):
    calendar = Calendar.from_ical(client.get(f"/en/events/events.ics?{query}").content)
    return {str(entry["url"]).rstrip("/").rpartition("/")[2] for entry in calendar.walk("VEVENT")}


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", {"cairo", "online", "valletta", "to-come", "undated"}),
        ("q=conference", {"cairo"}),
        ("when=upcoming", {"to-come"}),
        ("when=past", {"cairo", "online", "valletta", "undated"}),
        ("type=webinar", {"online"}),
        ("level=political", {"cairo", "valletta"}),
        ("level=technical", {"online", "to-come", "undated"}),
        ("year=2021", {"online"}),
        ("year=1999", set()),
        ("partner=egypt", {"cairo"}),
        ("theme=returns", {"online"}),
        ("theme=voluntary", {"online"}),
        ("country=EG", {"cairo"}),
        ("mode=online", {"online"}),
        ("own=no", {"valletta"}),
        ("own=yes&level=political", {"cairo"}),
    ],
)
def test_page_api_and_calendar_answer_the_same_question_alike(client, varied_events, query, slugs):
    with_a_day = set(Event.objects.in_calendar().values_list("slug", flat=True))

    assert asked_of_api(client, query) == slugs
    assert asked_of_page(client, query) == slugs
    assert asked_of_calendar(client, query) == slugs & with_a_day


@pytest.mark.parametrize("query", ["type=party", "year=19", "partner=nobody", "country=QQ", "colour=red"])
def test_page_api_and_calendar_refuse_the_same_question(client, varied_events, query):
    assert client.get(f"/en/events/?{query}").context["problems"] != []
    assert client.get(f"/api/v1/events/?{query}").status_code == 400
    assert client.get(f"/en/events/events.ics?{query}").status_code == 400


def full_event():
    event = EventFactory(
        series=SeriesFactory(), chair_term=ChairmanshipFactory(partner=OrganisationFactory())
    )
    event.translation_states.create(field="title", language="fr")
    for _ in range(2):
        event.themes.add(ThemeFactory())
        ParticipationFactory(event=event, partner=OrganisationFactory())
        SpeakerFactory(event=event)
        AgendaItemFactory(event=event)
        DocumentFactory(adopting_event=event)
        DocumentFactory().related_events.add(event)
        PictureFactory(event=event)
    return event


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_events_takes_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    for _ in range(count):
        full_event()

    with django_assert_num_queries(2):
        response = client.get("/api/v1/events/")

    assert len(response.json()["results"]) == count


def test_one_event_takes_as_many(client, django_assert_num_queries):
    event = full_event()

    with django_assert_num_queries(2):
        client.get(f"/api/v1/events/{event.slug}/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_themes_takes_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    for _ in range(count):
        ThemeFactory(parent=DomainFactory())

    with django_assert_num_queries(2):
        response = client.get("/api/v1/themes/")

    assert len(response.json()["results"]) == 2 * count


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_series_takes_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    for series in SeriesFactory.create_batch(count):
        EventFactory.create_batch(2, series=series)

    with django_assert_num_queries(2):
        response = client.get("/api/v1/series/")

    assert [len(row["events"]) for row in response.json()["results"]] == [2] * count
