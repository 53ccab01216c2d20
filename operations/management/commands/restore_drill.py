"""Tries a backup: brings it back where it harms nobody, and compares every row and file."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from operations.backup import checking, configured, making, register
from operations.backup.commands import sentence_for, told_plainly
from operations.backup.drill import drill
from operations.backup.errors import BackupError, BusyError
from operations.backup.models import Run
from operations.backup.progress import Progress
from operations.backup.sealing import Keys

MOST_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Brings the latest backup back into a scratch database, compares every row and file, and clears up."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "backup", nargs="?", default="latest", help="The latest, unless another is named."
        )
        parser.add_argument("--at", default="", help="Where it is, if not at BACKUP_TO.")
        parser.add_argument("--key", default="", metavar="FILE", help="The secret key that opens it.")

    def handle(self, *, backup, at, key, **options):
        began_at, place, name = timezone.now(), None, ""
        with told_plainly():
            try:
                place, keys = configured.place(at), Keys(key)
                name = checking.name_of(place, backup)
                with making.alone():
                    outcome = drill(place, name, keys, Progress(self.stdout.write))
            except BusyError:
                raise
            except (BackupError, OSError) as error:
                problem = sentence_for(error) if isinstance(error, OSError) else str(error)
                self.note(began_at, place, name, problem)
                raise
        self.note(began_at, place, name, "; ".join(outcome.problems), outcome.manifest.size)
        if outcome.problems:
            for problem in outcome.problems[:MOST_SHOWN]:
                self.stderr.write(problem)
            raise CommandError(
                f"The backup {name} did not come back as it was: {len(outcome.problems)} differences. "
                "Make a new one, and try that."
            )
        self.stdout.write(
            f"The backup {name} came back whole: {outcome.rows:,} rows in {outcome.tables} tables, "
            f"{outcome.manifest.file_count:,} files, with nothing missing and nothing altered."
        )
        if outcome.since:
            self.stdout.write(f"Written since it was made: {', '.join(outcome.since)}")

    def note(self, began_at, place, name, problem, size=0):
        address = place.address if place else ""
        register.note(Run.Kind.DRILL, began_at=began_at, name=name, size=size, place=address, problem=problem)
