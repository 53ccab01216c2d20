"""Tries a backup: brings it back where it harms nobody, and compares every row and file."""

import logging

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from khartoum.unattended import tell_failure
from operations.backup import checking, configured, drill_notes, making, register
from operations.backup.commands import add_wait, told_plainly
from operations.backup.drill import drill
from operations.backup.models import Run
from operations.backup.progress import Progress
from operations.backup.sealing import Keys

log = logging.getLogger(__name__)

MOST_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Brings the latest backup back into a scratch database, compares every row and file, and clears up."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "backup", nargs="?", default=checking.LATEST, help="The latest, unless another is named."
        )
        parser.add_argument("--at", default="", help="Where it is, if not at BACKUP_TO.")
        parser.add_argument("--key", default="", metavar="FILE", help="The secret key that opens it.")
        add_wait(parser)

    def handle(self, *, backup, at, key, wait, **options):
        with told_plainly(noted_as=Run.Kind.DRILL, name=backup):
            place, keys = configured.place(at), Keys(key)
            with making.alone(patience=wait * 60):
                began_at = timezone.now()
                # Only now: whoever was waited for may have made a later one.
                name = checking.name_of(place, backup)
                outcome = drill(place, name, keys, Progress(self.stdout.write))
        run = register.note(
            Run.Kind.DRILL,
            began_at=began_at,
            name=name,
            size=outcome.manifest.size,
            place=place.address,
            problem="; ".join(outcome.problems),
        )
        if key:
            # The portal that made it is another machine's, and cannot try it.
            with told_plainly():
                drill_notes.leave(place, run, site=outcome.manifest.site)
        if outcome.problems:
            for problem in outcome.problems[:MOST_SHOWN]:
                self.stderr.write(problem)
            told = (
                f"The backup {name} did not come back as it was: {len(outcome.problems)} differences. "
                "Make a new one, and try that."
            )
            tell_failure(told, log=log)
            raise CommandError(told)
        self.stdout.write(
            f"The backup {name} came back whole: {outcome.rows:,} rows in {outcome.tables} tables, "
            f"{outcome.manifest.file_count:,} files, with nothing missing and nothing altered."
        )
        if outcome.since:
            self.stdout.write(f"Written since it was made: {', '.join(outcome.since)}")
