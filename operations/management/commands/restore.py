"""Brings a backup back: database and files, whole or not at all."""

from django.core.management.base import BaseCommand, CommandError

from operations.backup import checking, configured, making
from operations.backup.commands import told_plainly
from operations.backup.progress import Progress
from operations.backup.restoring import restore, settle
from operations.backup.sealing import Keys


class Command(BaseCommand):
    help = (
        "Brings a backup back. A damaged, foreign or wrongly keyed one is refused before anything is touched."
    )
    # An empty system has nothing to check yet.
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("backup", nargs="?", help="Its name, as `backup --list` shows it, or: latest")
        parser.add_argument("--at", default="", help="Where it is, if not at BACKUP_TO.")
        parser.add_argument("--key", default="", metavar="FILE", help="The secret key that opens it.")
        parser.add_argument("--force", action="store_true", help="Also in place of what is there already.")
        parser.add_argument(
            "--without-backup",
            action="store_true",
            help="Do not back up first what is there: where it cannot be read any more.",
        )
        parser.add_argument(
            "--same-feed",
            action="store_true",
            help="Nothing was published after this backup: who keeps a copy of the record may go on.",
        )
        parser.add_argument(
            "--recovered",
            action="store_true",
            help="The database has come back by PostgreSQL's own means: do only what follows after that.",
        )

    def handle(self, *, backup, recovered, **options):
        if bool(backup) == recovered:
            raise CommandError("Name a backup, or say --recovered.")
        with told_plainly():
            if recovered:
                with making.alone():
                    settle(what="database brought back by PostgreSQL’s own means")
                state = "The database is taken into use as it is"
            else:
                state = f"The portal is as it was at {self.restore(backup, **options):%Y-%m-%d %H:%M:%S} UTC"
        self.stdout.write(
            f"{state}. Everybody signs in again. Now run `manage.py setup`, and restart the portal, so that "
            "nothing of before is kept in memory."
        )

    def restore(self, backup, *, at, key, force, without_backup, same_feed, **options):
        place, keys = configured.place(at), Keys(key)
        with making.alone():
            manifest = restore(
                place,
                checking.name_of(place, backup),
                keys,
                Progress(self.stdout.write),
                force=force,
                lock=None if without_backup else configured.lock(),
                same_feed=same_feed,
            )
        return manifest.made_at
