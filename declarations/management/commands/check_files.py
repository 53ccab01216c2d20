import logging
from collections.abc import Iterator
from pathlib import PurePath

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from declarations.files.storing import PLACE, discard, has_right_bytes, names_in, sweep
from declarations.models import StoredFile
from events.models import PictureFile
from events.pictures import storing as pictures
from khartoum.unattended import tell_failure

log = logging.getLogger(__name__)

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
        total, wrong = StoredFile.objects.count() + PictureFile.objects.count(), 0
        for position, (file, has_bytes) in enumerate(looked_at(), start=1):
            if not has_bytes:
                wrong += 1
                places = ", ".join(addresses_of(file)) or "no document or event"
                self.stderr.write(
                    f"{file.storage_name}: missing, or not the bytes that were stored. Used by {places}. "
                    "Upload the right file again, or bring it back from a backup."
                )
            if position % SHOWN_EVERY == 0:
                self.stdout.write(f"{position} of {total} files checked")
        strays = [name for name in names_in(PLACE) if not is_known(name)]
        stray_pictures = [name for name in names_in(pictures.PLACE) if pictures.is_stray(name)]
        for name in [*strays, *stray_pictures]:
            if mend:
                take_away(name)
            self.stderr.write(f"{name}: belongs to no file{'; taken away' if mend else ''}.")
        left = len(strays) + len(stray_pictures)
        if wrong or (left and not mend):
            told = f"{wrong} files without their bytes, {left} that belong to no file."
            tell_failure(told, log=log)
            raise CommandError(told)
        self.stdout.write(f"All {total} files have their bytes.")


def looked_at() -> Iterator[tuple[StoredFile | PictureFile, bool]]:
    for file in StoredFile.objects.light().order_by("pk").iterator(chunk_size=500):
        yield file, has_right_bytes(file)
    for picture in PictureFile.objects.order_by("pk").iterator(chunk_size=500):
        yield picture, pictures.has_its_bytes(picture)


def is_known(name):
    return StoredFile.objects.filter(sha256=PurePath(name).stem).exists()


def take_away(name):
    if name.startswith(f"{PLACE}/"):
        discard(name)
    else:
        default_storage.delete(name)


def addresses_of(file):
    if isinstance(file, PictureFile):
        return [picture.page_address() for picture in file.pictures.select_related("event")]
    return [version.own_address for version in file.versions.select_related("document")]
