"""Loads the files of the record into the database, again and again."""

from pathlib import Path

import reversion
from django.utils import timezone, translation

from accounts.audit import note, summed_up
from accounts.models import AuditEntry
from publishing import changes
from record import agreement, mapping, sources
from record.models import ImportedRecord
from record.report import Line, Outcome, Report
from record.upsert import Upsert

# Its changes are in the feed for those who follow sequence numbers, and are not news.
FIRST_LOAD = "first load"


class _Undo(Exception):  # noqa: N818 - not an error: it ends a dry run
    pass


def load(*, folder: Path, dry_run: bool = False, overwrite: bool = False) -> Report:
    """Create and update what the files describe, in one transaction.

    What staff have edited, deleted or withdrawn since the last load stays as it is and is reported,
    unless `overwrite`. Raises RecordError, with nothing changed, if anything in the files is wrong.
    """
    with translation.override("en"):
        pack = sources.read(folder)
        agreement.check(pack)
        memory = {(row.kind, row.slug): row for row in ImportedRecord.objects.all()}
        report = Report()
        try:
            with changes.together("" if memory else FIRST_LOAD):
                reversion.set_comment("Loaded from the record")
                upsert = Upsert(overwrite=overwrite, memory=memory)
                with summed_up():
                    for entry in mapping.entries(pack, timezone.localdate()):
                        report.lines.append(upsert.bring(entry))
                _note(report)
                report.lines += no_longer_there(report, memory)
                if dry_run:
                    raise _Undo
        except _Undo:
            pass
    return report


def _note(report: Report) -> None:
    created, updated = report.count(Outcome.CREATED), report.count(Outcome.UPDATED)
    if created or updated:
        note(AuditEntry.Action.IMPORTED, source="data/record", created=created, updated=updated)


def no_longer_there(report: Report, memory: dict[tuple[str, str], ImportedRecord]) -> list[Line]:
    """What an earlier load wrote and the files do not have any more: it stays, and is said."""
    told = {(line.kind, line.slug) for line in report.lines}
    reason = "the files do not have it any more; delete or withdraw it if it should go"
    return [
        Line(kind, slug, Outcome.SKIPPED, reasons=(reason,)) for kind, slug in sorted(memory.keys() - told)
    ]
