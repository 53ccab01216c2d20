from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q


class ListedTranslation(models.Model):
    """One record as the translation list shows it in one language.

    Bookkeeping: `desk.listing` writes it after every change of the record, so that the list finds what is
    missing without reading a single record that lacks nothing.
    """

    class Priority(models.IntegerChoices):
        """Neither depends on the clock: what is scheduled becomes public without a write."""

        WITHDRAWN = 0
        DRAFT = 1
        PUBLIC = 2

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=5)
    priority = models.PositiveSmallIntegerField(choices=Priority)
    # The last day of what it is about, so that what is still to come stands above what was.
    day = models.DateField()
    search_text = models.TextField(blank=True)
    # How many texts there are to translate, and how many of them need somebody. None is counted twice.
    texts = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    out_of_date = models.PositiveIntegerField(default=0)
    unofficial = models.PositiveIntegerField(default=0)
    is_done = models.BooleanField(default=False)
    # Text by text, as `desk.listing.Entry` reads it.
    entries = models.JSONField(default=list)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "language"],
                name="listed_translation_once_in_a_language",
            )
        ]
        indexes = [
            models.Index(
                fields=["language", "-priority", "-day", "-id"],
                condition=condition,
                name=f"listed_translation_{name}",
            )
            for name, condition in (
                ("to_do", Q(is_done=False)),
                ("missing", Q(missing__gt=0)),
                ("old", Q(out_of_date__gt=0)),
                ("unoff", Q(unofficial__gt=0)),
                ("done", Q(is_done=True)),
            )
        ] + [
            models.Index(
                fields=["language", "content_type", "-priority", "-day", "-id"],
                name="listed_translation_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id} {self.object_id} ({self.language})"


class TranslationProgress(models.Model):
    """The sums of the list's rows of one kind in one language, kept with them so that nobody adds them up."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    language = models.CharField(max_length=5)
    texts = models.BigIntegerField(default=0)
    missing = models.BigIntegerField(default=0)
    out_of_date = models.BigIntegerField(default=0)
    unofficial = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["content_type", "language"], name="translation_progress_once")
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id} ({self.language})"
