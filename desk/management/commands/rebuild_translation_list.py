from django.core.management.base import BaseCommand

from desk.listing import rebuild


class Command(BaseCommand):
    help = "Makes the translation list anew, while the portal serves."

    def handle(self, **options):
        for kind, count in rebuild():
            self.stdout.write(f"{kind:22} {count:>9,}")
        self.stdout.write("The list is complete.")
