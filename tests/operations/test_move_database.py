"""SQLite to PostgreSQL in one command: row for row, with all that a table has besides rows."""

import shutil
from contextlib import ExitStack, contextmanager
from uuid import uuid4

import dj_database_url
import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from psycopg import sql

from accounts.models import AuditEntry
from operations.backup.aliases import as_default, known_as
from operations.backup.databases import postgresql
from publishing import kept
from publishing.models import RecordVersion
from tests.factories import EventFactory
from tests.operations import backups


@contextmanager
def portal_on(**database):
    """The portal of this process has that database."""
    with ExitStack() as stack:
        alias = stack.enter_context(known_as(f"portal_{uuid4().hex[:8]}", **{"OPTIONS": {}, **database}))
        stack.enter_context(as_default(connections[alias]))
        stack.callback(forget)
        forget()
        yield


def forget():
    ContentType.objects.clear_cache()
    kept.forget()


@pytest.fixture
def address(db):
    """Of a new database on the server of the tests."""
    name, info = f"move_{uuid4().hex[:8]}", connection.get_connection_params()
    server = {key: info[key] for key in ("host", "port", "user", "password") if info.get(key)}
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as own:
        own.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield (
            f"postgres://{server['user']}:{server.get('password', '')}@{server['host']}"
            f":{server.get('port', 5432)}/{name}"
        )
        own.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def old_portal(settings, tmp_path, request):
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    # As tests on SQLite have left it, if they have: tests/migrated.py.
    for migrated in request.config.cache.mkdir("databases").glob("*.sqlite3"):
        shutil.copy(migrated, tmp_path / "portal.sqlite3")
    with portal_on(ENGINE="django.db.backends.sqlite3", NAME=str(tmp_path / "portal.sqlite3")):
        call_command("migrate", verbosity=0)
        backups.fill()
        yield


@pytest.mark.postgresql
def test_the_whole_portal_moves_row_for_row(address, old_portal):
    last = EventFactory(title_en="Zebra crossings")
    rows, version = backups.rows(), RecordVersion.objects.get()
    migrations = set(MigrationRecorder.Migration.objects.values_list("app", "name", "applied"))

    told = backups.run("move_database", address)

    assert f"in {len(rows) + len(backups.CHANGED) + 1} tables" in told
    with portal_on(**dj_database_url.parse(address)):
        assert connection.vendor == "postgresql"
        assert backups.rows() == rows
        assert RecordVersion.objects.get().feed == version.feed
        assert set(MigrationRecorder.Migration.objects.values_list("app", "name", "applied")) == migrations
        with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
            AuditEntry.objects.all()._raw_delete("default")
        assert EventFactory().pk == last.pk + 1
        found = Client().get("/en/search/", {"q": "zebra crossing"})
        assert last.get_absolute_url() in found.content.decode()
    with pytest.raises(CommandError, match="is not empty"):
        backups.run("move_database", address)


@pytest.mark.postgresql
def test_what_postgresql_cannot_hold_is_named_and_nothing_stays_behind(address, old_portal):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_event SET slug = %s", ["s" * 500])

    with pytest.raises(CommandError, match=r"events_event.*longer than its column allows.*Nothing was moved"):
        backups.run("move_database", address)

    with pytest.raises(CommandError, match=r"127\.0\.0\.1"):
        backups.run("move_database", "postgres://nobody@127.0.0.1:1/portal")
    with known_as("looked_at", **{"OPTIONS": {}, **dj_database_url.parse(address)}) as alias:
        assert postgresql.is_empty(connections[alias])


def test_an_address_that_is_none_is_refused():
    for address in ("sqlite:///other.sqlite3", "postgres://localhost", "nonsense"):
        with pytest.raises(CommandError, match="postgres://user:password"):
            backups.run("move_database", address)
