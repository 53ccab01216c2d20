"""Which events a partner had any part in, as its lists are read."""

from django.db import models

from events.models.events import Event
from members.models import Partner


class Involvement(models.Model):
    """A partner and an event, once whatever roles it had there, with what lists are ordered by.

    Not a fact of its own: `events.involvements` keeps it in step with participations. So the list of a
    partner with few events is read off an index, as that of one with many is (ADR 0040).
    """

    # It goes when the event's participations do, and stands in the way of no deletion.
    event = models.ForeignKey(
        Event, on_delete=models.DO_NOTHING, related_name="involvements", db_constraint=False, db_index=False
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.DO_NOTHING, related_name="involvements", db_constraint=False, db_index=False
    )
    sort_key = models.PositiveIntegerField()
    open_until = models.DateField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["event", "partner"], name="involvement_once_for_each_partner")
        ]
        indexes = [
            models.Index(fields=["partner", "-sort_key", "-event"], name="involvement_newest"),
            models.Index(fields=["partner", "open_until", "event"], name="involvement_soonest"),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id}: {self.event_id}"
