from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from publishing.models.remarks import Remark


class AuthorshipQuerySet(models.QuerySet):
    """One table for every kind of record, so that a person's desk asks once, not once for each kind."""

    def of_all(self, records: Any) -> Self:
        """Records of one kind."""
        if not records:
            return self.none()
        kind = ContentType.objects.get_for_model(records[0])
        return self.filter(content_type=kind, object_id__in=[record.pk for record in records])

    def drafts_of(self, person: Any) -> Self:
        """Drafts that the person made, or saved last; the one saved last first."""
        hand = Q(made_by=person) | Q(saved_by=person)
        return self.filter(hand, stage=Authorship.Stage.DRAFT).order_by("-saved_at", "-pk")

    def returned_to(self, person: Any) -> Self:
        """Those of the person's drafts of which somebody else has said what should be changed."""
        remarks = Remark.objects.filter(
            content_type=OuterRef("content_type"), object_id=OuterRef("object_id"), pending_change=None
        )
        return self.drafts_of(person).filter(Exists(remarks.open().exclude(author=person)))

    def waiting_for_review(self) -> Self:
        """The one that waits longest first."""
        return self.filter(stage=Authorship.Stage.IN_REVIEW).order_by("saved_at", "pk")

    def saved_by_others(self, person: Any) -> Self:
        """What colleagues saved last."""
        others = self.filter(saved_by__isnull=False).exclude(saved_by=person)
        return others.order_by("-saved_at", "-pk")

    def of_kinds(self, kinds: Any) -> Self:
        """Of these models only."""
        return self.filter(content_type__in=ContentType.objects.get_for_models(*kinds).values())


class Authorship(models.Model):
    """Who made a record, who saved it last, and who handed it in; kept up by `publishing.authorship`.

    `stage` repeats what follows from the record's dates, as far as it does not change by itself.
    """

    class Stage(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # Empty: neither draft nor in review.
    stage = models.CharField(max_length=10, choices=Stage, blank=True)

    objects = AuthorshipQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="authorship_once_for_each_record"
            )
        ]
        indexes = [
            models.Index(fields=["made_by", "stage", "-saved_at"], name="authorship_made_by"),
            models.Index(fields=["saved_by", "stage", "-saved_at"], name="authorship_saved_by"),
            models.Index(fields=["stage", "saved_at"], name="authorship_stage"),
            models.Index(fields=["-saved_at"], name="authorship_newest"),
        ]

    def __str__(self) -> str:
        return str(self.record)
