from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse


class SnapshotQuerySet(models.QuerySet):
    def published(self) -> Self:
        """Those that can be had, the newest first."""
        return self.filter(taken_back_at=None).order_by("-made_at", "-pk")


class Snapshot(models.Model):
    """Everything that was public at one moment, in one file that is never written over."""

    slug = models.SlugField(max_length=30, unique=True)
    made_at = models.DateTimeField()
    # The place in the feed of changes from which to go on.
    cursor = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    # Name of the list → how many records.
    records = models.JSONField()
    taken_back_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["-made_at", "-id"], name="snapshot_newest")]

    def __str__(self) -> str:
        return self.slug

    @property
    def storage_name(self) -> str:
        return f"snapshots/{self.slug}.{self.sha256[:12]}.zip"

    @property
    def address(self) -> str:
        return settings.SITE_URL + reverse("snapshot", kwargs={"slug": self.slug})
