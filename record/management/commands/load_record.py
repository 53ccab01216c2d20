from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from record.actions import load
from record.problems import RecordError


class Command(BaseCommand):
    help = "Loads the record's files. What staff have changed since the last load stays as they left it."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Tell what would be done, and do nothing.")
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Also write over what staff have edited, and bring back what they deleted or withdrew.",
        )
        parser.add_argument(
            "--folder",
            type=Path,
            default=settings.BASE_DIR / "data" / "record",
            help="Where the files are, if not in data/record.",
        )

    def handle(self, *, folder, dry_run, overwrite, **options):
        try:
            report = load(folder=folder, dry_run=dry_run, overwrite=overwrite)
        except RecordError as error:
            raise CommandError(f"The record was refused, and nothing was changed:\n{error}") from error
        for line in report.text():
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("This was a dry run: nothing was changed.")
