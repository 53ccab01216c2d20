from collections.abc import Iterator

from events.models import Series
from record.entries import Entry
from record.mapping.texts import in_languages, unofficial
from record.sources import Pack


def entries(pack: Pack) -> Iterator[Entry]:
    for row in pack.series:
        values = {
            "series_kind": row["kind"],
            **in_languages("title", row["title_en"], row["title_fr"], row["title_ar"]),
        }
        yield Entry(
            file="series.json",
            model=Series,
            slug=row["slug"],
            values=values,
            unofficial=unofficial(values, "title"),
        )


def series_by_event(pack: Pack) -> dict[str, str | None]:
    """The series or back-to-back group of each event."""
    own = {event["slug"]: event["series"] or event["event_group"] for event in pack.meetings}
    return own | {slug: row["slug"] for row in pack.series for slug in row.get("also", [])}
