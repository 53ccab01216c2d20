"""Whether the database answers, is the one this release needs, and has room for all who ask."""

import sqlite3
from typing import Any

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khartoum.databases import database
from operations.backup.aliases import known_as
from operations.doctor.processes import web_workers
from operations.doctor.registry import Findings, as_told, check, error, warning

OLDEST = 15
TO_CONNECT = 3
# What else wants a connection: commands, backups, whoever looks into it by hand.
OTHERS = 5

# What the server, or the way to it, says → what to do.
CURES = {
    "password authentication failed": gettext_lazy(
        "Correct the name and password in DATABASE_URL, or set the role’s password anew: ALTER ROLE … "
        "PASSWORD …"
    ),
    "pg_hba.conf": gettext_lazy(
        "Let the portal’s role in: a line in pg_hba.conf, then: SELECT pg_reload_conf();"
    ),
    'role "': gettext_lazy("Make the role that DATABASE_URL names: createuser, as docs/operations.md tells."),
    'database "': gettext_lazy(
        "Make the database that DATABASE_URL names: createdb, as docs/operations.md tells."
    ),
    "refused": gettext_lazy(
        "Start PostgreSQL (systemctl start postgresql), or correct host and port in DATABASE_URL."
    ),
    "No such file": gettext_lazy(
        "Start PostgreSQL (systemctl start postgresql), or correct host and port in DATABASE_URL."
    ),
    "translate host name": gettext_lazy("Correct the host in DATABASE_URL, or mend the resolving of names."),
    "resolve host": gettext_lazy("Correct the host in DATABASE_URL, or mend the resolving of names."),
    "too many": gettext_lazy(
        "Raise max_connections of the database and restart it, or run fewer web workers."
    ),
    "starting up": gettext_lazy("Wait: it is starting up, or recovering. Its log tells how far it is."),
    "unable to open": gettext_lazy("Bring the file back from a backup, or make a new one: manage.py setup"),
}
OTHERWISE = gettext_lazy("Look into the database’s own log, and at the network between the two machines.")


def why_away() -> str:
    """What the database, or the way to it, says. Nothing if it answers.

    Past the pool, which tells that it has no connection, but not why.
    """
    try:
        if connection.vendor == "sqlite":
            name = str(connection.settings_dict["NAME"])
            # Asked for in Django's way, a file that has gone would be made anew.
            sqlite3.connect(name if name.startswith("file:") else f"file:{name}?mode=rw", uri=True).close()
        else:
            parameters: dict[str, Any] = {**connection.get_connection_params(), "connect_timeout": TO_CONNECT}
            psycopg.connect(**parameters).close()
    except (psycopg.Error, sqlite3.Error, OSError) as problem:
        return str(problem).strip().partition("\n")[0]
    return ""


@check("database")
def answers() -> Findings:
    problem = why_away()
    if problem:
        cure = next((cure for words, cure in CURES.items() if words in problem), OTHERWISE)
        yield error(_("The database does not answer: %(problem)s") % {"problem": as_told(problem)}, str(cure))


@check("database")
def pooler_answers() -> Findings:
    """Web processes go through it; doctor itself, as all commands, goes past it."""
    if not settings.DATABASE_POOLER_URL:
        return
    try:
        with known_as("pooler", **database(settings.DATABASE_POOLER_URL)):
            pass
    except DatabaseError as problem:
        yield error(
            _("PgBouncer gives no session of the database: %(problem)s")
            % {"problem": as_told(str(problem).strip().partition("\n")[0])},
            _(
                "Start it (systemctl start pgbouncer), or correct DATABASE_POOLER_URL. Left empty, web "
                "processes go to the database itself."
            ),
        )


@check("database", asks_database=True)
def version() -> Findings:
    if connection.vendor == "postgresql" and connection.pg_version < OLDEST * 10_000:  # type: ignore[attr-defined]
        yield error(
            _("PostgreSQL %(version)s is too old.") % {"version": setting("server_version")},
            _("Upgrade it to %(oldest)d or later: pg_upgradecluster does so on Debian.") % {"oldest": OLDEST},
        )


@check("database", asks_database=True)
def encoding() -> Findings:
    if connection.vendor == "postgresql" and setting("server_encoding") != "UTF8":
        yield error(
            _("The database keeps text as %(encoding)s: Arabic cannot be kept.")
            % {"encoding": setting("server_encoding")},
            _(
                "Make a new database with UTF8 (createdb --template template0 --encoding UTF8) and restore "
                "a backup."
            ),
        )


@check("database", asks_database=True)
def migrations() -> Findings:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    ours = {app for app, _name in executor.loader.graph.nodes}
    newer = [
        f"{app}.{name}"
        for app, name in executor.loader.applied_migrations
        if app in ours and (app, name) not in executor.loader.disk_migrations
    ]
    if missing:
        names = ", ".join(f"{one.app_label}.{one.name}" for one, _backwards in missing[:5])
        yield error(
            _("The database lacks migrations of this release (%(count)d): %(names)s")
            % {"count": len(missing), "names": names},
            "manage.py migrate",
        )
    if newer:
        yield warning(
            _("The database has migrations that this release does not know: %(names)s")
            % {"names": ", ".join(newer[:5])},
            _("If an upgrade is under way, finish it; else run the release that the database is of."),
        )


@check("database", asks_database=True)
def role() -> Findings:
    if connection.vendor == "postgresql" and one(
        "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
    ):
        yield warning(
            _("The portal is a superuser of the database: a hole in it would open the whole server."),
            _(
                "Give it a role that owns its database and no more, and name that in DATABASE_URL: "
                "createuser portal; ALTER DATABASE … OWNER TO portal"
            ),
        )


@check("database", asks_database=True)
def connections_are_enough() -> Findings:
    # PgBouncer lends few connections to many.
    if connection.vendor != "postgresql" or settings.DATABASE_POOLER_URL:
        return
    pool = connection.settings_dict["OPTIONS"].get("pool") or {}
    workers = web_workers()
    needed = workers * int(pool.get("max_size") or 4) + OTHERS
    allowed = int(setting("max_connections")) - int(setting("superuser_reserved_connections"))
    limit = one("SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user")
    if limit >= 0:
        allowed = min(allowed, limit)
    if needed > allowed:
        yield error(
            _("The database allows %(allowed)d connections; %(workers)d web workers may want %(needed)d.")
            % {"allowed": allowed, "workers": workers, "needed": needed},
            _(
                "Raise max_connections (and the role’s own limit) and restart PostgreSQL, run fewer "
                "workers, or put PgBouncer between: docs/growing.md"
            ),
        )


@check("database", asks_database=True)
def autovacuum() -> Findings:
    if connection.vendor == "postgresql" and "off" in (setting("autovacuum"), setting("track_counts")):
        yield warning(
            _("Autovacuum is off: the database grows and slows down."),
            "ALTER SYSTEM SET autovacuum = on; ALTER SYSTEM SET track_counts = on; SELECT pg_reload_conf();",
        )


@check("database", asks_database=True)
def collation() -> Findings:
    """After an upgrade of the system, letters may sort otherwise than indexes were built."""
    if connection.vendor == "postgresql" and one(
        "SELECT datcollversion <> pg_database_collation_actual_version(oid) FROM pg_database WHERE datname "
        "= current_database()"
    ):
        yield error(
            _(
                "The system’s rules of sorting have changed since the database was made: indexes may miss "
                "rows."
            ),
            _(
                "In a quiet hour: REINDEX DATABASE %(name)s; ALTER DATABASE %(name)s REFRESH COLLATION "
                "VERSION;"
            )
            % {"name": f'"{connection.settings_dict["NAME"]}"'},
        )


@check("database", asks_database=True, only_in_production=True)
def way_is_private() -> Findings:
    if connection.vendor == "postgresql" and one(
        "SELECT client_addr IS NOT NULL AND NOT client_addr <<= '127.0.0.0/8' AND client_addr <> '::1' AND "
        "NOT ssl FROM pg_stat_activity JOIN pg_stat_ssl USING (pid) WHERE pid = pg_backend_pid()"
    ):
        yield warning(
            _("The way to the database is not encrypted, and leads over the network."),
            _("Add ?sslmode=verify-full to DATABASE_URL, and ssl = on to postgresql.conf."),
        )


def setting(name: str) -> str:
    return str(one("SELECT current_setting(%s)", name))


def one(statement: str, *parameters: Any) -> Any:
    """The first value of the first row."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row = cursor.fetchone()
    return row[0] if row else None
