from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Event, Series, Theme
from spreadsheets.columns import (
    Choice,
    ChoiceList,
    CountryCode,
    Date,
    FormattedText,
    Link,
    Links,
    Place,
    Text,
    Time,
    WholeNumber,
    YesNo,
    texts,
)
from spreadsheets.kinds.base import Kind, Values
from spreadsheets.kinds.sources import address, sources
from spreadsheets.problems import CellError


@dataclass(frozen=True, kw_only=True)
class Identifier(Text):
    """By it a row is known again even where its address was changed in the file."""

    def read(self, record: Any) -> Any:
        return str(record.uid or "")

    def parse(self, text: str, place: Place) -> Any:
        try:
            return str(UUID(text))
        except ValueError as error:
            raise CellError(
                _("“%(text)s” is no identifier. Leave the cell empty."), params={"text": text}
            ) from error

    def put(self, record: Any, value: Any) -> None:
        """It is given once, and for ever."""


@dataclass(frozen=True, kw_only=True)
class Events(Kind):
    def identity_of(self, values: Values) -> Hashable:
        return values.get("uid") or super().identity_of(values)

    def existing(self, identities: Iterable[Hashable]) -> dict[Hashable, Any]:
        wanted = {str(identity) for identity in identities}
        uids = {identity for identity in wanted if len(identity) == 36 and _is_uid(identity)}
        known = Q(slug__in=wanted) | Q(uid__in=uids)
        found: dict[Hashable, Any] = {}
        for event in self.rows(Event.objects.filter(known)):
            found[event.slug] = event
            if str(event.uid) in uids:
                found[str(event.uid)] = event
        return found

    def may_be_meant(self, values: Values, place: Place) -> None:
        if values.get("uid"):
            if place.record is None:
                raise CellError(_("No event has this identifier. Leave it empty to add a new event."))
            return
        super().may_be_meant(values, place)


def _is_uid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


EVENTS = Events(
    name="events",
    model=Event,
    joined=("series", "chair_term"),
    listed=("themes",),
    columns=(
        address(Event, example="workshop-on-data-2027"),
        *texts(Event, "title", example="Thematic workshop on migration data", is_required=True),
        YesNo(model=Event, name="title_is_official", example="yes"),
        Choice(model=Event, name="type", example="thematic_workshop", is_required=True),
        Choice(model=Event, name="scope", example="core"),
        Choice(model=Event, name="status", example="planned"),
        Date(model=Event, name="date", example="8–9 May 2027"),
        Time(model=Event, name="start_time"),
        Time(model=Event, name="end_time"),
        Text(model=Event, name="time_zone"),
        Link(model=Event, name="chair_term"),
        Choice(model=Event, name="mode", example="in_person"),
        CountryCode(model=Event, name="country", example="KE"),
        *texts(Event, "city", example="Nairobi"),
        *texts(Event, "venue"),
        *texts(Event, "text", kind=FormattedText),
        WholeNumber(model=Event, name="participants_count"),
        Choice(model=Event, name="participants_qualifier"),
        Links(model=Event, name="themes"),
        Link(model=Event, name="series"),
        ChoiceList(model=Event, name="joint_processes"),
        Choice(model=Event, name="ordinal_scheme"),
        WholeNumber(
            model=Event,
            name="ordinal_number",
            given_label=gettext_lazy("Number in its numbering"),
        ),
        *sources(Event),
        Identifier(
            model=Event,
            name="uid",
            given_label=gettext_lazy("Identifier"),
            given_meaning=gettext_lazy("By it a row is known again where its address has changed."),
        ),
    ),
)

THEMES = Kind(
    name="themes",
    model=Theme,
    is_imported=False,
    joined=("parent",),
    columns=(
        address(Theme, example="data"),
        *texts(Theme, "name"),
        Choice(model=Theme, name="level"),
        WholeNumber(model=Theme, name="number"),
        Link(model=Theme, name="parent"),
        *texts(Theme, "description", kind=FormattedText),
        *sources(Theme),
    ),
)

SERIES = Kind(
    name="series",
    model=Series,
    is_imported=False,
    columns=(
        address(Series, example="webinars-2021"),
        *texts(Series, "title"),
        Choice(model=Series, name="series_kind"),
        *sources(Series),
    ),
)
