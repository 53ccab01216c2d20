"""From the rows of the files to entries, one module for each kind of record."""

from collections.abc import Iterator
from datetime import date

from record.entries import Entry
from record.mapping import (
    chairmanships,
    committee,
    documents,
    events,
    old_addresses,
    pages,
    partners,
    series,
    terms,
    themes,
)
from record.sources import Pack


def entries(pack: Pack, today: date) -> Iterator[Entry]:
    """In an order in which every record comes after those it links to."""
    yield from partners.entries(pack)
    yield from committee.entries(pack)
    yield from chairmanships.entries(pack)
    yield from themes.entries(pack)
    yield from series.entries(pack)
    yield from events.entries(pack, today)
    yield from documents.entries(pack)
    yield from pages.entries(pack)
    yield from terms.entries(pack)
    yield from old_addresses.entries(pack)
