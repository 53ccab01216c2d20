"""What belongs to an event and is public when it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from events.querysets import ParticipationQuerySet, SpeakerQuerySet
from members.models import Partner
from publishing.models import Part


class Participation(Part):
    """A partner's role at an event. Public when both are."""

    class Role(models.TextChoices):
        HOST = "host", _("host")
        CO_HOST = "co_host", _("co-host")
        CHAIR = "chair", _("chair")
        CO_CHAIR = "co_chair", _("co-chair")
        OUTGOING_CHAIR = "outgoing_chair", _("outgoing chair")
        INCOMING_CHAIR = "incoming_chair", _("incoming chair")
        ORGANISER = "organiser", _("organiser")
        PARTICIPANT = "participant", _("participant")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="participations")
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="participations", verbose_name=_("partner")
    )
    role = models.CharField(_("role"), max_length=14, choices=Role)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["partner", "role"], name="participation_partner_role")]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "partner", "role"],
                name="participation_role_once_for_each_partner",
                violation_error_message=_("This partner already has this role at the event."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_role_display()}"

    def parent_records(self) -> tuple[Event]:
        return (self.event,)


class Speaker(Part):
    """A person named as speaking or attending, with the function they had then."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="speakers")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name = models.CharField(_("name"), max_length=200)
    function = models.CharField(_("function"), max_length=300, blank=True, null=True)

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name or ""

    def parent_records(self) -> tuple[Event]:
        return (self.event,)


class AgendaItem(Part):
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="agenda_items")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    time = models.TimeField(_("time"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=300)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title or ""

    def parent_records(self) -> tuple[Event]:
        return (self.event,)
