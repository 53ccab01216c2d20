from typing import Any

from django.core.management.base import BaseCommand

from spreadsheets.keeping import KEPT, delete_old_rows


class Command(BaseCommand):
    help = f"Deletes what was read from files of imports that are over for {KEPT.days} days."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{delete_old_rows()} files deleted.")
