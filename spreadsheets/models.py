from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One file that somebody brings in: from its upload through the check to the import, and back."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded: its columns are to be named")
        CHECKED = "checked", _("checked, not imported")
        IMPORTED = "imported", _("imported")
        UNDONE = "undone", _("undone")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="imports", verbose_name=_("who")
    )
    kind = models.CharField(_("what"), max_length=20)
    file_name = models.CharField(_("file"), max_length=200)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.UPLOADED)
    # How the file was read: format, encoding, delimiter.
    source = models.JSONField(default=dict)
    header = models.JSONField(default=list)
    # Number of the column in the file → key of the column it is.
    mapping = models.JSONField(default=dict)
    # Whether an empty cell empties the field, or leaves it as it is.
    empties = models.BooleanField(default=False)
    # The language in which problems and changes are told.
    language = models.CharField(max_length=5, default="en")
    row_count = models.PositiveIntegerField(_("rows"), default=0)
    # Outcome → number of rows.
    counts = models.JSONField(default=dict)
    uploaded_at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    # When the check began whose findings its rows hold.
    checked_at = models.DateTimeField(null=True)
    imported_at = models.DateTimeField(null=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="confirmed_imports"
    )
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="undone_imports"
    )
    rows_deleted_at = models.DateTimeField(null=True)
    # Why the last attempt to import or to undo has done nothing.
    notice = models.TextField(blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        default_permissions = ("view",)
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("spreadsheets:import", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Nothing of it has been imported yet."""
        return self.state in {self.State.UPLOADED, self.State.CHECKED}

    @property
    def check_mark(self) -> str:
        """By it a page says which check it has shown."""
        return self.checked_at.isoformat() if self.checked_at else ""

    @property
    def has_problems(self) -> bool:
        return bool(self.counts.get(ImportRow.Outcome.PROBLEM))

    @property
    def change_count(self) -> int:
        return self.counts.get(ImportRow.Outcome.NEW, 0) + self.counts.get(ImportRow.Outcome.CHANGED, 0)


class ImportRow(models.Model):
    """One row of the file, and what the check found it would do."""

    class Outcome(models.TextChoices):
        UNKNOWN = "", _("not checked")
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        PROBLEM = "problem", _("with a problem")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    # As the spreadsheet program counts: the row of the names of the columns is mostly the first.
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True, default=Outcome.UNKNOWN)
    title = models.CharField(max_length=300, blank=True)
    # Of each problem its column and message; of each change its column, and the words before and after.
    problems = models.JSONField(default=list)
    changes = models.JSONField(default=list)

    class Meta:
        default_permissions = ()
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="importrow_number_once")]
        indexes = [models.Index(fields=["run", "outcome", "number"], name="importrow_by_outcome")]

    def __str__(self) -> str:
        return f"{self.run} {self.number}"

    def found(self) -> tuple[Any, ...]:
        """What the person saw and confirmed."""
        return self.outcome, self.title, self.problems, self.changes


class Trace(models.Model):
    """What an import has made or changed, and between which revisions. By it the import is undone."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="traces")
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    was_created = models.BooleanField()
    revision_before = models.PositiveIntegerField()
    revision_after = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "kind", "object_id"], name="trace_once_for_each_record")
        ]

    def __str__(self) -> str:
        return self.title
