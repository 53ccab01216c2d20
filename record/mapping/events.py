from collections.abc import Iterator
from datetime import date
from typing import Any

from events.models import Event
from publishing.dates import PartialDate
from record.entries import Entry
from record.mapping.chairmanships import slug_of
from record.mapping.roles import participations
from record.mapping.series import series_by_event
from record.mapping.texts import in_languages, listed, note, persons, unofficial, unofficial_parts
from record.schema import QUALIFIERS
from record.sources import Pack, Row


def entries(pack: Pack, today: date) -> Iterator[Entry]:
    series = series_by_event(pack)
    terms = {term["order"]: slug_of(pack, term) for term in pack.chairs}
    for row in pack.meetings:
        placed = pack.placements.get(row["slug"], {})
        yield event(
            pack,
            row,
            series=series[row["slug"]],
            chair_term=terms[placed["chair_term"]] if "chair_term" in placed else None,
            status=placed.get("status") or status(row, today),
        )


def event(pack: Pack, row: Row, **decided: Any) -> Entry:
    slug = row["slug"]
    french, arabic = (pack.translations[language].events[slug] for language in ("fr", "ar"))
    ordinal = row["ordinal"] or {"scheme": None, "number": None}
    speakers = persons(row["speakers"], french["speakers"], arabic["speakers"])
    values: dict[str, Any] = {
        **in_languages("title", row["title_en"], french["title"], arabic["title"]),
        "title_is_official": row["title_is_official"],
        "type": row["type"],
        "scope": row["relation"],
        "date": span(row),
        "mode": row["mode"],
        **in_languages("city", row["city"], french["city"], arabic["city"]),
        "country": row["country_iso2"],
        **in_languages("venue", row["venue"], french["venue"], arabic["venue"]),
        "ordinal_scheme": ordinal["scheme"],
        "ordinal_number": ordinal["number"],
        "joint_processes": row["joint_with"],
        **in_languages("text", listed(row["facts"]), listed(french["facts"]), listed(arabic["facts"])),
        "participants_count": row["participants"],
        "participants_qualifier": QUALIFIERS[row["participants_note"]].value,
        "themes": sorted({*row["domains"], *row["topics"]}),
        "participations": participations(pack, row),
        "speakers": speakers,
        "sources": row["sources"],
        "mirrors": row.get("mirrors", []),
        "confidence": row["confidence"],
        "editor_note": note(row["date_note"], row["notes"]),
        **decided,
    }
    return Entry(
        file="meetings.json",
        model=Event,
        slug=slug,
        values=values,
        unofficial=unofficial(values, "title", "city", "venue", "text")
        | unofficial_parts(speakers, "speakers", "function"),
        may_be_public=row["confidence"] != "low",
    )


def span(row: Row) -> list[str] | None:
    return None if row["start_date"] is None else [row["start_date"], row["end_date"] or row["start_date"]]


def status(row: Row, today: date) -> str:
    """The files tell of what was held, unless its date is still to come."""
    when = span(row)
    is_to_come = when is not None and PartialDate.parse(*when).earliest > today
    return (Event.Status.PLANNED if is_to_come else Event.Status.HELD).value
