"""A clock that tests can move: that of this process and that of the database."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from publishing import together
from publishing.reading import reading_alias
from publishing.shapes import shape_of


class Clock:
    def __init__(self, now):
        self.now = now

    def move(self, **by):
        self.now += timedelta(**by)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('portal.now', %s, false)", [self.now.isoformat()])


@contextmanager
def clock(at=datetime(2026, 3, 1, 12, tzinfo=UTC)):
    """The database asks a function or setting of ours, so that statements compiled once follow, too."""
    found = Clock(at)
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            "portal_now", 0, lambda: found.now.strftime("%Y-%m-%d %H:%M:%S.%f")
        )
    found.move()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="PORTAL_NOW()", **context)

    def as_postgresql(self, compiler, connection, **context):
        template = "CURRENT_SETTING('portal.now')::timestamptz"
        return self.as_sql(compiler, connection, template=template, **context)

    # Those of the API, which are kept for each database alone.
    shape_of.cache_clear()
    with (
        patch.object(timezone, "now", lambda: found.now),
        patch.object(Now, "as_sqlite", as_sqlite),
        patch.object(Now, "as_postgresql", as_postgresql),
        # Statements of pages are kept by this name, and those that ask this clock apart from all others.
        patch.object(together, "reading_alias", lambda: f"{reading_alias()}, by a clock of the test's own"),
    ):
        yield found
    shape_of.cache_clear()
