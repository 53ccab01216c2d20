from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy

from events.models import Event, Participation
from publishing.models import Record
from spreadsheets.columns import Choice, Information, Link, Place, WholeNumber
from spreadsheets.kinds.base import Kind, Values, state_of


@dataclass(frozen=True, kw_only=True)
class Participations(Kind):
    """Rows of an event: known by event, partner and role."""

    @property
    def admin_model(self) -> type[Record]:
        return Event

    def rows_of(self, admin_records: Any) -> Any:
        events = admin_records.order_by().values("pk")
        return self.rows(Participation.objects.filter(event__in=events)).order_by("event_id", "order", "pk")

    def identity_of(self, values: Values) -> Hashable:
        event, partner = values.get("event"), values.get("partner")
        return (event.pk if event else None, partner.pk if partner else None, values.get("role"))

    def existing(self, identities: Iterable[Hashable]) -> dict[Hashable, Any]:
        wanted: set[Any] = set(identities)
        rows = Participation.objects.filter(
            event__in={event for event, _partner, _role in wanted},
            partner__in={partner for _event, partner, _role in wanted},
        )
        return {(row.event_id, row.partner_id, row.role): row for row in self.rows(rows)}

    def may_be_meant(self, values: Values, place: Place) -> None:
        """The three together are the row."""

    def new(self, values: Values) -> models.Model:
        return Participation()

    def record_of(self, row: Any) -> Record:
        return row.event


PARTICIPATIONS = Participations(
    name="participations",
    model=Participation,
    joined=("event", "partner"),
    columns=(
        Link(
            model=Participation,
            name="event",
            given_label=gettext_lazy("Event"),
            example="khartoum-process-som-2027",
            is_required=True,
        ),
        Link(model=Participation, name="partner", example="kenya", is_required=True),
        Choice(model=Participation, name="role", example="participant", is_required=True),
        WholeNumber(
            model=Participation,
            name="order",
            given_meaning=gettext_lazy("Smaller numbers come first on the page of the event."),
        ),
        Information(
            model=Participation,
            name="event_title",
            given_label=gettext_lazy("Title of the event"),
            told=lambda row: str(row.event),
        ),
        Information(
            model=Participation,
            name="partner_name",
            given_label=gettext_lazy("Name of the partner"),
            told=lambda row: str(row.partner),
        ),
        Information(
            model=Participation,
            name="state",
            given_label=gettext_lazy("State of the event"),
            told=lambda row: state_of(row.event),
        ),
    ),
)
