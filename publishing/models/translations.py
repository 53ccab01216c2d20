from typing import Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class TranslationStateQuerySet(models.QuerySet):
    def of_kind(self, model: type[models.Model]) -> Self:
        """Of all records of a kind; by its name, so that a statement that is kept holds in any database."""
        options = model._meta
        return self.filter(content_type__app_label=options.app_label, content_type__model=options.model_name)


class TranslationState(models.Model):
    """How far one text of one record, in one language, can be relied on.

    A text without a row is an original or needs no word about it.
    """

    class Status(models.TextChoices):
        UNOFFICIAL = "unofficial", _("unofficial translation")
        CONFIRMED = "confirmed", _("confirmed translation")

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    field = models.CharField(_("text"), max_length=40)
    language = models.CharField(_("language"), max_length=5)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.UNOFFICIAL)
    made_from = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("The record's revision when the translation was made.")
    )
    original_revision = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("The record's revision that last changed the original.")
    )

    objects = TranslationStateQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        permissions = [
            ("translate_fr", _("Can edit the French of every record")),
            ("translate_ar", _("Can edit the Arabic of every record")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "field", "language"],
                name="translation_state_once_for_each_text",
            )
        ]
        indexes = [
            models.Index(
                fields=["language", "status"],
                condition=Q(made_from__lt=F("original_revision")),
                name="translation_out_of_date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} ({self.language})"

    @property
    def is_out_of_date(self) -> bool:
        return self.made_from < self.original_revision
