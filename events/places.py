"""Where events were held: how many in each country and city."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Count
from modeltranslation.manager import MultilingualQuerySet

from events.models import Event
from publishing.languages import text_in

# Those first on a list are looked at, and no more: a million rows cost what ten thousand do.
EVENTS_COUNTED = 10_000


class PlaceRow(NamedTuple):
    country: str
    mode: str
    city_en: str | None
    city_fr: str | None
    city_ar: str | None
    events: int


@dataclass
class City:
    name: str
    count: int


@dataclass
class CountryOfEvents:
    code: str
    count: int = 0
    cities: list[City] = field(default_factory=list)


@dataclass
class Places:
    """Countries with most events first, their cities likewise."""

    countries: list[CountryOfEvents]
    online: int = 0
    unknown: int = 0
    # There were more events than are counted.
    is_cut: bool = False

    def count_in(self, code: str) -> int:
        return next((country.count for country in self.countries if country.code == code), 0)


def rows_by_place(events: Any) -> Any:
    """One for each place and way of meeting; what comes first in the order of the events is counted."""
    counted = Event.objects.filter(pk__in=events[: EVENTS_COUNTED + 1].values("pk")).order_by()
    # As they are named: modeltranslation would put the reader's language in place of each.
    plain = counted.rewrite(False) if isinstance(counted, MultilingualQuerySet) else counted
    columns = PlaceRow._fields[:-1]
    return plain.values(*columns).annotate(events=Count("pk")).values_list(*columns, "events")


def places_of(rows: Iterable[tuple[Any, ...]]) -> Places:
    found: dict[str, CountryOfEvents] = {}
    places, total = Places([]), 0
    for row in map(PlaceRow._make, rows):
        total += row.events
        if row.country:
            country = found.setdefault(str(row.country), CountryOfEvents(str(row.country)))
            country.count += row.events
            _add_city(country, text_in(row, "city").value, row.events)
        elif row.mode == Event.Mode.ONLINE:
            places.online += row.events
        else:
            places.unknown += row.events
    places.countries = sorted(found.values(), key=lambda country: (-country.count, country.code))
    for country in places.countries:
        country.cities.sort(key=lambda city: (-city.count, city.name))
    places.is_cut = total > EVENTS_COUNTED
    return places


def _add_city(country: CountryOfEvents, name: str, count: int) -> None:
    if not name:
        return
    for city in country.cities:
        if city.name == name:
            city.count += count
            return
    country.cities.append(City(name, count))
