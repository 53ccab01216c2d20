"""What the database knows of the record, its changes and its backups.

Told by the one process that tells all figures, so that it is asked once and not by each web process.
"""

from typing import Any

from django.db.models.functions import Now
from django.utils import timezone

from operations.backup import register
from operations.metrics.asking import Reading
from publishing.models import Change, RecordVersion

# More than this many is "many".
MOST_COUNTED = 1000


def of_database(connection: Any) -> list[Reading]:
    is_postgresql = connection.vendor == "postgresql"
    size = (
        "pg_database_size(current_database())"
        if is_postgresql
        else "page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {size}")
        [size_found] = cursor.fetchone()
    found = [("portal_database_size_bytes", "Size of the database", float(size_found))]
    if is_postgresql:
        found.append(("portal_database_clock_ahead_seconds", "Of this machine's clock", _ahead(connection)))
    return found


def _ahead(connection: Any) -> float:
    """Pages ask both clocks what is public."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXTRACT(EPOCH FROM clock_timestamp())")
        [there] = cursor.fetchone()
    return float(there) - timezone.now().timestamp()


def of_changes(_connection: Any) -> list[Reading]:
    """A scheduled publication is a date that comes, not work that waits to be done, so none can be late by
    itself. What can go wrong with it is a clock, whose difference is told above."""
    announced = Change.objects.announced_after(Now()).exclude(batch=Change.ECHO)
    soonest = announced.values_list("at", flat=True).first()
    latest = Change.objects.order_by("-sequence").values_list("sequence", "recorded_at").first()
    version = RecordVersion.objects.values_list("number", flat=True).first()
    found = [
        (
            "portal_scheduled_changes",
            f"Publications and withdrawals to come; {MOST_COUNTED} for as many or more",
            float(announced[:MOST_COUNTED].count()),
        ),
        ("portal_record_version", "Version of the public record", float(version or 0)),
    ]
    if soonest:
        found.append(
            ("portal_scheduled_next_timestamp_seconds", "When the next of them comes", soonest.timestamp())
        )
    if latest:
        sequence, at = latest
        found.append(("portal_last_change_sequence", "Number of the last change", float(sequence)))
        found.append(("portal_last_change_timestamp_seconds", "When that was recorded", at.timestamp()))
    return found


def of_backups(_connection: Any) -> list[Reading]:
    """Nothing of what has never been; for that, too, there is an alert."""
    state = register.latest()
    found: list[Reading] = []
    if state.backup is not None:
        found.append(
            ("portal_backup_last_is_good", "Whether the last try was a success", float(state.backup.is_good))
        )
    if state.good_backup is not None:
        at, size = state.good_backup.ended_at.timestamp(), float(state.good_backup.size)
        found.append(
            ("portal_backup_good_timestamp_seconds", "When the last was made, read back and found whole", at)
        )
        found.append(("portal_backup_good_size_bytes", "Its size", size))
    if state.drill is not None:
        found.append(
            (
                "portal_restore_drill_last_is_good",
                "Whether the last was a success",
                float(state.drill.is_good),
            )
        )
    if state.good_drill is not None:
        at = state.good_drill.ended_at.timestamp()
        found.append(("portal_restore_drill_good_timestamp_seconds", "When the last success was", at))
    return found
