"""All that the timeline shows, in one statement, however much there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from declarations.models import Document
from declarations.rows import DocumentRow
from events.models import Event
from events.rows import EventRow
from members.models import Chairmanship
from overview.numbers.counting import counts
from overview.types import GROUPS, Group
from publishing.by_year import ByYear, by_year
from publishing.together import Shaped, Together

# Of one kind as many are shown one by one; where there are more, their number in each year.
MOST = 60


@dataclass(frozen=True)
class Kind:
    """Events of one group: each of them, or, where they are too many, how many in each year."""

    group: Group
    events: Sequence[EventRow]
    crowd: ByYear | None


@dataclass(frozen=True)
class Record:
    terms: Sequence[Chairmanship]
    kinds: Sequence[Kind]
    # Adopted ones; where they are too many, how many in each year were the outcome of a meeting.
    documents: Sequence[DocumentRow]
    outcomes: ByYear | None


def _questions() -> dict[str, Any]:
    events = Event.objects.published().newest_first()
    groups = {
        f"group_{place}": Shaped(events.filter(type__in=group.types)[: MOST + 1], EventRow)
        for place, group in enumerate(GROUPS)
    }
    documents = Document.objects.published().adopted().newest_first()
    return {
        "terms": Chairmanship.objects.published().for_naming().latest_first(),
        "documents": Shaped(documents[: MOST + 1], DocumentRow),
        **groups,
    }


RECORD = Together(_questions)


def read() -> Record:
    found = RECORD.ask()
    kinds = [_kind(group, found[f"group_{place}"]) for place, group in enumerate(GROUPS)]
    documents = found["documents"]
    if len(documents) <= MOST:
        return Record(found["terms"][::-1], kinds, documents, None)
    outcomes = by_year(row for row in counts()["by_nature"] if row.nature == Document.Nature.OUTCOME)
    return Record(found["terms"][::-1], kinds, [], outcomes)


def _kind(group: Group, events: list[EventRow]) -> Kind:
    if len(events) <= MOST:
        return Kind(group, events[::-1], None)
    return Kind(group, [], by_year(row for row in counts()["by_type"] if row.type in group.types))
