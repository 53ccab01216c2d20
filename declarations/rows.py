"""Documents as lists show them: a few columns, and none of the weight of whole objects."""

from collections import namedtuple
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from declarations.models import Document
from publishing.dates import PartialDate
from publishing.labels import label_of
from publishing.page_addresses import page_address


class DocumentColumns(NamedTuple):
    pk: int
    sort_key: int
    slug: str
    title_en: str | None
    title_fr: str | None
    title_ar: str | None
    type: str
    nature: str
    issuer_en: str | None
    issuer_fr: str | None
    issuer_ar: str | None
    date_earliest: date | None
    date_latest: date | None
    date_precision: str | None
    adopted_earliest: date | None
    adopted_latest: date | None
    adopted_precision: str | None


class DocumentRow(DocumentColumns):
    def get_absolute_url(self) -> str:
        return page_address("documents:detail", self.slug)

    @property
    def shown_date(self) -> PartialDate | None:
        """The rule of `Document.shown_date` for what a list has of it."""
        adopted = PartialDate.of(self.adopted_earliest, self.adopted_latest, self.adopted_precision)
        return adopted or PartialDate.of(self.date_earliest, self.date_latest, self.date_precision)

    def get_type_display(self) -> str:
        return label_of(Document.Type, self.type)


# A document and one of its meetings.
Adopted = namedtuple("Adopted", ("adopting_event", *DocumentColumns._fields))  # type: ignore[misc]
Discussed = namedtuple("Discussed", ("related_events", *DocumentColumns._fields))  # type: ignore[misc]


def by_meeting(rows: Iterable[tuple]) -> dict[int | None, list[DocumentRow]]:
    """Key of the meeting that stands before the columns → its documents; under None those of no meeting."""
    found: dict[int | None, list[DocumentRow]] = {}
    for meeting, *columns in rows:
        found.setdefault(meeting, []).append(DocumentRow(*columns))
    return found


class PackagedRow(NamedTuple):
    """Of a file in the package of an event: as much as its page says."""

    document_id: int
    file__size: int
