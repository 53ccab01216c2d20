"""Looks up, in the database of DATABASE_URL, what the benchmark asks for: prints name → address as JSON.

What is most frequent and what is rarest is the same in a database of any size, for the larger ones are made
of copies. Places deep in a list are not: each database has its own.
"""

import json
import os
import sys
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khartoum.settings")
django.setup()

from django.db.models import Count  # noqa: E402 - after Django is set up
from django.http import QueryDict  # noqa: E402

from declarations.filters import DocumentFilter  # noqa: E402
from declarations.models import Commitment, Document  # noqa: E402
from events.filters import EventFilter  # noqa: E402
from events.models import Event, Participation, Series  # noqa: E402
from members.models import Chairmanship  # noqa: E402
from publishing.paging import NEWEST_FIRST  # noqa: E402
from scripts.bench.seed.words import VOCABULARY, word  # noqa: E402

# A place in the middle of everything: the first day of this year.
MIDDLE = "202001010~0"
RARE_WORD = word(VOCABULARY // 2)
# So many rows before the end.
LAST = 30

EVENTS, DOCUMENTS = "/en/events/", "/en/documents/"
# What the serializer of `scripts.bench.baseline` tells of an event.
BASELINE_KEYS = (
    *("slug", "type", "status", "mode", "scope", "country", "date", "title", "text", "city"),
    *("participations", "themes"),
)


def per(rows, name: str) -> list:
    """The values of a column, the most frequent first."""
    counted = rows.order_by().values_list(name).annotate(number=Count("pk")).order_by("-number", name)
    return [value for value, _number in counted if value]


def single_filters() -> dict[str, dict[str, str]]:
    """Of events: what is narrowed, and to what. Frequent and rare."""
    partners = per(Participation.objects.filter(partner__withdrawn_at=None), "partner__slug")
    themes = per(Event.themes.through.objects.all(), "theme__slug")
    countries, types = per(Event.objects, "country"), per(Event.objects, "type")
    return {
        "frequent type": {"type": types[0]},
        "rare type": {"type": types[-1]},
        "level": {"level": "technical"},
        "year": {"year": "2019"},
        "frequent partner": {"partner": partners[0]},
        "rare partner": {"partner": partners[-1]},
        "frequent theme": {"theme": themes[0]},
        "rare theme": {"theme": themes[-1]},
        "frequent country": {"country": str(countries[0])},
        "rare country": {"country": str(countries[-1])},
        "mode": {"mode": "online"},
        "not own": {"own": "no"},
        "upcoming": {"when": "upcoming"},
        "past": {"when": "past"},
        "frequent word": {"q": "meeting"},
        "rare word": {"q": RARE_WORD},
    }


# The pairs that people choose: what happened where, when, with whom and about what.
PAIRS = (
    ("frequent type", "year"),
    ("frequent type", "frequent partner"),
    ("frequent type", "frequent theme"),
    ("frequent type", "frequent country"),
    ("frequent partner", "year"),
    ("frequent partner", "frequent theme"),
    ("frequent theme", "year"),
    ("frequent country", "year"),
    ("level", "year"),
    ("level", "frequent partner"),
    ("mode", "year"),
    ("not own", "year"),
    ("upcoming", "frequent partner"),
    ("upcoming", "frequent theme"),
)


def document_filters() -> dict[str, dict[str, str]]:
    themes = per(Event.themes.through.objects.all(), "theme__slug")
    found = {
        "type": {"type": per(Document.objects, "type")[0]},
        "nature": {"nature": "outcome"},
        "year": {"year": "2019"},
        "frequent theme": {"theme": themes[0]},
        "rare theme": {"theme": themes[-1]},
        "event": {"event": event_with_documents().slug},
        "frequent word": {"q": "declaration"},
    }
    return {
        **found,
        "type and year": found["type"] | found["year"],
        "nature and year": found["nature"] | found["year"],
    }


def events() -> dict[str, dict[str, str]]:
    single = single_filters()
    pairs = {f"{one} and {other}": single[one] | single[other] for one, other in PAIRS}
    return {"": {}, **single, **pairs}


def last_place(rows) -> str:
    """Shortly before the end of the list."""
    order = NEWEST_FIRST.along(rows)
    found = list(order.applied(rows, reverse=True).values_list("sort_key", "pk")[: LAST + 1])
    return "~".join(map(str, found[-1])) if len(found) > LAST else ""


def lists() -> dict[str, str]:
    found = {}
    for name, chosen in events().items():
        rows = EventFilter(QueryDict(urlencode(chosen)), queryset=Event.objects.published()).qs
        last = "" if chosen.get("when") == "upcoming" else last_place(rows.past())
        add_places(found, f"events, {name}" if name else "events", EVENTS, chosen, last)
    for name, chosen in {"": {}, **document_filters()}.items():
        rows = DocumentFilter(QueryDict(urlencode(chosen)), queryset=Document.objects.published()).qs
        add_places(found, f"documents, {name}" if name else "documents", DOCUMENTS, chosen, last_place(rows))
    return found


def add_places(found: dict[str, str], name: str, path: str, chosen: dict[str, str], last: str) -> None:
    """Of a plain list also the middle; of a filtered one the beginning and the end."""
    found[name] = address(path, chosen)
    if not chosen:
        found[f"{name}, middle"] = address(path, {"after": MIDDLE})
    if last:
        found[f"{name}, deepest"] = address(path, {**chosen, "after": last})


def address(path: str, asked: dict[str, str]) -> str:
    return f"{path}?{urlencode(asked)}" if asked else path


def event_with_documents() -> Event:
    """Made, not shipped; the same in each database."""
    rows = Event.objects.published().filter(adopted_documents__in=Document.objects.published())
    return rows.filter(series__isnull=False, slug__contains="-made-").order_by("pk").first()


def details() -> dict[str, str]:
    event = event_with_documents()
    document = Document.objects.published().filter(adopting_event=event).order_by("pk").first()
    partners = per(Participation.objects.filter(partner__withdrawn_at=None), "partner__slug")
    themes = per(Event.themes.through.objects.all(), "theme__slug")
    term = Chairmanship.objects.published().order_by("-number")[1]
    series = Series.objects.published().get(pk=event.series_id) if event.series_id else None
    commitment = Commitment.objects.published().filter(slug__contains="-made-").order_by("pk").first()
    found = {
        "event": event.get_absolute_url(),
        "document": document.get_absolute_url(),
        "member with many events": f"/en/members/{partners[0]}/",
        "member with few events": f"/en/members/{partners[-1]}/",
        "theme with many events": f"/en/themes/{themes[0]}/",
        "theme with few events": f"/en/themes/{themes[-1]}/",
        "chairmanship": term.get_absolute_url(),
        "commitment": commitment.get_absolute_url() if commitment else "",
        "series": series.get_absolute_url() if series else "",
        "home": "/en/",
        "what is new": "/en/whats-new/",
        "members": "/en/members/",
        "chairmanships": "/en/chairmanships/",
        "themes": "/en/themes/",
        "commitments": "/en/commitments/",
        "search, frequent word": "/en/search/?q=meeting",
        "search, rare word": f"/en/search/?q={RARE_WORD}",
        "search, two words": "/en/search/?q=migration+meeting",
    }
    return {name: path for name, path in found.items() if path}


def for_programs(pages: dict[str, str]) -> dict[str, str]:
    """API and feeds: the same questions as on the pages."""
    single = single_filters()
    found = {
        f"API: {name}": pages[name].replace("/en/", "/api/v1/")
        + ("&" if "?" in pages[name] else "?")
        + "page_size=25"
        for name in (
            "events",
            "events, middle",
            "events, deepest",
            "events, year",
            "events, frequent partner",
            "events, frequent theme",
            "events, frequent partner and year",
            "documents",
            "documents, deepest",
            "documents, frequent theme",
        )
    }
    found |= {
        f"API: {name}": pages[name].replace("/en/", "/api/v1/")
        for name in ("event", "document", "member with many events", "chairmanship", "series")
        if name in pages
    }
    found["API: events, the baseline's keys"] = f"{found['API: events']}&fields={','.join(BASELINE_KEYS)}"
    found["API: search, frequent word"] = "/api/v1/search/?q=meeting"
    found["calendar of all events"] = f"{EVENTS}events.ics"
    found["calendar of a partner's events"] = address(f"{EVENTS}events.ics", single["frequent partner"])
    found["calendar of one event"] = f"{pages['event']}event.ics"
    found["news of events"] = f"{EVENTS}events.atom"
    found["news of a theme's events"] = address(f"{EVENTS}events.atom", single["frequent theme"])
    found["news of documents"] = f"{DOCUMENTS}documents.atom"
    return found


if __name__ == "__main__":
    pages = {**lists(), **details()}
    json.dump({**pages, **for_programs(pages)}, sys.stdout)
