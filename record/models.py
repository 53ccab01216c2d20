from django.db import models


class ImportedRecord(models.Model):
    """What the last load wrote into a record, field by field.

    A field that still holds it may be written again; one that does not has been edited since.
    """

    kind = models.CharField(max_length=40)
    # As the files call it; staff may have changed the record's own address since.
    slug = models.CharField(max_length=500)
    record_id = models.PositiveBigIntegerField()
    values = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="imported_record_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"
