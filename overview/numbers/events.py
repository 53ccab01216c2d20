"""Events in numbers: when and of which type, where, and about what."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext
from django_countries import countries

from events.models import Event
from overview.numbers.wording import busiest_years, joined, most_often, name_of, notes_on, shown_name_of
from overview.types import GROUPS
from plots.bars import Bar, bars
from plots.columns import Series, Year, stacked_columns
from plots.figures import Figure, Lead
from plots.trends import Trend, trends
from publishing.amounts import amount, list_url
from publishing.by_year import by_year, years_of
from publishing.dates import UNDATED
from publishing.page_addresses import page_address
from publishing.written import exactly

LIST = "events:list"


def events_by_year(counts: dict[str, list[Any]]) -> Figure:
    whole = by_year(counts["by_type"])
    of_group = [by_year(row for row in counts["by_type"] if row.type in group.types) for group in GROUPS]
    years = [
        Year(
            str(year),
            amount(whole.years[year], list_url(LIST, year=year)),
            [
                amount(found.years[year], list_url(LIST, type=list(group.types), year=year))
                for group, found in zip(GROUPS, of_group, strict=True)
            ],
        )
        for year in years_of([whole])
    ]
    series = [
        Series(str(group), amount(found.total, list_url(LIST, type=list(group.types))))
        for group, found in zip(GROUPS, of_group, strict=True)
    ]
    total = ngettext(
        "There is %(number)s event in the record.", "There are %(number)s events in the record.", whole.total
    )
    return Figure(
        "by-year",
        _("Events by year and type"),
        joined([total % {"number": exactly(whole.total)}, busiest_years(whole)]),
        stacked_columns(
            years,
            series,
            caption=_("Number of events by year and type"),
            heads=(_("Year"), _("All events")),
        ),
        notes_on(
            whole,
            amount(whole.undated, list_url(LIST, year=UNDATED)),
            ngettext(
                "%(number)s event of which no date is known stands in no year.",
                "%(number)s events of which no date is known stand in no year.",
                whole.undated,
            ),
        ),
        lead=Lead(exactly(whole.total), npgettext("after a number", "event", "events", whole.total)),
    )


def places(counts: dict[str, list[Any]]) -> Figure:
    held: Counter[str] = Counter()
    for row in counts["by_place"]:
        held[row.country] += row.number
    nowhere = held.pop("", 0)
    online = sum(row.number for row in counts["by_place"] if row.mode == Event.Mode.ONLINE)
    names = {code: str(countries.name(code)) for code in held} | {
        row.iso: name_of(row) for row in counts["countries"]
    }
    ordered = sorted(held.items(), key=lambda pair: (-pair[1], names[pair[0]]))
    rows = [Bar(names[code], amount(count, list_url(LIST, country=code))) for code, count in ordered]
    if online:
        label = str(Event.Mode.ONLINE.label)
        rows.insert(0, Bar(label, amount(online, list_url(LIST, mode=Event.Mode.ONLINE.value))))
        rows.sort(key=lambda row: -row.amount.value)
    said = ngettext(
        "Events were held in %(count)s country.", "Events were held in %(count)s countries.", len(held)
    )
    without = ngettext(
        "Of %(count)s other event the country is not known.",
        "Of %(count)s other events the country is not known.",
        nowhere - online,
    )
    return Figure(
        "places",
        _("Where they were held"),
        joined([said % {"count": exactly(len(held))}, most_often(held, names)]),
        bars(rows, caption=_("Number of events by country"), heads=(_("Country"), _("Events"))),
        [without % {"count": exactly(nowhere - online)}] if nowhere > online else [],
        lead=Lead(
            exactly(len(held)),
            npgettext("after a number", "country with events", "countries with events", len(held)),
        ),
        breadth="third",
    )


def themes(counts: dict[str, list[Any]]) -> Figure:
    rows_of: dict[str, list[Any]] = {}
    for row in counts["by_theme"]:
        rows_of.setdefault(row.theme_above, []).append(row)
    found = {slug: by_year(rows) for slug, rows in rows_of.items()}
    years = years_of(found.values())
    named = {row.slug: row for row in counts["themes"]}
    rows = [
        Trend(
            name_of(named[slug]),
            shown_name_of(named[slug]),
            page_address("themes:detail", slug),
            amount(one.total, list_url(LIST, theme=slug)),
            [
                Year(str(year), amount(one.years[year], list_url(LIST, theme=slug, year=year)))
                for year in years
            ],
        )
        for slug, one in sorted(found.items(), key=lambda pair: (-pair[1].total, pair[0]))
    ]
    return Figure(
        "themes",
        _("Themes over time"),
        most_often(
            {slug: one.total for slug, one in found.items()},
            {slug: name_of(row) for slug, row in named.items()},
        ),
        trends(rows, caption=_("Number of events by theme and year"), heads=(_("Theme"), _("All years"))),
        [_("An event may be about several themes. A domain includes the topics under it.")],
        lead=Lead(exactly(len(rows)), npgettext("after a number", "theme", "themes", len(rows))),
    )
