from django.db import models


class FormerSlug(models.Model):
    """An address a record once had: it leads to where the record is now."""

    kind = models.CharField(max_length=40)
    slug = models.CharField(max_length=120)
    record_id = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="former_slug_leads_to_one_record")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"
