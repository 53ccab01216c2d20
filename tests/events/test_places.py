import pytest
from django.utils import translation

from events import places as places_module
from events.models import Event
from events.places import places_of, rows_by_place
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


def asked(events=None):
    return places_of(rows_by_place(events if events is not None else Event.objects.published()))


def told(places):
    return [
        (country.code, country.count, [(city.name, city.count) for city in country.cities])
        for country in places.countries
    ]


def test_events_are_counted_by_country_and_city_the_most_first():
    EventFactory(country="KE", city_en="Mombasa")
    EventFactory.create_batch(2, country="EG", city_en="Cairo")
    EventFactory(country="EG", city_en="Aswan")
    EventFactory(country="EG", city_en=None)

    assert told(asked()) == [("EG", 4, [("Cairo", 2), ("Aswan", 1)]), ("KE", 1, [("Mombasa", 1)])]


def test_what_was_online_and_what_has_no_known_place_is_told_apart():
    EventFactory(country="", city_en=None, mode="online")
    EventFactory.create_batch(2, country="", city_en=None)

    places = asked()

    assert (places.countries, places.online, places.unknown) == ([], 1, 2)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_city_is_one_however_many_of_its_names_are_known(language):
    EventFactory(country="EG", city_en="Cairo", city_ar="القاهرة")
    EventFactory(country="EG", city_en="Cairo", city_fr="Le Caire", city_ar="القاهرة")

    with translation.override(language):
        [(_code, _count, cities)] = told(asked())

    assert cities == [({"en": "Cairo", "ar": "القاهرة"}[language], 2)]


@pytest.mark.parametrize("trait", ["draft", "scheduled", "withdrawn"])
def test_only_public_events_count(trait):
    EventFactory(country="KE", **{trait: True})
    EventFactory(country="EG")

    assert [country.code for country in asked().countries] == ["EG"]


def test_no_more_than_the_first_of_a_list_are_looked_at(monkeypatch):
    monkeypatch.setattr(places_module, "EVENTS_COUNTED", 2)
    EventFactory.create_batch(2, country="EG")
    at_its_bound = asked()
    EventFactory.create_batch(5, country="EG")

    assert not at_its_bound.is_cut
    assert asked().is_cut
    assert told(asked())[0][1] == 3
