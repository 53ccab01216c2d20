from pathlib import PurePath

from django.core.management.base import BaseCommand, CommandError

from declarations.files.storing import PLACE, discard, has_right_bytes, names_in, sweep
from declarations.models import StoredFile

SHOWN_EVERY = 100


class Command(BaseCommand):
    help = "Checks that every file has its bytes, that they are the right ones, and that there are no others."

    def add_arguments(self, parser):
        parser.add_argument(
            "--mend", action="store_true", help="take away what belongs to no file or was given up"
        )

    def handle(self, *, mend, **options):
        if mend:
            sweep()
        files = StoredFile.objects.light().order_by("pk")
        total, wrong = files.count(), 0
        for position, file in enumerate(files.iterator(chunk_size=500), start=1):
            if not has_right_bytes(file):
                wrong += 1
                places = ", ".join(addresses_of(file)) or "no document"
                self.stderr.write(
                    f"{file.storage_name}: missing, or not the bytes that were stored. Used by {places}. "
                    "Upload the right file again, or bring it back from a backup."
                )
            if position % SHOWN_EVERY == 0:
                self.stdout.write(f"{position} of {total} files checked")
        strays = [name for name in names_in(PLACE) if not is_known(name)]
        for name in strays:
            if mend:
                discard(name)
            self.stderr.write(f"{name}: belongs to no file{'; taken away' if mend else ''}.")
        if wrong or (strays and not mend):
            raise CommandError(f"{wrong} files without their bytes, {len(strays)} that belong to no file.")
        self.stdout.write(f"All {total} files have their bytes.")


def is_known(name):
    return StoredFile.objects.filter(sha256=PurePath(name).stem).exists()


def addresses_of(file):
    return [version.own_address for version in file.versions.select_related("document")]
