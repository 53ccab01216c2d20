from django.db import models
from django.utils import timezone


class Entry(models.Model):
    """One text of one record in one language, as the search looks for it.

    Beside the columns the database keeps an index of its words: see `search.engines`.
    """

    record_kind = models.CharField(max_length=40)
    record_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=5)
    # Empty for the record's own texts; else which file or person of it.
    part = models.CharField(max_length=60, blank=True)
    # What the reader is told it is: the record's kind, or that of the part.
    kind = models.CharField(max_length=40)
    slug = models.CharField(max_length=120)
    title = models.TextField()
    summary = models.TextField(blank=True)
    type = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    sort_key = models.PositiveIntegerField(default=0)
    is_own = models.BooleanField(default=True)
    replaced_at = models.DateTimeField(null=True)
    theme_ids = models.JSONField(default=list)
    # In the order of the text, separated by blanks.
    title_stems = models.TextField(blank=True)
    summary_stems = models.TextField(blank=True)
    visible_from = models.DateTimeField()
    visible_until = models.DateTimeField(null=True)
    # Of everything above and the passages: what has not changed is not written again.
    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record_kind", "record_id", "language", "part"],
                name="search_entry_once_for_each_text",
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_kind} {self.slug} ({self.language}) {self.part}".strip()

    @property
    def is_replaced(self) -> bool:
        return self.replaced_at is not None and self.replaced_at <= timezone.now()


class Passage(models.Model):
    """A piece of an entry's text, with the place it has: a page of a file, a provision."""

    class Place(models.TextChoices):
        NONE = ""
        PAGE = "page"
        PROVISION = "provision"

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="passages")
    ordinal = models.PositiveIntegerField()
    place_kind = models.CharField(max_length=10, choices=Place, blank=True)
    # The number of the page, or the provision's identifier, and what it is called on paper.
    place = models.CharField(max_length=60, blank=True)
    place_label = models.CharField(max_length=60, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["entry", "ordinal"]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.place_kind} {self.place}".strip()
