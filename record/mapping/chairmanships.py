from collections.abc import Iterator
from typing import Any

from members.models import Chairmanship
from record.entries import Entry
from record.mapping.partners import whole
from record.mapping.texts import in_languages, listed, note, persons, unofficial, unofficial_parts
from record.names import partner_slugs
from record.sources import Pack, Row


def slug_of(pack: Pack, term: Row) -> str:
    """Partner and first year: it stays when the term grows longer."""
    return f"{partner_slugs(pack)[term['chair']]}-{term['nominal_years'][0]}"


def entries(pack: Pack) -> Iterator[Entry]:
    for term in pack.chairs:
        yield chairmanship(pack, term)


def chairmanship(pack: Pack, term: Row) -> Entry:
    french, arabic = (pack.translations[language].chairs[str(term["order"])] for language in ("fr", "ar"))
    people = persons(term["people"], french["people"], arabic["people"])
    values: dict[str, Any] = {
        "partner": partner_slugs(pack)[term["chair"]],
        "number": term["order"],
        "start": whole(term["start"]),
        "end": whole(term["end"]),
        "nominal_years": term["nominal_years"],
        **in_languages("text", listed(term["facts"]), listed(french["facts"]), listed(arabic["facts"])),
        **in_languages(
            "priorities", *(listed(facts.get("priorities", [])) for facts in (term, french, arabic))
        ),
        "people": people,
        "sources": term["sources"],
        "mirrors": term.get("mirrors", []),
        "confidence": term["confidence"],
        "editor_note": note(term["notes"]),
    }
    return Entry(
        file="chairs.json",
        model=Chairmanship,
        slug=slug_of(pack, term),
        values=values,
        unofficial=unofficial(values, "text", "priorities") | unofficial_parts(people, "people", "function"),
    )
