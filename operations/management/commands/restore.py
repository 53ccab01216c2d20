"""Brings a backup back: database and files, whole or not at all."""

from django.core.management.base import BaseCommand

from operations.backup import checking, configured, making
from operations.backup.commands import told_plainly
from operations.backup.progress import Progress
from operations.backup.restoring import restore
from operations.backup.sealing import Keys


class Command(BaseCommand):
    help = (
        "Brings a backup back. A damaged, foreign or wrongly keyed one is refused before anything is touched."
    )
    # An empty system has nothing to check yet.
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("backup", help="Its name, as `manage.py backup --list` shows it, or: latest")
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

    def handle(self, *, backup, at, key, force, without_backup, same_feed, **options):
        with told_plainly():
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
        self.stdout.write(
            f"The portal is as it was at {manifest.made_at:%Y-%m-%d %H:%M:%S} UTC. Everybody signs in again. "
            "Now run `manage.py setup`, and restart the portal, so that nothing of before is kept in memory."
        )
