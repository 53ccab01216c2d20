"""Events in the likeness of the shipped ones, with the parts, places and themes of others of them."""

import calendar
import random
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from events.models import AgendaItem, Event, Participation, Series, Theme
from members.models import Partner
from publishing.dates import PartialDate, Precision, sort_key
from publishing.folding import fold
from scripts.bench.seed.made import Made, any_day, in_languages, languages_of, publication
from scripts.bench.seed.words import any_word, sentence

IN_A_SERIES = 4
PLACE = (
    "mode",
    "country",
    "city",
    "city_en",
    "city_fr",
    "city_ar",
    "venue",
    "venue_en",
    "venue_fr",
    "venue_ar",
)


class Templates:
    def __init__(self) -> None:
        own = Event.objects.prefetch_related(
            "translation_states", "participations", "themes", "speakers", "agenda_items"
        )
        self.events = list(own.order_by("pk"))
        self.series = list(Series.objects.prefetch_related("translation_states").order_by("pk"))
        self.partners = list(Partner.objects.order_by("pk"))
        self.themes = list(Theme.objects.order_by("pk"))


def make_events(made: Made, number: int) -> list[Event]:
    templates = Templates()
    series = [make_series(made, templates, n) for n in range(number // 40)]
    return [make_event(made, templates, n, series) for n in range(number)]


def make_series(made: Made, templates: Templates, n: int) -> Series:
    template = made.chance.choice(templates.series)
    languages = languages_of(made)
    titles = in_languages(template, "title", languages, f": {any_word(made.chance)}")
    row = made.like(
        template, slug=f"made-series-{n}", search_text=searched(titles), **titles, **publication(made)
    )
    made.states_of(template, row, languages)
    return row


def make_event(made: Made, templates: Templates, n: int, series: list[Series]) -> Event:
    chance = made.chance
    template, elsewhere = chance.choice(templates.events), chance.choice(templates.events)
    languages = languages_of(made)
    words = f": {any_word(chance)} {any_word(chance)}"
    titles = in_languages(template, "title", languages, words)
    has_text = chance.random() < 0.7
    texts = in_languages(template, "text", languages if has_text else set(), f"<p>{sentence(chance, 12)}</p>")
    place = {name: getattr(elsewhere, name) for name in PLACE}
    slug = f"{template.slug[:90]}-made-{n}"
    event = made.like(
        template,
        slug=slug,
        uid=uuid5(NAMESPACE_URL, f"bench:{slug}"),
        ordinal_scheme="",
        ordinal_number=None,
        series_id=series[n // IN_A_SERIES].pk if n < IN_A_SERIES * len(series) else None,
        search_text=searched(titles),
        **titles,
        **texts,
        **place,
        **time_of(made, template),
        **publication(made),
    )
    made.states_of(template, event, languages)
    add_partners(made, templates, template, event)
    for theme in themes_of(chance, templates, template):
        made.add(Event.themes.through, event_id=event.pk, theme_id=theme.pk)
    if chance.random() < 0.2:
        for speaker in template.speakers.all():
            made.like(speaker, event_id=event.pk)
    if chance.random() < 0.1:
        for order in range(4):
            made.add(AgendaItem, event_id=event.pk, order=order, title_en=sentence(chance, 4))
    return event


def time_of(made: Made, template: Event) -> dict[str, Any]:
    """A day of its own, known as well as the template's is."""
    if template.date is None:
        return {"chair_term_id": template.chair_term_id}
    day = any_day(made)
    when = span_like(template, day)
    values = {
        "date_earliest": when.earliest,
        "date_latest": when.latest,
        "date_precision": when.precision,
        "chair_term_id": None,
        "sort_key": sort_key(when),
        "status": Event.Status.PLANNED if day > made.now.date() else Event.Status.HELD,
    }
    return values if when.precision == Precision.DAY else {**values, "start_time": None, "end_time": None}


def span_like(template: Event, day: date) -> PartialDate:
    if template.date_precision == Precision.YEAR:
        return PartialDate(date(day.year, 1, 1), date(day.year, 12, 31), Precision.YEAR)
    if template.date_precision == Precision.MONTH:
        end = day.replace(day=calendar.monthrange(day.year, day.month)[1])
        return PartialDate(day.replace(day=1), end, Precision.MONTH)
    return PartialDate(day, day + (template.date_latest - template.date_earliest), Precision.DAY)


def add_partners(made: Made, templates: Templates, template: Event, event: Event) -> None:
    """Those of the template, and a few more of which some come everywhere and some hardly ever."""
    there = {(row.partner_id, row.role) for row in template.participations.all()}
    for row in template.participations.all():
        made.like(row, event_id=event.pk)
    for _ in range(made.chance.randrange(4)):
        partner = templates.partners[int(len(templates.partners) ** made.chance.random()) - 1]
        if (partner.pk, Participation.Role.PARTICIPANT) not in there:
            there.add((partner.pk, Participation.Role.PARTICIPANT))
            made.add(
                Participation, event_id=event.pk, partner_id=partner.pk, role="participant", order=len(there)
            )


def themes_of(chance: random.Random, templates: Templates, template: Event) -> set[Theme]:
    own = {theme for theme in template.themes.all() if chance.random() < 0.8}
    # Of some themes there are many, of some very few.
    return own | {templates.themes[int(len(templates.themes) ** chance.random()) - 1]}


def searched(texts: dict[str, str | None]) -> str:
    return fold(" ".join(text or "" for text in texts.values()))
