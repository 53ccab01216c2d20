"""How long a backup, a drill and a restoration take, and how much memory, with many rows and files.

DATABASE_URL=… VAR_DIR=… BACKUP_TO=… python -m scripts.backup_at_size --rows 1000000 --gigabytes 10

The portal there is filled up to that size first, with what nobody wants to keep. The figures are those that
stand in docs/backups.md.
"""

import argparse
import os
import subprocess
import sys
import time
from hashlib import sha256

FILE_SIZE = 1_000_000
AT_ONCE = 5_000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--gigabytes", type=float, default=10.0)
    asked = options.parse_args()

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khartoum.settings")
    import django  # noqa: PLC0415 - reads the environment

    django.setup()
    fill_files(round(asked.gigabytes * 1_000_000_000 / FILE_SIZE))
    fill_rows(asked.rows)
    for arguments in (
        ["backup"],
        ["backup"],
        ["restore_drill"],
        ["restore", "latest", "--force", "--without-backup"],
    ):
        measure(arguments)


def fill_files(wanted: int) -> None:
    from django.core.files.base import ContentFile  # noqa: PLC0415 - as above
    from django.core.files.storage import default_storage  # noqa: PLC0415

    from declarations.models import StoredFile  # noqa: PLC0415

    files = [*StoredFile.objects.all(), *(StoredFile(format="pdf") for _number in range(wanted))][:wanted]
    for file in files:
        # Rows that were made for a measurement have no bytes.
        if not file.pk or not default_storage.exists(file.storage_name):
            # As large as most documents are, and as little to be made smaller.
            content = os.urandom(FILE_SIZE)
            file.sha256, file.size, file.is_kept = sha256(content).hexdigest(), FILE_SIZE, True
            default_storage.save(file.storage_name, ContentFile(content))
            file.save()


def fill_rows(wanted: int) -> None:
    from django.apps import apps  # noqa: PLC0415 - as above
    from django.utils import timezone  # noqa: PLC0415

    from accounts.models import AuditEntry  # noqa: PLC0415

    there = sum(
        model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
    )
    for number in range(there, wanted, AT_ONCE):
        AuditEntry.objects.bulk_create(
            AuditEntry(
                at=timezone.now(),
                action=AuditEntry.Action.EXPORTED,
                person=f"person{number % 20}",
                kind="events.event",
                object_id=str(entry),
                object_name=f"A meeting that has a name of some length, as most have, number {entry}",
                details={"columns": ["title", "starts_on"], "rows": entry},
            )
            for entry in range(number, min(number + AT_ONCE, wanted))
        )


def measure(arguments: list[str]) -> None:
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, "manage.py", *arguments])  # noqa: S603 - our own commands
    _pid, status, used = os.wait4(process.pid, 0)
    processor, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / 1000
    print(
        f"{' '.join(arguments)}: {time.monotonic() - began:.0f} s, {processor:.0f} s of the processor, "
        f"{memory:.0f} MB at most{'' if status == 0 else ', FAILED'}",
        flush=True,
    )


if __name__ == "__main__":
    main()
