"""How far the replica is behind the primary, where there is one."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from operations.metrics.asking import Reading


def of_replica(replica: Any) -> list[Reading]:
    """The primary is asked first: a replica that has all of what was written until then is not behind."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        [written] = cursor.fetchone()
    with replica.cursor() as cursor:
        cursor.execute(
            "SELECT pg_is_in_recovery(), pg_wal_lsn_diff(%s::pg_lsn, pg_last_wal_replay_lsn()),"
            " EXTRACT(EPOCH FROM clock_timestamp() - pg_last_xact_replay_timestamp())",
            [written],
        )
        is_replica, bytes_behind, since_last = cursor.fetchone()
    found = [("portal_replica_in_use", "No while the primary answers in its place", float(is_replica))]
    if is_replica:
        behind = max(0.0, float(bytes_behind))
        found.append(("portal_replica_lag_bytes", "Written, and not there yet", behind))
        found.append(
            (
                "portal_replica_lag_seconds",
                "Age of what it has, while it lacks something",
                float(since_last or 0) if behind else 0.0,
            )
        )
    return found
