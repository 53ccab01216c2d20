"""The next meetings, and what each still lacks."""

from dataclasses import dataclass

from django.urls import reverse

from events.models import Event
from events.readiness import EVENTS
from publishing.models import Publishable
from publishing.querysets import is_withdrawn
from publishing.readiness import Point, lacking

SHOWN = 6
# Of what would only be good to have, the first few.
GOOD_SHOWN = 3


@dataclass(frozen=True)
class Upcoming:
    event: Event
    state: str
    address: str
    needed: list[Point]
    good: list[Point]
    more: int

    @property
    def points(self) -> list[Point]:
        return [*self.needed, *self.good]


def upcoming_events(most: int = SHOWN) -> list[Upcoming]:
    """The Process's own meetings still to be held, drafts too, the soonest first."""
    rows = Event.objects.own().upcoming().exclude(status=Event.Status.CANCELLED).exclude(is_withdrawn())
    events = list(rows[:most])
    points = EVENTS.points_for(events)
    return [_upcoming(event, lacking(points[event.pk])) for event in events]


def _upcoming(event: Event, missing: list[Point]) -> Upcoming:
    needed = [point for point in missing if point.is_needed]
    good = [point for point in missing if not point.is_needed]
    return Upcoming(
        event,
        str(Publishable.State(event.state).label),
        reverse("admin:events_event_change", args=[event.pk]),
        needed,
        good[:GOOD_SHOWN],
        len(good[GOOD_SHOWN:]),
    )
