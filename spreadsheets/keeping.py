"""How long the words of files are kept: they may name people."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from spreadsheets.models import ImportRun

KEPT = timedelta(days=90)


def delete_rows(run: ImportRun) -> None:
    """Of an import that is over. What it did to which record, the history of the records tells."""
    with transaction.atomic():
        run.rows.all().delete()
        run.rows_deleted_at = timezone.now()
        run.save(update_fields=["rows_deleted_at"])


def delete_old_rows() -> int:
    """Rows of imports that are over for 90 days, and files of which nothing came. How many files."""
    before = timezone.now() - KEPT
    over = ImportRun.objects.filter(uploaded_at__lt=before)
    left = over.filter(state__in=[ImportRun.State.UPLOADED, ImportRun.State.CHECKED])
    done = list(over.exclude(pk__in=left.values("pk")).filter(rows_deleted_at=None, imported_at__lt=before))
    count = len(done) + left.count()
    for run in done:
        delete_rows(run)
    left.delete()
    return count
