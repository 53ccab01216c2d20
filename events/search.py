"""By which texts events, speakers, themes and series are found."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from modeltranslation.utils import build_localized_fieldname as column

from events.models import Event, Series, Theme
from events.themed import events_marked, moved
from publishing.languages import text_in
from search.index import plain
from search.sources import Piece, Source, register, window


def events() -> QuerySet[Event]:
    return Event.objects.prefetch_related("themes__parent", "speakers", "agenda_items")


def sources_of_event(event: Event) -> Iterator[Source]:
    shown = window(event)
    if shown is None:
        return
    first, last = shown
    themes = {key for theme in event.themes.all() for key in (theme.pk, theme.parent_id) if key}
    common: dict[str, Any] = {
        "visible_from": first,
        "visible_until": last,
        "year": event.date.earliest.year if event.date else None,
        "sort_key": event.sort_key,
        "is_own": event.scope in (Event.Scope.CORE, Event.Scope.JOINT),
        "theme_ids": tuple(sorted(themes)),
        "type": event.type,
    }
    for code in settings.MODELTRANSLATION_LANGUAGES:
        title = text_in(event, "title", code)
        if title.is_fallback:
            continue
        with translation.override(code):
            where = [text_in(event, name, code).value for name in ("city", "venue")]
            country: Any = event.country
            place = ", ".join(filter(None, [*where, country.name if country else ""]))
            when = str(event.date) if event.date else ""
            facts = " · ".join(filter(None, [event.get_type_display(), place, when]))
        items = [getattr(item, column("title", code)) or "" for item in event.agenda_items.all()]
        text = plain(getattr(event, column("text", code)) or "")
        yield Source(
            language=code,
            title=title.value,
            summary=facts,
            pieces=tuple(Piece(piece) for piece in (text, " · ".join(filter(None, items))) if piece),
            **common,
        )
        for speaker in event.speakers.all():
            name = getattr(speaker, column("name", code))
            if name:
                function = getattr(speaker, column("function", code)) or ""
                yield Source(
                    language=code,
                    part=f"speaker:{speaker.pk}",
                    kind="speaker",
                    title=name,
                    summary=function,
                    **{**common, "type": ""},
                )


def address_of_place(slug: str, language: str, part: str, place_kind: str, place: str) -> str:
    return f"{reverse('events:detail', kwargs={'slug': slug})}#speakers" if part else ""


def themes() -> QuerySet[Theme]:
    return Theme.objects.all()


def sources_of_theme(theme: Theme) -> Iterator[Source]:
    shown = window(theme)
    if shown is None:
        return
    for code in settings.MODELTRANSLATION_LANGUAGES:
        name = getattr(theme, column("name", code))
        if name:
            summary = plain(getattr(theme, column("description", code)) or "")
            keys = tuple(key for key in (theme.pk, theme.parent_id) if key)
            yield Source(code, name, *shown, summary=summary, theme_ids=keys)


def sources_of_series(series: Series) -> Iterator[Source]:
    shown = window(series)
    if shown is None:
        return
    for code in settings.MODELTRANSLATION_LANGUAGES:
        title = getattr(series, column("title", code))
        if title:
            yield Source(code, title, *shown)


def register_all() -> None:
    register(
        Event,
        sources_of_event,
        events,
        address_of_place,
        also_changed=lambda written: events_marked(moved(written)),
    )
    register(Theme, sources_of_theme, themes)
    register(Series, sources_of_series)
