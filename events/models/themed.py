"""Which events a theme has, as its lists are read."""

from django.db import models

from events.models.events import Event
from events.models.themes import Theme


class ThemedEvent(models.Model):
    """A theme and an event marked with it or with a topic under it, once, with what lists are ordered by and
    what is most often asked besides.

    Not a fact of its own: `events.themed` keeps it in step. Themes count here whether they are public or not,
    which changes with time alone; who reads along these rows asks for that besides (ADR 0050).
    """

    # It goes when the event's marks do, and stands in the way of no deletion.
    event = models.ForeignKey(
        Event, on_delete=models.DO_NOTHING, related_name="themed", db_constraint=False, db_index=False
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    type = models.CharField(max_length=30)
    sort_key = models.PositiveIntegerField()
    open_until = models.DateField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["event", "theme"], name="themed_event_once")]
        indexes = [
            models.Index(fields=["theme", "-sort_key", "-event"], name="themed_event_newest"),
            models.Index(fields=["theme", "open_until", "event"], name="themed_event_soonest"),
            # The most frequent type may be the rarest of a theme: neither alone leads to both.
            models.Index(fields=["theme", "type", "-sort_key", "-event"], name="themed_event_type_newest"),
            models.Index(fields=["theme", "type", "open_until", "event"], name="themed_event_type_soonest"),
        ]

    def __str__(self) -> str:
        return f"{self.theme_id}: {self.event_id}"
