"""How a database is reached: one address, and what keeps a broken one from holding up visitors."""

import os
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# Readers never wait for a writer, and a writer takes its lock before it reads.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    # Of what is no request, and of the desk: visitors wait less (khartoum/waiting.py).
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
# In seconds. So soon after a replica is back, what went to the next host of the list is with it again.
REPLICA_KEPT_FOR = 120


def databases(url: str, *, replica_url: str = "", pooler_url: str = "") -> dict[str, Any]:
    """Django's DATABASES.

    Where there is PgBouncer, each transaction of a web process may be another session's. Commands go past it:
    a backup or a migration needs a session to itself.
    """
    # khartoum/wsgi.py says so before anything reads the settings.
    is_pooled = bool(pooler_url) and os.environ.get("PORTAL_PROCESS") == "web"
    found = {"default": database(pooler_url if is_pooled else url)}
    if pooler_url and database(pooler_url)["ENGINE"] != "khartoum.postgresql":
        raise ImproperlyConfigured("DATABASE_POOLER_URL is PgBouncer's address, and begins with postgres://")
    if replica_url:
        found["replica"] = _replica(replica_url, of=found["default"])
    if is_pooled:
        for one in found.values():
            # They outlive the transaction that opened them. Prepared statements, too, but Django uses none.
            one["DISABLE_SERVER_SIDE_CURSORS"] = True
    return found


def database(url: str) -> dict[str, Any]:
    """The address may bring options of its own, such as ?sslmode=require, and name several hosts."""
    found = _parsed(url)
    own = found.get("OPTIONS") or {}
    if found["ENGINE"] == "django.db.backends.sqlite3":
        return {
            **found,
            "ENGINE": "khartoum.sqlite",
            "OPTIONS": {**own, **SQLITE},
            "CONN_MAX_AGE": None,
            # As Django tests with its own engine; of another one pytest does not know it.
            "TEST": {"NAME": ":memory:"},
        }
    options = {**POSTGRESQL, **own, "pool": pool()}
    # The pool keeps connections open; Django itself must not.
    return {**found, "ENGINE": "khartoum.postgresql", "OPTIONS": options, "CONN_MAX_AGE": 0}


def _replica(url: str, *, of: dict[str, Any]) -> dict[str, Any]:
    found = database(url)
    if {found["ENGINE"], of["ENGINE"]} != {"khartoum.postgresql"}:
        raise ImproperlyConfigured(
            "DATABASE_REPLICA_URL needs PostgreSQL: both addresses begin with postgres://"
        )
    found["OPTIONS"]["pool"]["max_lifetime"] = REPLICA_KEPT_FOR
    # Tests have one database, by either name.
    return {**found, "TEST": {"MIRROR": "default"}}


def _parsed(url: str) -> dict[str, Any]:
    """Hosts and their ports may be lists, as PostgreSQL's own library takes them: host1:5432,host2:5433"""
    whole = urlsplit(url)
    login, at, hosts = whole.netloc.rpartition("@")
    if "," not in hosts:
        return {**dj_database_url.parse(url)}
    places = [
        host.rpartition(":") if host.rpartition(":")[2].isdecimal() else (host, "", "")
        for host in hosts.split(",")
    ]
    found = dj_database_url.parse(whole._replace(netloc=f"{login}{at}several").geturl())
    # Literal addresses stand in brackets in a URL alone.
    names = ",".join(name.strip("[]") for name, _colon, _port in places)
    ports = ",".join(port for _name, _colon, port in places)
    return {**found, "HOST": names, "PORT": ports if ports.strip(",") else ""}


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
