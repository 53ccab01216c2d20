"""The same as a list, year by year: for small screens, and for whoever does not see the drawing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from declarations.models import Document
from overview.timeline.reading import Record
from plots.amounts import Amount
from publishing.amounts import amount, list_url
from publishing.dates import PartialDate

OUTCOME = Document.Nature.OUTCOME


@dataclass(frozen=True)
class Entry:
    # "term", "event", "document" or "crowd".
    what: str
    thing: Any
    date: PartialDate | None


@dataclass(frozen=True)
class Crowd:
    label: str
    amount: Amount


def years_of(record: Record) -> list[tuple[str, list[Entry]]]:
    """Each year with what happened in it, in order; at the end what has no date."""
    entries = [Entry("term", term, term.start) for term in record.terms]
    entries += [Entry("document", document, document.shown_date) for document in record.documents]
    entries += [Entry("event", event, event.date) for kind in record.kinds for event in kind.events]
    undated = [entry for entry in entries if entry.date is None]
    found: dict[str, list[Entry]] = {}
    for day, entry in sorted(
        ((entry.date, entry) for entry in entries if entry.date),
        # What is known only by its year comes before what is known by its day.
        key=lambda pair: (pair[0].earliest, pair[0].is_exact),
    ):
        found.setdefault(str(day.earliest.year), []).append(entry)
    for year, crowd in crowds_in(record):
        found.setdefault(str(year), []).append(Entry("crowd", crowd, None))
    ordered = sorted(found.items())
    return [*ordered, (_("Date not known"), undated)] if undated else ordered


def crowds_in(record: Record) -> Iterator[tuple[int, Crowd]]:
    """Year and number of what is too much to be listed."""
    for kind in record.kinds:
        for year, count in sorted(kind.crowd.years.items()) if kind.crowd else ():
            url = list_url("events:list", type=list(kind.group.types), year=year)
            yield year, Crowd(str(kind.group), amount(count, url))
    for year, count in sorted(record.outcomes.years.items()) if record.outcomes else ():
        url = list_url("documents:list", nature=OUTCOME.value, year=year)
        yield year, Crowd(capfirst(str(OUTCOME.label)), amount(count, url))
