import sys

from django.core.management.base import BaseCommand

from search.index import rebuild

WIDTH = 30


class Command(BaseCommand):
    help = "Makes the index of the search anew, while the portal serves."

    def handle(self, **options):
        for kind, done, total in rebuild():
            self.show(kind, done, total)
        self.stdout.write("The index is complete.")

    def show(self, kind, done, total):
        share = done / total if total else 1
        bar = "█" * round(share * WIDTH)
        # On a terminal the line is written over; in a log there is one for each kind.
        if sys.stdout.isatty():
            ending = "\n" if done >= total else "\r"
            self.stdout.write(f"{kind:16} {bar:{WIDTH}} {done:>9,} of {total:,}", ending=ending)
        elif done >= total:
            self.stdout.write(f"{kind:16} {done:>9,} of {total:,}")
