from functools import reduce
from operator import or_
from secrets import token_hex
from typing import Any, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def new_feed() -> str:
    return token_hex(4)


class RecordVersion(models.Model):
    """The version of the public record: one row, advanced in the transaction of every public change."""

    number = models.BigIntegerField(default=0)
    # Which portal's numbers these are: places in the feed of another one mean nothing here.
    feed = models.CharField(max_length=8, default=new_feed, editable=False)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def advance(cls) -> None:
        """What is public has changed, though no record: caches ask anew."""
        with transaction.atomic():
            version = cls.lock()
            version.number += 1
            version.save(update_fields=["number"])

    @classmethod
    def lock(cls) -> "RecordVersion":
        """The row, held until the transaction ends, so that numbers follow the order of commits."""
        cls.objects.get_or_create(pk=1)
        return cls.objects.select_for_update().get(pk=1)


class ChangeQuerySet(models.QuerySet):
    def visible(self) -> Self:
        """What has taken effect, newest first; first loads and other silent batches left out."""
        return self.filter(at__lte=Now(), batch="").order_by("-at", "-sequence")

    def announced_after(self, moment: Any) -> Self:
        """What a date will bring about later than that, soonest first."""
        return self.filter(at__gt=F("recorded_at")).filter(at__gt=moment).order_by("at")

    def come_about_by(self, *moments: Any) -> Self:
        """What a date has brought about by any of these moments, latest first."""
        by_any = reduce(or_, (Q(at__lte=moment) for moment in moments))
        return self.filter(by_any, at__gt=F("recorded_at")).order_by("-at")

    def addresses(self) -> models.QuerySet:
        """As pairs: kind and slug."""
        return self.values_list("kind", "slug")


class Change(models.Model):
    """One change of the public record, as the change feed tells it."""

    class Verb(models.TextChoices):
        PUBLISHED = "published", pgettext_lazy("what was done", "published")
        CHANGED = "changed", pgettext_lazy("what was done", "changed")
        RENAMED = "renamed", pgettext_lazy("what was done", "renamed")
        WITHDRAWN = "withdrawn", pgettext_lazy("what was done", "withdrawn")
        DELETED = "deleted", pgettext_lazy("what was done", "deleted")

    # The batch of what is told only because another record changed.
    ECHO = "echo"

    sequence = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    slug = models.CharField(max_length=120)
    former_slug = models.CharField(max_length=120, blank=True)
    verb = models.CharField(max_length=10, choices=Verb)
    at = models.DateTimeField(help_text=_("When it takes effect: later than the writing if scheduled."))
    recorded_at = models.DateTimeField()
    batch = models.CharField(max_length=40, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["batch", "-at", "-sequence"], name="change_newest"),
            models.Index(fields=["kind", "slug"], name="change_of_record"),
            # Whoever keeps in step asks for what came due since a moment.
            models.Index(fields=["at", "sequence"], name="change_in_time"),
            # A few rows among very many: caches ask for the next of them every second.
            models.Index(fields=["at"], condition=Q(at__gt=F("recorded_at")), name="change_announced"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind} {self.slug} {self.verb}"
