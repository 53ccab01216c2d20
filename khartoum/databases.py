"""How a database is reached: one address, and what keeps a broken one from holding up visitors."""

from typing import Any

import dj_database_url

# Readers never wait for a writer, and a writer takes its lock before it reads.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
POSTGRESQL = {
    # In seconds; the driver takes no less.
    "connect_timeout": 2,
    # A machine that is gone without a word is noticed within ten seconds, even by who waits for ever.
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 10_000,
}


def database(url: str) -> dict[str, Any]:
    """For Django's DATABASES. The address may bring options of its own, such as ?sslmode=require."""
    found: dict[str, Any] = {**dj_database_url.parse(url)}
    own = found.get("OPTIONS") or {}
    if found["ENGINE"] == "django.db.backends.sqlite3":
        return {**found, "OPTIONS": {**own, **SQLITE}, "CONN_MAX_AGE": None}
    options = {**POSTGRESQL, **own, "pool": pool()}
    # The pool keeps connections open; Django itself must not.
    return {**found, "ENGINE": "khartoum.postgresql", "OPTIONS": options, "CONN_MAX_AGE": 0}


def pool() -> dict[str, Any]:
    """Of each server process, with a connection for each of its threads."""
    # Only who has PostgreSQL needs the driver in memory.
    from khartoum.postgresql.connection import Connection  # noqa: PLC0415

    return {
        "min_size": 1,
        "max_size": 8,
        "connection_class": Connection,
        # Who waits looks up so often whether the database is known to be away (khartoum/postgresql/base.py).
        "timeout": 0.5,
        # Two attempts at once, and no third by itself: the next who needs a connection makes the next, so
        # that nobody has to wait for the end of a growing pause once the database is back.
        "reconnect_timeout": 0,
    }
