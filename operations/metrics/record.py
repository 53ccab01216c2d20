"""What the databases know: asked by the one that tells the figures, not by every web process.

Asked by a thread of its own, for a frozen database answers nobody: whoever collects the figures is told
within PATIENCE in any case, and a question that hangs is not asked again until it has come back.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from time import monotonic, perf_counter
from typing import Any

from django.db import connection, connections, transaction
from django.db.models.functions import Now
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric

from operations.backup import register
from publishing.models import Change, RecordVersion

log = logging.getLogger(__name__)

PATIENCE = 3.0
# So that what is asked for nothing does not stay at work in the database, either. In milliseconds.
LIMIT = 2000
# Figures are asked for by several, or again after a loss: the database need not be.
LASTS = 5.0
# More than this many is "many".
MOST_COUNTED = 1000

Readings = list[tuple[str, str, float]]


@dataclass
class Look:
    began: float = field(default_factory=monotonic)
    done: Event = field(default_factory=Event)
    found: Readings = field(default_factory=list)
    is_good: bool = False


class Record:
    def __init__(self, *readers: Callable[[], Readings]) -> None:
        self.readers = readers or (of_database, of_changes, of_backups)
        self.latest: Look | None = None
        self.beginning = Lock()

    def collect(self) -> Iterator[Metric]:
        look = self._look()
        look.done.wait(PATIENCE)
        is_up = look.done.is_set() and look.is_good
        yield _gauge("portal_database_up", "Whether the database answered", float(is_up))
        if is_up:
            for name, text, value in look.found:
                yield _gauge(name, text, value)

    def _look(self) -> Look:
        with self.beginning:
            latest = self.latest
            if latest is None or (latest.done.is_set() and monotonic() > latest.began + LASTS):
                latest = self.latest = Look()
                Thread(target=self._read, args=[latest], name="figures", daemon=True).start()
            return latest

    def _read(self, look: Look) -> None:
        try:
            begun = perf_counter()
            with transaction.atomic():
                if connection.vendor == "postgresql":
                    with connection.cursor() as cursor:
                        cursor.execute(f"SET LOCAL statement_timeout = {LIMIT:d}")
                for reader in self.readers:
                    look.found += reader()
            look.found.append(
                (
                    "portal_database_answer_seconds",
                    "How long all these questions took",
                    perf_counter() - begun,
                )
            )
            look.is_good = True
        except Exception:
            # Whatever it is, the figures of the web processes are told all the same.
            log.warning("The database gave no figures.", exc_info=True)
        finally:
            connections.close_all()
            look.done.set()


def _gauge(name: str, text: str, value: float) -> Metric:
    found = GaugeMetricFamily(name, text)
    found.add_metric([], value)
    return found


def of_database() -> Readings:
    is_postgresql = connection.vendor == "postgresql"
    size = (
        "pg_database_size(current_database())"
        if is_postgresql
        else "(SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size())"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {size}")
        [bytes_] = cursor.fetchone()
    found = [("portal_database_size_bytes", "Size of the database", float(bytes_))]
    if is_postgresql:
        found.append(("portal_database_clock_ahead_seconds", "Of this machine's clock", _ahead()))
    return found


def _ahead() -> float:
    """How far the database's clock is ahead of this machine's: pages ask both what is public."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXTRACT(EPOCH FROM clock_timestamp())")
        [there] = cursor.fetchone()
    return float(there) - timezone.now().timestamp()


def of_changes() -> Readings:
    """A scheduled publication is a date that comes, not work that waits to be done: none can be late by
    itself. What can go wrong is a clock, whose difference is told above."""
    announced = Change.objects.announced_after(Now())
    waiting = announced[:MOST_COUNTED].count()
    soonest = announced.values_list("at", flat=True).first()
    latest = Change.objects.order_by("-sequence").values_list("sequence", "recorded_at").first()
    version = RecordVersion.objects.values_list("number", flat=True).first()
    found: Readings = [
        ("portal_scheduled_changes", "Publications and withdrawals to come, 1000 for more", float(waiting)),
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


def of_backups() -> Readings:
    """Nothing of what has never been: an alert says so."""
    state = register.latest()
    found: Readings = []

    def tell(name: str, text: str, run: Any) -> None:
        if run is not None:
            found.append((f"portal_{name}_timestamp_seconds", text, run.ended_at.timestamp()))

    tell("backup_good", "When the last backup was made and found whole", state.good_backup)
    tell("restore_drill_good", "When a backup was last restored for trial, with success", state.good_drill)
    if state.backup is not None:
        found.append(
            ("portal_backup_last_is_good", "Whether the last try was a success", float(state.backup.is_good))
        )
    if state.drill is not None:
        found.append(
            ("portal_restore_drill_last_is_good", "The same of the drill", float(state.drill.is_good))
        )
    if state.good_backup is not None:
        found.append(("portal_backup_size_bytes", "Size of that backup", float(state.good_backup.size)))
    return found
