"""All that the page of an event shows besides the event itself, in one statement."""

from types import SimpleNamespace
from typing import Any

from declarations.models import Document, DocumentVersion, ProgressEntry
from declarations.packages.contents import MOST_FILES
from declarations.rows import DocumentRow, PackagedRow
from events.models import AgendaItem, Event, Participation, Picture, Series, Speaker, Theme
from events.rows import EventRow
from members.models import Chairmanship
from publishing.kept import as_state, state_rows
from publishing.models import TranslationState
from publishing.together import Shaped, Together, attach

FOLLOW_UPS_SHOWN = 100
SERIES_SHOWN = 100
RELATED_SHOWN = 3
# On each side of it in time: how many are looked through for what shares its themes.
RELATED_LOOKED_AT = 100


def _questions(pk: Any, kind: Any, sort_key: Any, series: Any, term: Any, country: Any) -> dict[str, Any]:
    """Nothing stands for what the event does not have."""
    # What the querysets look at of an event; no more of it is known here.
    event: Any = SimpleNamespace(pk=pk, type=kind, sort_key=sort_key)
    others = Event.objects.published()
    documents = Document.objects.published().newest_first()
    followed = ProgressEntry.objects.published().shown_at(pk).latest_first().for_line()
    of_series = others.of_public_series(series).exclude(pk=pk) if series else others.none()
    of_country = others.in_country(country).exclude(pk=pk) if country else others.none()
    return {
        "state": state_rows(),
        "participations": Participation.objects.of_public_partners().filter(event=pk),
        "themes": Theme.objects.published().filter(events=pk),
        "series": Series.objects.published().filter(pk=series) if series else Series.objects.none(),
        "chair_term": TERMS.filter(pk=term) if term else TERMS.none(),
        "translation_states": TranslationState.objects.of_kind(Event).filter(object_id=pk),
        "speakers": Speaker.objects.filter(event=pk),
        "agenda_items": AgendaItem.objects.filter(event=pk),
        "pictures": Picture.objects.of_public_event().filter(event=pk),
        "followed_up": followed[:FOLLOW_UPS_SHOWN],
        "adopted": Shaped(documents.adopted_at(pk), DocumentRow),
        "discussed": Shaped(documents.discussed_at(pk), DocumentRow),
        "packaged": Shaped(
            DocumentVersion.objects.published().in_package_of(pk)[: MOST_FILES + 1], PackagedRow
        ),
        "previous_event": Shaped(others.before(event)[:1], EventRow),
        "next_event": Shaped(others.after(event)[:1], EventRow),
        "series_events": Shaped(of_series.newest_first()[: SERIES_SHOWN + 1], EventRow),
        "same_theme": Shaped(
            others.near(event, RELATED_LOOKED_AT).on_themes_of(event)[:RELATED_SHOWN], EventRow
        ),
        "same_country": Shaped(of_country.newest_first()[: 2 * RELATED_SHOWN], EventRow),
    }


PAGE = Together(_questions)
TERMS = Chairmanship.objects.published().for_naming()
HANGING = ("participations", "themes", "translation_states", "speakers", "agenda_items", "pictures")


def shown_with(event: Event) -> dict[str, Any]:
    """Hangs on the event what belongs to it, and gives what else its page shows, by name."""
    found = PAGE.ask(
        pk=event.pk,
        kind=event.type if event.sort_key else None,
        sort_key=event.sort_key or None,
        series=event.series_id,
        term=event.chair_term_id,
        country=str(event.country or "") or None,
    )
    # Each stands in one of the two lists.
    told = {row.pk for row in found["same_theme"]}
    found["same_country"] = [row for row in found["same_country"] if row.pk not in told][:RELATED_SHOWN]
    of_series = found.pop("series_events")
    attach(event, **{name: found.pop(name) for name in HANGING})
    for name in ("series", "chair_term"):
        Event._meta.get_field(name).set_cached_value(event, _first(found.pop(name)))  # type: ignore[union-attr]
    return {
        **found,
        # In the order in which they were held; of too many the latest.
        "series_events": of_series[SERIES_SHOWN - 1 :: -1],
        "has_more_of_series": len(of_series) > SERIES_SHOWN,
        "state": as_state(found["state"]),
        **{name: _first(found[name]) for name in ("previous_event", "next_event")},
    }


def _first(rows: list[Any]) -> Any:
    return rows[0] if rows else None
