"""Moves the portal from SQLite to PostgreSQL, row for row."""

from django.core.management.base import BaseCommand

from operations.backup import making
from operations.backup.commands import told_plainly
from operations.backup.moving import move
from operations.backup.progress import Progress


class Command(BaseCommand):
    help = (
        "Moves everything from the embedded database to an empty one of PostgreSQL, and compares every row."
    )

    def add_arguments(self, parser):
        parser.add_argument("url", help="Of the empty database: postgres://user:password@host:5432/portal")

    def handle(self, *, url, **options):
        with told_plainly(), making.alone():
            moved = move(url, Progress(self.stdout.write))
        self.stdout.write(
            f"Moved and compared: {moved.rows:,} rows in {moved.tables} tables. The old database is as it "
            "was, and files stay where they are. Now set DATABASE_URL to the new address and start the "
            "portal: what is written to the old one from now on is in the old one alone."
        )
