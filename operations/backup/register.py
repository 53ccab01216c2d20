"""What is known of the last backup, drill and restoration. For the status page, `doctor` and metrics.

    state = latest()
    state.backup            the last attempt at a backup, or None: a Run
    state.good_backup       the last one that succeeded: made, read back and found whole
    state.drill             the last attempt at a drill
    state.good_drill        the last one that found every row and file as the backup says
    state.restoration       when a backup was last brought back

A Run has `name` (of the backup), `began_at`, `ended_at`, `is_good`, `size` (in bytes, as kept), `place` and
`problem` (what went wrong and what to do; empty if it is good). It is in the database, so that every web
machine sees it. Asked in one query.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from operations.backup.models import Run

MOST_KEPT = 500


@dataclass(frozen=True)
class State:
    backup: Run | None
    good_backup: Run | None
    drill: Run | None
    good_drill: Run | None
    restoration: Run | None


def latest() -> State:
    runs = list(Run.objects.order_by("-ended_at", "-pk")[:MOST_KEPT])

    def last(kind: Run.Kind, *, good: bool = False) -> Run | None:
        return next((run for run in runs if run.kind == kind and (run.is_good or not good)), None)

    return State(
        backup=last(Run.Kind.BACKUP),
        good_backup=last(Run.Kind.BACKUP, good=True),
        drill=last(Run.Kind.DRILL),
        good_drill=last(Run.Kind.DRILL, good=True),
        restoration=last(Run.Kind.RESTORATION),
    )


def note(
    kind: Run.Kind, *, began_at: datetime, name: str = "", size: int = 0, place: str = "", problem: str = ""
) -> Run:
    """It has ended now; good, unless there is a problem to tell."""
    run = Run.objects.create(
        kind=kind,
        name=name,
        began_at=began_at,
        ended_at=timezone.now(),
        is_good=not problem,
        size=size,
        place=place,
        problem=problem,
    )
    surplus = Run.objects.order_by("-ended_at", "-pk").values_list("pk", flat=True)[MOST_KEPT:]
    Run.objects.filter(pk__in=list(surplus)).delete()
    return run
