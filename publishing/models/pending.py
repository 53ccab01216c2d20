from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PendingChangeQuerySet(models.QuerySet):
    def of(self, record: Any) -> Self:
        kind = ContentType.objects.get_for_model(record)
        return self.filter(content_type=kind, object_id=record.pk)

    def open(self) -> Self:
        """Neither released nor thrown away; the one saved last first."""
        return self.filter(outcome="").order_by("-saved_at", "-pk")

    def closed(self) -> Self:
        """Released or thrown away; the latest first."""
        return self.exclude(outcome="").order_by("-closed_at", "-pk")

    def waiting_for_review(self) -> Self:
        """Handed to whoever publishes; the one that waits longest first."""
        return self.filter(outcome="", submitted_at__isnull=False).order_by("submitted_at", "pk")

    def prepared_by(self, person: Any) -> Self:
        return self.filter(author=person)

    def discard_with_record(self) -> int:
        """The record is being deleted. They can be taken up again if it is recovered."""
        now = timezone.now()
        return self.order_by().update(
            outcome=PendingChange.Outcome.DISCARDED, closed_at=now, revision=F("revision") + 1
        )

    def with_names(self) -> Self:
        """With the people whom a row names."""
        return self.select_related("author", "closed_by")


class PendingChange(models.Model):
    """One prepared edit of a record: the form as it was sent, with its rows, and the revision it began with.

    Preview and release send it through the same form of the desk once more; nothing else is kept.
    """

    class Outcome(models.TextChoices):
        RELEASED = "released", pgettext_lazy("prepared edit", "released")
        DISCARDED = "discarded", pgettext_lazy("prepared edit", "thrown away")

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    # Empty: the record's own form. A language: the form of its translator.
    language = models.CharField(_("language"), max_length=5, blank=True)
    # Empty: the record's own form. A name: another of its screens that is a form, such as its provisions.
    screen = models.CharField(max_length=20, blank=True)
    # Name → list of values, as a browser sends them.
    data = models.JSONField()
    opened_revision = models.PositiveIntegerField(
        help_text=_("The record's revision when the form was opened.")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="pending_changes"
    )
    saved_at = models.DateTimeField(_("saved"))
    submitted_at = models.DateTimeField(_("submitted for review"), null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="closed_pending_changes"
    )
    # Compared on save, like that of a record.
    revision = models.PositiveIntegerField(default=0)

    objects = PendingChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("prepared edit")
        verbose_name_plural = _("prepared edits")
        default_permissions = ()
        indexes = [
            models.Index(fields=["content_type", "object_id", "outcome"], name="pending_change_of_record"),
            models.Index(fields=["outcome", "-saved_at"], name="pending_change_newest"),
        ]

    def __str__(self) -> str:
        return str(self.record)

    @property
    def is_open(self) -> bool:
        return not self.outcome
