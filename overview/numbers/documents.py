"""Documents in numbers: when and of which nature, and in which languages; and the record's own languages."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, override

from declarations.models import Document
from overview.numbers.wording import busiest_years, joined, notes_on
from plots.bars import Bar, bars
from plots.columns import Series, Year, stacked_columns, table
from plots.figures import Figure, Lead
from publishing.amounts import amount, list_url
from publishing.by_year import by_year, years_of
from publishing.dates import UNDATED
from publishing.kinds import record_models
from publishing.languages import name_of_language
from publishing.written import exactly, listed

LIST = "documents:list"
# Where all records of the kind can be read.
LISTS = {
    "event": "events:list",
    "document": "documents:list",
    "partner": "members:list",
    "theme": "themes:list",
    "chairmanship": "chairmanships:list",
}


def documents_by_year(counts: dict[str, list[Any]]) -> Figure:
    rows, natures = counts["by_nature"], Document.Nature
    whole = by_year(rows)
    of_nature = {nature: by_year(row for row in rows if row.nature == nature) for nature in natures}
    shown = [nature for nature in natures if of_nature[nature].total]
    years = [
        Year(
            str(year),
            amount(whole.years[year], list_url(LIST, year=year)),
            [
                amount(of_nature[nature].years[year], list_url(LIST, nature=nature.value, year=year))
                for nature in shown
            ],
        )
        for year in years_of([whole])
    ]
    series = [
        Series(
            capfirst(str(nature.label)),
            amount(of_nature[nature].total, list_url(LIST, nature=nature.value)),
        )
        for nature in shown
    ]
    total = ngettext(
        "There is %(number)s document in the record.",
        "There are %(number)s documents in the record.",
        whole.total,
    )
    without = ngettext(
        "%(number)s document of which no date is known stands in no year.",
        "%(number)s documents of which no date is known stand in no year.",
        whole.undated,
    )
    return Figure(
        "documents",
        _("Documents by year and nature"),
        joined([total % {"number": exactly(whole.total)}, busiest_years(whole)]),
        stacked_columns(
            years,
            series,
            caption=_("Number of documents by year and nature"),
            heads=(_("Year"), _("All documents")),
        ),
        notes_on(whole, amount(whole.undated, list_url(LIST, year=UNDATED)), without),
        lead=Lead(exactly(whole.total), npgettext("after a number", "document", "documents", whole.total)),
    )


def documents_by_language(counts: dict[str, list[Any]]) -> Figure:
    found = counts["by_language"][0]._asdict() if counts["by_language"] else {}
    rows = [
        Bar(
            capfirst(str(Document.Language(code).label)),
            amount(count, list_url(LIST, language=code)),
        )
        for code, count in sorted(found.items(), key=lambda pair: -pair[1])
        if count
    ]
    return Figure(
        "languages",
        _("Languages of the documents"),
        ngettext(
            "Texts of documents are known in %(count)s language.",
            "Texts of documents are known in %(count)s languages.",
            len(rows),
        )
        % {"count": exactly(len(rows))},
        bars(rows, caption=_("Number of documents by language"), heads=(_("Language"), _("Documents"))),
        [_("Counted where a text was seen in the language, or the portal has a file.")],
        lead=Lead(
            exactly(len(rows)),
            npgettext("after a number", "language of documents", "languages of documents", len(rows)),
        ),
        breadth="half",
    )


def languages_of_the_record(counts: dict[str, list[Any]]) -> Figure:
    """How much can be read in each of the portal's languages; each number leads to the list in that one."""
    read = {kind: counts[f"in_languages_{kind}"][0] for kind in LISTS if counts[f"in_languages_{kind}"]}
    codes = [code for code, _name in settings.LANGUAGES]
    in_language = {code: sum(getattr(row, f"in_{code}") for row in read.values()) for code in codes}
    whole = sum(row.number for row in read.values())
    rows = [
        Year(
            kind_label(kind),
            amount(row.number, reverse(LISTS[kind])),
            [amount(getattr(row, f"in_{code}"), list_in(code, LISTS[kind])) for code in codes],
        )
        for kind, row in read.items()
    ]
    names = {code: capfirst(name_of_language(code)) for code in codes}
    return Figure(
        "record-languages",
        _("Languages of the record"),
        _("Of %(whole)s records there is a text in: %(languages)s.")
        % {
            "whole": exactly(whole),
            "languages": listed([f"{names[code]} {exactly(count)}" for code, count in in_language.items()]),
        },
        format_html(
            "{}{}",
            bars(
                [Bar(names[code], amount(count)) for code, count in in_language.items()],
                caption=_("Number of records by language"),
                heads=(_("Language"), _("Records")),
            ),
            table(
                rows,
                [Series(names[code], amount(in_language[code])) for code in codes],
                caption=_("Number of records by kind and language"),
                heads=(_("Kind of record"), _("All")),
            ),
        ),
        [_("What is missing in one language is shown in another, and says so.")],
        lead=Lead(
            exactly(len(codes)),
            npgettext("after a number", "language of the record", "languages of the record", len(codes)),
        ),
        breadth="half",
    )


def kind_label(kind: str) -> str:
    return capfirst(str(record_models()[kind]._meta.verbose_name_plural))


def list_in(language: str, name: str) -> str:
    with override(language):
        return reverse(name)
