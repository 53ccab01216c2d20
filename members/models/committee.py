from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from members.models.partners import Partner
from members.querysets import CommitteeCompositionQuerySet
from publishing.dates import PartialDateField, partial_date_constraint
from publishing.models import Part, Record


class CommitteeComposition(Record):
    """Who sat on the Steering Committee, as one source gave it on one date."""

    date = PartialDateField(_("as of"))
    note = models.TextField(_("note"), blank=True, null=True)

    objects = CommitteeCompositionQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("committee composition")
        verbose_name_plural = _("committee compositions")
        ordering = [F("date_latest").desc(nulls_last=True), "pk"]
        indexes = [models.Index(fields=["-date_latest"], name="composition_date")]
        constraints = [partial_date_constraint("committeecomposition", "date")]

    def __str__(self) -> str:
        return str(self.date or self.slug)

    @property
    def is_public(self) -> bool:
        return self.is_certain


class CommitteeSeat(Part):
    composition = models.ForeignKey(CommitteeComposition, on_delete=models.CASCADE, related_name="seats")
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="committee_seats", verbose_name=_("partner")
    )
    is_temporary = models.BooleanField(_("temporary"), default=False)

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["composition", "partner"],
                name="committee_seat_once_for_each_partner",
                violation_error_message=_("This partner already has a seat in this composition."),
            )
        ]

    def __str__(self) -> str:
        return str(self.partner)

    def parent_records(self) -> tuple[CommitteeComposition, Partner]:
        return self.composition, self.partner
