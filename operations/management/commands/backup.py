"""Makes a backup of the database and all files, lists those there are, or makes a pair of keys."""

import logging

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from khartoum.unattended import tell_failure
from operations.backup import configured, drill_notes, keeping, making, manifest, register
from operations.backup.belonging import is_own
from operations.backup.commands import add_wait, sentence_for, told_plainly
from operations.backup.errors import BackupError
from operations.backup.models import Run
from operations.backup.progress import Progress, size_of
from operations.backup.sealing import new_key

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Makes a backup of the database and all files at BACKUP_TO, and clears out there by BACKUP_KEEP."

    def add_arguments(self, parser):
        parser.add_argument("--to", default="", help="Another place than BACKUP_TO.")
        parser.add_argument("--list", action="store_true", help="List the backups there are instead.")
        parser.add_argument(
            "--new-key", metavar="FILE", help="Make a pair of keys instead: the secret one in FILE."
        )
        parser.add_argument(
            "--anew",
            action="store_true",
            help="Use no file of earlier backups: some were damaged, or all are gone.",
        )
        add_wait(parser)

    def handle(self, *, to, new_key, anew, wait, **options):
        if new_key:
            with told_plainly():
                self.make_key(new_key)
        elif options["list"]:
            with told_plainly():
                self.list(configured.place(to))
        else:
            with told_plainly(noted_as=Run.Kind.BACKUP):
                made, place, began_at = self.make(to, anew, wait)
            self.tell(made, place, began_at)

    def make(self, to, anew, wait):
        # Before any work: a rule or a key that is not understood, a place that is not set.
        rule, lock, place = configured.rule(), configured.lock(), configured.place(to)
        with making.alone(patience=wait * 60):
            began_at = timezone.now()
            made = making.make(place, lock, Progress(self.stdout.write), anew=anew)
            try:
                drill_notes.take_up(place)
                keeping.clear_out(place, rule, now=timezone.now(), tell=self.stdout.write)
            except (BackupError, OSError) as error:
                # Where this server may add and not delete, somebody else clears out.
                self.stderr.write(f"Nothing was cleared out: {sentence_for(error)}")
        return made, place, began_at

    def tell(self, made, place, began_at):
        problem = lacking(made)
        register.note(
            Run.Kind.BACKUP,
            began_at=began_at,
            name=made.name,
            size=made.size,
            place=place.address,
            problem=problem,
        )
        self.stdout.write(
            f"Backup {made.name} at {place.address}: {made.file_count:,} files and the database, "
            f"{size_of(made.size)}{', encrypted' if made.recipient else ''}."
        )
        if problem:
            tell_failure(problem, log=log)
            raise CommandError(problem)

    def list(self, place):
        names = manifest.names_at(place)
        for name in names:
            try:
                one = manifest.read(place, name)
            except BackupError as error:
                self.stderr.write(f"{name}  {error}")
                continue
            notes = [f"{one.file_count:,} files", one.engine]
            notes += [] if is_own(one) else [f"of {one.site}"]
            notes += ["encrypted"] if one.recipient else []
            notes += [f"before {one.before} was brought back"] if one.before else []
            notes += [f"lacks {len(one.lacks)} files"] if one.lacks else []
            self.stdout.write(f"{name}  {size_of(one.size):>9}  {', '.join(notes)}")
        if not names:
            self.stdout.write(f"There is no backup at {place.address}.")

    def make_key(self, path):
        public = new_key(path)
        self.stdout.write(
            f"BACKUP_RECIPIENT={public}\n"
            f"The secret key is in {path}. Take it off this server and keep it in two places: without it, no "
            "backup that was closed with this public key can ever be opened."
        )


def lacking(made):
    """A backup that lacks what nobody has is better than none, but somebody has to know."""
    if not made.lacks:
        return ""
    return (
        f"The backup was made, but {len(made.lacks)} files that rows need are missing from the portal itself "
        f"or were altered, {made.lacks[0]} among them. `manage.py check_files` says where they are used; "
        "upload them again, or bring them back from an earlier backup."
    )
