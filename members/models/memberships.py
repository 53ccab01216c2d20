from datetime import date

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from members.models.partners import Partner
from members.querysets import MembershipQuerySet
from publishing.dates import PartialDateField, partial_date_constraint
from publishing.fields import AddressListField
from publishing.models import Part


class Membership(Part):
    """A partner's standing, with what is known of when it began and ended.

    Where no source dates the beginning, `attested` is the first date for which one names the
    partner; where none dates the end, `unlisted` is when it was first missing from the lists.
    """

    class Standing(models.TextChoices):
        MEMBER = "member", _("member")
        OBSERVER = "observer", _("observer")
        SECRETARIAT = "secretariat", _("secretariat")
        SECRETARIAT_SUPPORT = "secretariat_support", _("support to the secretariat")
        PARTNER_ORGANISATION = "partner_organisation", _("partner organisation")

    class Basis(models.TextChoices):
        SIGNATORY = "signatory", _("signed the Rome Declaration")
        JOINED_LATER = "joined_later", _("joined after 2014; no source gives the date")

    class Held(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        NOT_KNOWN = "not_known", _("not known")

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="memberships")
    standing = models.CharField(_("standing"), max_length=20, choices=Standing)
    start = PartialDateField(_("start"))
    end = PartialDateField(_("end"))
    not_before = models.DateField(
        _("not before"),
        null=True,
        blank=True,
        help_text=_("If the start is not known: a day on which it had not begun."),
    )
    attested = PartialDateField(_("first named"))
    unlisted = PartialDateField(_("no longer listed"))
    basis = models.CharField(_("basis"), max_length=12, choices=Basis, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        # Said, because databases disagree on where an unknown date stands.
        ordering = [F("start_earliest").asc(nulls_last=True), "pk"]
        indexes = [models.Index(fields=["standing", "start_earliest"], name="membership_standing_start")]
        constraints = [
            partial_date_constraint("membership", "start"),
            partial_date_constraint("membership", "end"),
            partial_date_constraint("membership", "attested"),
            partial_date_constraint("membership", "unlisted"),
            models.CheckConstraint(
                condition=models.Q(start_earliest=None)
                | models.Q(end_latest=None)
                | models.Q(end_latest__gte=models.F("start_earliest")),
                name="membership_ends_after_it_started",
                violation_error_message=_("The membership ends before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_standing_display()}"

    def parent_records(self) -> tuple[Partner]:
        return (self.partner,)

    def held_on(self, day: date) -> str:
        """Whether the partner had this standing on that day: yes, no or not known.

        The same rule as `MembershipQuerySet.as_of()`.
        """
        began, ended = self._had_begun(day), self._had_ended(day)
        if began == self.Held.NO or ended == self.Held.YES:
            return self.Held.NO
        if began == self.Held.NOT_KNOWN or ended == self.Held.NOT_KNOWN:
            return self.Held.NOT_KNOWN
        return self.Held.YES

    def is_still_to_begin_on(self, day: date) -> bool:
        return self._had_begun(day) == self.Held.NO

    def _had_begun(self, day: date) -> str:
        if self.start is not None:
            if day < self.start.earliest:
                return self.Held.NO
            return self.Held.YES if day >= self.start.latest else self.Held.NOT_KNOWN
        if self.attested is not None and day >= self.attested.latest:
            return self.Held.YES
        if self.not_before is not None and day <= self.not_before:
            return self.Held.NO
        return self.Held.NOT_KNOWN

    def _had_ended(self, day: date) -> str:
        if self.end is not None:
            if day > self.end.latest:
                return self.Held.YES
            return self.Held.NO if day <= self.end.earliest else self.Held.NOT_KNOWN
        if self.unlisted is not None and day >= self.unlisted.earliest:
            return self.Held.NOT_KNOWN
        return self.Held.NO


class MembershipMilestone(Part):
    """Something that happened to a partner's part in the Process, dated or not."""

    class Event(models.TextChoices):
        INVITED = "invited_to_membership", _("Invited to become a member")
        FIRST_PARTICIPATION = "first_participation", _("Took part for the first time")
        BECAME_MEMBER = "became_member", _("Became a member")
        LEFT_EU = "left_eu", _("Left the European Union")
        NO_LONGER_LISTED = "no_longer_listed", _("No longer on the list of members")
        SUSPENDED = "participation_suspended", _("Participation suspended")
        RESUMED = "participation_resumed", _("Participation resumed")
        COMMITTEE_SEAT = "steering_committee_seat", _("Seat on the Steering Committee")
        TEMPORARY_SEAT = (
            "temporary_steering_committee_seat",
            _("Temporary seat on the Steering Committee"),
        )

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="milestones")
    what = models.CharField(_("what happened"), max_length=40, choices=Event)
    date = PartialDateField(_("date"))
    note = models.TextField(_("note"), blank=True, null=True)
    sources = AddressListField(_("sources"))
    mirrors = AddressListField(_("copies elsewhere"))

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = [F("date_earliest").asc(nulls_last=True), "pk"]
        constraints = [partial_date_constraint("membershipmilestone", "date")]

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_what_display()}"

    def parent_records(self) -> tuple[Partner]:
        return (self.partner,)
