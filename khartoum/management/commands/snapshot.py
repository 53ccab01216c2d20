"""Makes a snapshot of the public record, to be had at /api/v1/snapshots/; or takes one back."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from delivery import taking_back
from delivery.making import make
from delivery.models import Snapshot
from khartoum.api import COLLECTIONS, REUSE
from khartoum.dumps import collections
from publishing.tables import dictionary


class Command(BaseCommand):
    help = "Makes a snapshot of the public record. Run it from time to time: nothing else makes one."

    def add_arguments(self, parser):
        told = "Delete that one instead; once more, if its file could not be deleted."
        parser.add_argument("--take-back", metavar="SNAPSHOT", help=told)
        parser.add_argument("--reason", default="", help="Why; visitors will read it.")

    def handle(self, *, take_back, reason, **options):
        if take_back:
            self.take_back(take_back, reason)
            return
        with translation.override("en"):
            snapshot = make(collections(), dictionary(COLLECTIONS), REUSE, progress=self.stdout.write)
        self.stdout.write(f"{snapshot.address}\n{snapshot.size} bytes, SHA-256 {snapshot.sha256}")

    def take_back(self, slug, reason):
        snapshot = Snapshot.objects.filter(slug=slug).first()
        was_taken_back = snapshot is not None and snapshot.taken_back_at is not None
        if was_taken_back and taking_back.delete_once_more(snapshot):
            self.stdout.write(f"It was taken back already, and now its file is deleted, too: {slug}.")
            return
        if snapshot is None or was_taken_back:
            raise CommandError(f"There is no snapshot called {slug}, or it was taken back already.")
        if not reason:
            raise CommandError("Say why with --reason: visitors will read it.")
        taking_back.take_back(snapshot=snapshot, reason=reason)
        self.stdout.write(f"Taken back: {slug}. Caches may hold it for another day.")
