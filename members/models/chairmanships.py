from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.memberships import Membership
from members.models.partners import Partner
from members.querysets import ChairmanshipQuerySet
from publishing.dates import PartialDate, PartialDateField, partial_date_constraint
from publishing.models import Part, Record, Span
from publishing.page_addresses import page_address
from publishing.richtext import RichTextField


class Chairmanship(Record):
    """One term in the chair. Terms run from handover to handover and match no calendar year.

    Written by `members.actions.save_chairmanship()`, which refuses terms of one partner that overlap.
    """

    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="chairmanships", verbose_name=_("partner")
    )
    number = models.PositiveSmallIntegerField(
        _("number"), unique=True, help_text=_("1 for the first chair of the Process, and so on.")
    )
    start = PartialDateField(_("start"))
    end = PartialDateField(_("end"))
    nominal_years = models.JSONField(
        _("nominal years"),
        default=list,
        blank=True,
        help_text=_("The year or years by which the Process names the term."),
    )
    text = RichTextField(_("text"))
    priorities = RichTextField(_("priorities"))

    objects = ChairmanshipQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("chairmanship")
        verbose_name_plural = _("chairmanships")
        ordering = ["number"]
        indexes = [models.Index(fields=["partner", "start_earliest"], name="chairmanship_partner_start")]
        constraints = [
            partial_date_constraint("chairmanship", "start"),
            partial_date_constraint("chairmanship", "end"),
            models.CheckConstraint(
                condition=Q(start_earliest=None)
                | Q(end_latest=None)
                | Q(end_latest__gte=F("start_earliest")),
                name="chairmanship_ends_after_it_started",
                violation_error_message=_("The term ends before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} {self.nominal_years_label}".strip()

    def get_absolute_url(self) -> str:
        return page_address("chairmanships:detail", self.slug)

    @property
    def nominal_years_label(self) -> str:
        """ "2024", "2020–2021", or nothing."""
        years = sorted(self.nominal_years or [])
        return "–".join(str(year) for year in dict.fromkeys([years[0], years[-1]])) if years else ""

    def held_on(self, day: date) -> str:
        """Whether the term ran on that day: yes, no or not known."""
        held = Membership.Held
        if (self.start and day < self.start.earliest) or (self.end and day > self.end.latest):
            return held.NO
        if self.start is None or day < self.start.latest or (self.end and day > self.end.earliest):
            return held.NOT_KNOWN
        return held.YES

    @property
    def has_begun(self) -> bool:
        """Certainly, by today."""
        return self.start is not None and self.start.latest <= timezone.localdate()

    def covers(self, when: PartialDate | None, placed_in: int | None = None) -> bool:
        """Whether something of that date, or placed in the term with that key, belongs to it.

        The rule of `EventQuerySet.during()` for one row: a known day tells more than where it was placed.
        """
        is_exact = when is not None and when.is_exact
        if placed_in is not None and not is_exact:
            return placed_in == self.pk
        if when is None or self.start is None:
            return False
        # A meeting of two days may hand the chair over on the second.
        begun = when.latest if is_exact else when.earliest
        return self.start.earliest <= begun and when.earliest <= (self.end.latest if self.end else date.max)

    def spans(self) -> list[Span]:
        return self.partner.spans() if self.is_certain else []

    @property
    def is_public(self) -> bool:
        return self.partner.is_public and self.is_certain


class ChairPerson(Part):
    """A person named as holding the chair for the partner."""

    chairmanship = models.ForeignKey(Chairmanship, on_delete=models.CASCADE, related_name="people")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name = models.CharField(_("name"), max_length=200)
    function = models.CharField(_("function"), max_length=300, blank=True, null=True)

    class Meta:
        verbose_name = _("person in the chair")
        verbose_name_plural = _("people in the chair")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name or ""

    def parent_records(self) -> tuple[Chairmanship]:
        return (self.chairmanship,)
