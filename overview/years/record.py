"""What the public record has of one year."""

from collections import Counter, namedtuple
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from declarations.models import Document
from declarations.rows import DocumentColumns, DocumentRow
from events.models import Event, Theme
from events.rows import EventRow
from members.models import Chairmanship
from publishing.kept import kept
from publishing.together import Shaped, Together

# Of a year with more, only the first so many are told of.
EVENTS_READ = 1000
DOCUMENTS_READ = 200

# A document, and the event that adopted it.
DocumentOfYear: Any = namedtuple("DocumentOfYear", ("adopting_event", *DocumentColumns._fields))  # type: ignore[misc]


class Mark(NamedTuple):
    """That an event is about a theme."""

    theme: int
    event: int


@dataclass
class Year:
    number: int
    events: list[EventRow]
    documents: list[DocumentRow]
    # By the Process's own meetings of the year.
    adopted: list[DocumentRow]
    # In the order in which they ran.
    terms: list[Chairmanship]
    # How many of the events are about each theme, its topics included; the most frequent first.
    themes: list[tuple[Theme, int]]
    is_cut: bool = False
    own: list[EventRow] = field(init=False)

    def __post_init__(self) -> None:
        self.own = [event for event in self.events if event.is_own]

    @property
    def political(self) -> list[EventRow]:
        return [event for event in self.own if event.level == Event.Level.POLITICAL]

    @property
    def technical(self) -> list[EventRow]:
        return [event for event in self.own if event.level == Event.Level.TECHNICAL]

    @property
    def others(self) -> list[EventRow]:
        return [event for event in self.events if not event.is_own]

    def own_with(self, status: str) -> int:
        return sum(event.status == status for event in self.own)

    @property
    def half_known(self) -> int:
        """Of how many of its own meetings the day is not known."""
        return sum(not (event.date and event.date.is_exact) for event in self.own)

    @property
    def countries(self) -> list[tuple[str, int]]:
        """Code → how many of its own meetings; the most frequent first."""
        return Counter(str(event.country) for event in self.own if event.country).most_common()

    @property
    def online(self) -> int:
        return sum(event.mode == Event.Mode.ONLINE for event in self.own)


def known_years() -> list[int]:
    """From the latest of an event or a document to the earliest."""

    def asked() -> list[int]:
        years = {*Event.objects.published().years(), *Document.objects.published().years()}
        return list(range(max(years), min(years) - 1, -1)) if years else []

    return kept("years of the record", asked)


def year_of_record(number: int) -> Year:
    first, last = date(number, 1, 1), date(number, 12, 31)
    # What the list of events finds in that year, in two looks that cost the same however many there are.
    events = Event.objects.published()
    documents = Document.objects.published().in_year(number).oldest_first()[: DOCUMENTS_READ + 1]
    found = Together(
        lambda: {
            "begun": Shaped(events.begun_within(first, last)[: EVENTS_READ + 1], EventRow),
            "beyond": Shaped(events.beyond_a_month(first, last)[: EVENTS_READ + 1], EventRow),
            "themes": Theme.objects.published(),
            "documents": Shaped(documents, DocumentOfYear),
            "terms": Chairmanship.objects.published().for_naming().within(first, last),
        }
    ).ask()
    by_key = {event.pk: event for event in [*found["begun"], *found["beyond"]]}
    in_order = sorted(by_key.values(), key=lambda event: (event.sort_key, event.pk))
    rows = [(adopting, DocumentRow(*columns)) for adopting, *columns in found["documents"][:DOCUMENTS_READ]]
    own = {event.pk for event in in_order if event.is_own}
    is_cut = len(in_order) > EVENTS_READ
    return Year(
        number,
        events=in_order[:EVENTS_READ],
        documents=[document for _adopting, document in rows],
        adopted=[document for adopting, document in rows if adopting in own],
        terms=found["terms"],
        themes=[] if is_cut else counted(found["themes"], marks_of(in_order)),
        is_cut=is_cut or len(found["documents"]) > DOCUMENTS_READ,
    )


def marks_of(events: list[EventRow]) -> list[Mark]:
    rows = Event.themes.through.objects.filter(event__in=[event.pk for event in events])
    return Together(lambda: {"marks": Shaped(rows.order_by("theme", "event"), Mark)}).ask()["marks"]


def counted(themes: list[Theme], marks: list[Mark]) -> list[tuple[Theme, int]]:
    """As the list of events finds them: those of a public topic count for its public domain, too."""
    by_key = {theme.pk: theme for theme in themes}
    events: dict[int, set[int]] = {}
    for theme, event in marks:
        if theme in by_key:
            for key in (theme, by_key[theme].parent_id):
                if key in by_key:
                    events.setdefault(key, set()).add(event)
    found = [(by_key[key], len(about)) for key, about in events.items()]
    return sorted(found, key=lambda row: (-row[1], row[0].slug))
