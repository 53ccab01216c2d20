"""Which documents a theme has, as its lists are read."""

from django.db import models

from declarations.models.documents import Document
from events.models import Theme


class ThemedDocument(models.Model):
    """A theme and a document marked with it or with a topic under it, or adopted or discussed at an event
    that is, once, with what lists are ordered by and what is most often asked besides.

    Not a fact of its own: `declarations.themed` keeps it in step. Themes and events count here whether they
    are public or not, which changes with time alone; who reads along these rows asks for that besides
    (ADR 0050).
    """

    # It goes when the document's marks do, and stands in the way of no deletion.
    document = models.ForeignKey(
        Document, on_delete=models.DO_NOTHING, related_name="themed", db_constraint=False, db_index=False
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    type = models.CharField(max_length=20)
    sort_key = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["document", "theme"], name="themed_document_once")]
        indexes = [
            models.Index(fields=["theme", "-sort_key", "-document"], name="themed_document_newest"),
            models.Index(
                fields=["theme", "type", "-sort_key", "-document"], name="themed_document_type_newest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme_id}: {self.document_id}"
