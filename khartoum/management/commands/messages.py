from django.core.management.base import BaseCommand, CommandError

from khartoum.catalogues import faults, update_catalogues
from khartoum.extraction import extracted


class Command(BaseCommand):
    help = "Brings the message catalogues up to what the code and the templates say."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; fail if something is missing."
        )

    def handle(self, *, check, **options):
        found = extracted()
        if check:
            wrong = list(faults(found))
            for fault in wrong:
                self.stderr.write(fault)
            if wrong:
                raise CommandError(f"{len(wrong)} faults in the message catalogues.")
            return
        for language, missing in update_catalogues(found).items():
            self.stdout.write(f"{language}: {missing} sentences to translate")
