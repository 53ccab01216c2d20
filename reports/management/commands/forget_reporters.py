from django.core.management.base import BaseCommand

from reports.handling import forget_old_addresses
from reports.models import EMAIL_KEPT


class Command(BaseCommand):
    help = (
        f"Forgets the e-mail addresses that came with problem reports more than {EMAIL_KEPT.days} days ago. "
        "Every new report does it, too; run it daily where none may come for long."
    )

    def handle(self, **options):
        forgotten = forget_old_addresses()
        if forgotten or options["verbosity"] > 1:
            self.stdout.write(f"Addresses forgotten: {forgotten}")
