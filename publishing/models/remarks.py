from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models.pending import PendingChange


class RemarkQuerySet(models.QuerySet):
    def of(self, record: Any) -> Self:
        kind = ContentType.objects.get_for_model(record)
        return self.filter(content_type=kind, object_id=record.pk)

    def open(self) -> Self:
        return self.filter(settled_at=None)

    def with_names(self) -> Self:
        """With the people whom a row names."""
        return self.select_related("author", "settled_by")


class Remark(models.Model):
    """What a reviewer, or who answers, says about a record or a prepared edit of it. For staff only."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    pending_change = models.ForeignKey(
        PendingChange, models.SET_NULL, null=True, blank=True, related_name="remarks"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="remarks")
    text = models.TextField(_("remark"), max_length=5000)
    made_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="settled_remarks"
    )

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        default_permissions = ()
        ordering = ["made_at", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="remark_of_record")]

    def __str__(self) -> str:
        return self.text[:80]
