"""Django's own way to PostgreSQL, that refuses at once while the server is known to be away."""

from threading import Lock
from time import monotonic
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.utils import DEFAULT_DB_ALIAS
from psycopg import errors
from psycopg_pool import PoolTimeout

from khartoum import waiting
from khartoum.postgresql.connection import Connection
from khartoum.postgresql.outage import Outage

# In seconds: how long one waits for a connection before giving up, and nobody knows why there is none.
LONGEST_WAIT = 2.5
# For what a new connection is told first, and for looking whether the server is there.
GREETING = waiting.Waiting(silence=2, longest=2)

_outages: dict[str, Outage] = {}
_lock = Lock()


class RefusedError(psycopg.OperationalError):
    """Nobody asked the server: it is known to be away."""

    was_refused = True


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, settings_dict: dict[str, Any], alias: str = DEFAULT_DB_ALIAS) -> None:
        super().__init__(settings_dict, alias)
        with _lock:
            self.outage = _outages.setdefault(alias, Outage(alias, self._ask))

    def get_new_connection(self, conn_params: Any) -> Any:
        """From the pool, and alive. Refused at once while the server is away."""
        if self.pool is None:
            # Databases are made and dropped without one.
            return super().get_new_connection(conn_params)
        give_up_at = monotonic() + LONGEST_WAIT
        while True:
            if self.outage.is_on:
                raise RefusedError(f"The database {self.alias} is away.")
            try:
                connection = super().get_new_connection(conn_params)
            except PoolTimeout:
                if self.outage.answers() and monotonic() >= give_up_at:
                    raise
                continue
            if connection.is_alive():
                return connection
            # The pool throws it away and opens another.
            connection._pool.putconn(connection)

    def _configure_connection(self, connection: Connection) -> Any:
        connection.outage = self.outage
        with waiting.at_most(waiting.waiting() or GREETING):
            return super()._configure_connection(connection)  # type: ignore[misc]

    def _ask(self) -> None:
        """On a connection of its own: those of the pool may be what is broken."""
        parameters = self.get_connection_params()
        try:
            with waiting.at_most(GREETING), Connection.connect(**parameters) as connection:
                connection.execute("SELECT 1")
        except errors.TooManyConnections:
            # It is there, and whoever has a connection is served.
            return
