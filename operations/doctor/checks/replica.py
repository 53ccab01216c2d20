"""Whether a replica, where one is set, is there and keeps up."""

from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections
from django.utils.translation import gettext as _

from operations.doctor.registry import Findings, as_told, check, warning

PRIMARY = "default"
# In bytes of what the primary has written and the replica not yet shown.
MOST_BEHIND = 16 * 1024 * 1024


def replicas() -> list[str]:
    return [alias for alias in settings.DATABASES if alias != PRIMARY]


@check("database")
def replica() -> Findings:
    """Every place that public pages may be read from, besides the primary."""
    for alias in replicas():
        try:
            in_recovery, paused, behind = standing_of(alias)
        except DatabaseError as problem:
            reason = str(problem).strip().splitlines()[0]
            yield warning(
                _("The replica does not answer: %(problem)s") % {"problem": as_told(reason)},
                _(
                    "Start it, or correct DATABASE_REPLICA_URL: docs/growing.md. Name the primary there as "
                    "well, so that it answers while the replica is away."
                ),
            )
            continue
        if not in_recovery:
            yield warning(
                _("Public pages are read from the primary: no replica answers."),
                _("Start the replica, or take DATABASE_REPLICA_URL away: docs/growing.md"),
            )
        elif paused:
            yield warning(
                _("The replica has been paused: public pages stay as they were."),
                "SELECT pg_wal_replay_resume();",
            )
        elif behind > MOST_BEHIND:
            yield warning(
                _("The replica is %(megabytes)d MB behind the primary: visitors read what was.")
                % {"megabytes": behind // (1024 * 1024)},
                _("Look at its disk, processor and network, and for long questions on it: docs/growing.md"),
            )


def standing_of(alias: str) -> tuple[bool, bool, int]:
    """Whether it follows a primary, whether it has been told to pause, and how many bytes it is behind."""
    written = _row(PRIMARY, "SELECT CASE WHEN pg_is_in_recovery() THEN NULL ELSE pg_current_wal_lsn() END")[0]
    in_recovery, paused, behind = _row(
        alias,
        "SELECT pg_is_in_recovery(), CASE WHEN pg_is_in_recovery() THEN pg_is_wal_replay_paused() END, "
        "CASE WHEN pg_is_in_recovery() THEN pg_wal_lsn_diff(%s::pg_lsn, pg_last_wal_replay_lsn()) END",
        written,
    )
    return bool(in_recovery), bool(paused), int(behind or 0)


def _row(alias: str, statement: str, *parameters: Any) -> Any:
    with connections[alias].cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()
