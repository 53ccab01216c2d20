import pytest

from events.map_view import on_the_map
from events.models import Event
from tests.factories import EventFactory, PartnerFactory

pytestmark = pytest.mark.django_db


def places_on(response):
    return [(place["name"], place["count"], place["url"]) for place in response.context["places"]]


def test_the_map_shows_what_the_filters_leave_and_each_place_leads_to_its_list(client):
    PartnerFactory(iso="EG", name_en="Egypt")
    EventFactory(country="EG", type="training")
    EventFactory(country="EG", type="thematic_workshop")
    EventFactory(country="MA", type="training")

    response = client.get("/en/events/map/?type=training")

    assert places_on(response) == [
        ("Egypt", 1, "/en/events/?type=training&country=EG"),
        ("Morocco", 1, "/en/events/?type=training&country=MA"),
    ]
    assert [mark.title for mark in response.context["map"].marks] == ["Egypt: 1 event", "Morocco: 1 event"]
    assert response.context["count_label"] == "2 found"


def test_a_place_takes_the_place_of_those_asked_for(client):
    EventFactory(country="EG")
    EventFactory(country="KE")

    response = client.get("/en/events/map/?country=EG&country=KE")

    assert [url for _name, _count, url in places_on(response)] == [
        "/en/events/?country=EG",
        "/en/events/?country=KE",
    ]


def test_it_is_a_way_of_looking_at_the_same_list(client):
    ways = client.get("/en/events/map/?type=training").context["ways"]

    assert [(way.url, way.is_current) for way in ways if "map" in way.url] == [
        ("/en/events/map/?type=training", True)
    ]


@pytest.mark.parametrize("query", ["type=party", "place=cairo", "after=5~1"])
def test_a_question_not_understood_is_answered_with_a_note_and_no_map(client, query):
    EventFactory(country="EG")

    response = client.get(f"/en/events/map/?{query}")

    assert response.context["problems"]
    assert places_on(response) == []
    assert '<svg class="map"' not in response.content.decode()


@pytest.mark.parametrize("trait", ["draft", "scheduled", "withdrawn"])
def test_no_place_is_known_by_an_event_that_is_not_public(client, trait):
    EventFactory(country="TZ", city_en="Zzsecret", **{trait: True})
    PartnerFactory(iso="KE", name_en="Zzsecret", **{trait: True})

    page = client.get("/en/events/map/").content.decode()

    assert "Zzsecret" not in page
    assert "Tanzania" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_map_takes_the_same_queries_for_any_number_of_events(client, django_assert_num_queries, count):
    for code in ["EG", "KE", "SD"][:count]:
        PartnerFactory(iso=code)
        EventFactory.create_batch(count, country=code)

    client.get("/en/events/map/")

    # As what the record stands: all else is kept.
    with django_assert_num_queries(1):
        response = client.get("/en/events/map/")

    assert len(response.context["places"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_places_and_partners_are_asked_for_at_once(django_assert_num_queries, count):
    for code in ["EG", "KE", "SD"][:count]:
        PartnerFactory(iso=code)
        EventFactory.create_batch(count, country=code)

    with django_assert_num_queries(1):
        shown = on_the_map(Event.objects.published(), "")

    assert len(shown["places"]) == count


@pytest.mark.parametrize(("language", "names"), [("en", "Japan, Brazil"), ("ar", "اليابان، البرازيل")])
def test_places_beyond_the_map_are_listed_as_each_language_does(client, language, names):
    EventFactory.create_batch(2, country="JP")
    EventFactory(country="BR")

    page = client.get(f"/{language}/events/map/").content.decode()

    assert names in page
