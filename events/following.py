"""What a new event takes over from the last of its type, or from the one it is a copy of."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max
from django_countries import countries

from events.models import Event, Series
from events.prose import arabic_grammar, english, french_grammar
from members.models import Chairmanship
from publishing.dates import PartialDate

# First to twelfth, as titles spell them out.
SPELT_OUT = {
    "en": "First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth",
    "fr": (
        "Première Deuxième Troisième Quatrième Cinquième Sixième Septième Huitième Neuvième Dixième Onzième "
        "Douzième"
    ),
}
MOST_SERIES = 5
LANGUAGES = ("en", "fr", "ar")
# What stays as it was from one to the next.
KEPT = ("type", "scope", "mode", "time_zone", "joint_processes", "title_is_official")
# What a copy has besides.
COPIED = (*KEPT, "country", "city_en", "city_fr", "city_ar", "venue_en", "venue_fr", "venue_ar")


@dataclass
class Beginning:
    """How a form of a new event begins: values by name, rows of partners, and the event they come from."""

    source: Event | None
    values: dict[str, Any]
    rows: list[dict[str, Any]]


def begin_after_last(event_type: str, *, today: date) -> Beginning:
    """The next of its type. Its date, place, text and sources are its own, and left empty."""
    own = Event.objects.filter(type=event_type, scope__in=Event.OWN_SCOPES)
    latest = list(own.exclude(status=Event.Status.CANCELLED).select_related("series").newest_first()[:2])
    in_office = Chairmanship.objects.in_office(today).first()
    values: dict[str, Any] = {"type": event_type, "chair_term": in_office and in_office.pk}
    if not latest:
        return Beginning(None, values, [])
    last = latest[0]
    values |= {name: getattr(last, name) for name in KEPT}
    values |= _numbering_after(last) | _titles_after(last, latest[1:])
    values["themes"] = list(last.themes.values_list("pk", flat=True))
    if last.series is not None and last.series.series_kind == Series.Kind.SERIES:
        # Meetings held back to back belong to their one occasion.
        values["series"] = last.series_id
    return Beginning(last, values, [])


def begin_as_copy(event: Event) -> Beginning:
    """With place, themes and partners; without what only one event can have: date, number, text, sources."""
    values: dict[str, Any] = {name: getattr(event, name) for name in COPIED}
    values |= {f"title_{code}": getattr(event, f"title_{code}") for code in LANGUAGES}
    values |= {"series": event.series_id, "themes": list(event.themes.values_list("pk", flat=True))}
    rows = [
        {"partner": row.partner_id, "role": row.role, "order": row.order}
        for row in event.participations.order_by("order", "pk")
    ]
    return Beginning(event, values, rows)


def series_nearby(held: PartialDate, country: str, *, without: Event | None = None) -> list[Series]:
    """Those of events held in the country on the same days, the day before or the day after."""
    # As it was sent: what the form refuses is shown with it, too.
    if not held.is_exact or country not in countries:
        return []
    day = timedelta(days=1)
    nearby = Event.objects.filter(
        # What began earlier than a month before is not meant, and an index knows the rest.
        date_earliest__range=(held.earliest - 31 * day, held.latest + day),
        date_latest__gte=held.earliest - day,
        country=country,
    )
    if without is not None and without.pk:
        nearby = nearby.exclude(pk=without.pk)
    return list(Series.objects.filter(pk__in=nearby.values("series")).order_by("slug")[:MOST_SERIES])


def _numbering_after(last: Event) -> dict[str, Any]:
    if not last.ordinal_scheme:
        return {}
    numbered = Event.objects.filter(ordinal_scheme=last.ordinal_scheme)
    highest = numbered.aggregate(number=Max("ordinal_number"))["number"]
    return {"ordinal_scheme": last.ordinal_scheme, "ordinal_number": highest + 1}


def _titles_after(last: Event, earlier: list[Event]) -> dict[str, str]:
    """Only where the title is that of the type: a thematic meeting has a subject of its own."""
    if last.ordinal_number is None and not any(_has_same_title(last, other) for other in earlier):
        return {}
    number = _numbering_after(last).get("ordinal_number")
    titles = {code: getattr(last, f"title_{code}") or "" for code in LANGUAGES}
    if number is not None:
        titles = {
            code: with_number(title, code, last.ordinal_number or 0, number) for code, title in titles.items()
        }
    return {f"title_{code}": title for code, title in titles.items()}


def _has_same_title(one: Event, other: Event) -> bool:
    column = f"title_{LANGUAGES[0]}"
    titles = [(getattr(event, column) or "").casefold() for event in (one, other)]
    return titles[0] == titles[1] != ""


def with_number(title: str, language: str, old: int, new: int) -> str:
    """The title with the new number where the old one stands: "10th …" → "11th …"; else as it is."""
    for written, wanted in _ways_to_write(language, old, new):
        changed, count = re.subn(rf"(?<!\w){re.escape(written)}(?!\w)", wanted, title, count=1)
        if count:
            return changed
    return title


def _ways_to_write(language: str, old: int, new: int) -> list[tuple[str, str]]:
    if language == "ar":
        return [
            (
                arabic_grammar.ordinal(old, feminine=feminine),
                arabic_grammar.ordinal(new, feminine=feminine),
            )
            for feminine in (True, False)
        ]
    figures = english.ordinal(new) if language == "en" else french_grammar.ordinal(new, feminine=True)
    ways = [(english.ordinal(old), figures)] if language == "en" else _french_figures(old, figures)
    words = SPELT_OUT[language].split()
    if 0 < old <= len(words):
        spelt = words[old - 1]
        following = words[new - 1] if new <= len(words) else figures
        ways += [(spelt, following), (spelt.casefold(), following.casefold())]
    return ways


def _french_figures(old: int, figures: str) -> list[tuple[str, str]]:
    return [(f"{old}{ending}", figures) for ending in ("e", "ème", "er", "re")]
