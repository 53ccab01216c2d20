"""The events of a list, as a map shows them."""

from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.views.generic import TemplateView
from django_countries import countries

from events.filters import EventFilter
from events.models import Event
from events.places import Places, places_of, rows_by_place
from events.ways_of_looking import ways_of_looking_at_events
from members.models import Partner
from plots.map import Area, Mark, drawn
from publishing.feeds.subscription import Subscription, with_query
from publishing.filters import question_key
from publishing.kept import kept
from publishing.languages import columns_of, text_in
from publishing.paging import found_label, number_label
from publishing.together import Together
from publishing.views import PublicMixin


class EventMapView(PublicMixin, TemplateView):
    template_name = "events/event_map.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = question_key(self.request.GET)
        shown = kept(("events on a map", get_language(), asked), self.shown)
        return super().get_context_data(**shown, **kwargs)

    def shown(self) -> dict[str, Any]:
        question = EventFilter.of_whole(self.request.GET, Event.objects.published())
        problems = question.problems()
        path, query = self.request.path, question.query_string()
        return {
            **on_the_map(question.found(), query),
            "problems": problems,
            "active_filters": question.active(path),
            "clear_url": path,
            "filter_form": render_to_string(
                "components/filter_form.html", {"form": question.form, "open": bool(problems)}
            ),
            "ways": ways_of_looking_at_events("events:map", query),
            "subscription": Subscription.of_list(query, calendar="events:feed", news="events:news"),
        }


def on_the_map(events: Any, query: str) -> dict[str, Any]:
    """The drawing, and each country with its cities and the address of its events under the filters."""
    countries_of = Partner.objects.published().countries().defer("description", *columns_of("description"))
    found = Together(lambda: {"partners": countries_of, "places": rows_by_place(events)}).ask()
    partners = {str(partner.iso): text_in(partner, "name").value for partner in found["partners"]}
    places = places_of(found["places"])
    drawing = drawn(
        [Area(code, look="is-member", name=name) for code, name in partners.items()],
        marks_of(places, partners, query),
    )
    total = sum(country.count for country in places.countries) + places.online + places.unknown
    return {
        "map": drawing,
        "places": [
            {
                "name": name_of(country.code, partners),
                "count": country.count,
                "cities": country.cities,
                "url": events_narrowed(query, country=country.code),
            }
            for country in places.countries
        ],
        "elsewhere": [name_of(code, partners) for code in drawing.elsewhere],
        "online": places.online,
        "online_url": events_narrowed(query, mode=Event.Mode.ONLINE.value),
        "unknown": places.unknown,
        "is_cut": places.is_cut,
        "count_label": found_label(total),
    }


def name_of(code: str, partners: dict[str, str]) -> str:
    """As the record has it, or else the list of countries."""
    return partners.get(code) or str(countries.name(code))


def marks_of(places: Places, partners: dict[str, str], query: str = "") -> list[Mark]:
    return [
        Mark(
            code=place.code,
            title=ngettext("%(place)s: %(count)s event", "%(place)s: %(count)s events", place.count)
            % {"place": name_of(place.code, partners), "count": number_label(place.count)},
            count=place.count,
            label=number_label(place.count),
            url=events_narrowed(query, country=place.code),
        )
        for place in places.countries
    ]


def events_narrowed(query: str = "", **chosen: str) -> str:
    """The list of events under the same filters and these, in place of what it had for them."""
    pairs = QueryDict(query, mutable=True)
    for name, value in chosen.items():
        pairs[name] = value
    return with_query(reverse("events:list"), pairs.urlencode())
