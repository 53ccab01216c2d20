from collections.abc import Iterator
from typing import Any

from events.models import Theme
from record.entries import Entry
from record.mapping.texts import confidence_from, in_languages, unofficial
from record.sources import Pack, Row


def entries(pack: Pack) -> Iterator[Entry]:
    for domain in pack.domains:
        sources = domain["sources"]
        yield theme(
            domain,
            level=Theme.Level.DOMAIN.value,
            number=domain["number"],
            parent=None,
            sources=sources,
            confidence=confidence_from(sources),
        )
    for topic in pack.topics:
        yield theme(topic, level=Theme.Level.TOPIC.value, number=None, parent=topic["nearest_domain"])


def theme(row: Row, **own: Any) -> Entry:
    values = {**in_languages("name", row["name_en"], row["name_fr"], row["name_ar"]), **own}
    return Entry(
        file="themes.json",
        model=Theme,
        slug=row["slug"],
        values=values,
        unofficial=unofficial(values, "name"),
    )
