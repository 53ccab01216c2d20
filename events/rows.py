"""Events as lists show them: a few columns, and none of the weight of whole objects."""

from datetime import date
from typing import NamedTuple

from events.models import Event
from events.models.shown import ShownEvent
from publishing.dates import PartialDate


class EventColumns(NamedTuple):
    pk: int
    sort_key: int
    slug: str
    title_en: str | None
    title_fr: str | None
    title_ar: str | None
    type: str
    scope: str
    status: str
    mode: str
    country: str
    city_en: str | None
    city_fr: str | None
    city_ar: str | None
    date_earliest: date | None
    date_latest: date | None
    date_precision: str | None
    open_until: date
    chair_term_id: int | None


class EventRow(ShownEvent, EventColumns):
    Type, Level, Scope, Status, Mode = Event.Type, Event.Level, Event.Scope, Event.Status, Event.Mode
    OWN_SCOPES, TECHNICAL_TYPES = Event.OWN_SCOPES, Event.TECHNICAL_TYPES

    @property
    def date(self) -> PartialDate | None:
        return PartialDate.of(self.date_earliest, self.date_latest, self.date_precision)
