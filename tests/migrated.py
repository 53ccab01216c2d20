"""A database as the migrations leave it, kept between runs: sixty take as long as some hundred tests."""

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import django
from django.apps import apps
from django.db import connection


def begin_from(folder: Path) -> None:
    """The test database that is made next begins with what an earlier run has kept in the folder.

    Django migrates all the same: it finds nothing to do, and brings permissions and roles up to date.
    """
    creation, kept = connection.creation, _file_in(folder)
    create = creation._create_test_db

    def create_and_fill(*args, **options):
        name = create(*args, **options)
        if kept.exists():
            with closing(sqlite3.connect(kept)) as source:
                # A database in memory lasts as long as somebody is connected with it.
                creation.begun = sqlite3.connect(name, uri=True)
                source.backup(creation.begun)
        return name

    creation._create_test_db = create_and_fill


def keep(folder: Path) -> None:
    """Workers that come here at the same moment keep the same; what older migrations left goes."""
    kept = _file_in(folder)
    if kept.exists():
        if hasattr(connection.creation, "begun"):
            connection.creation.begun.close()
        return
    unfinished = folder / f"unfinished-{os.getpid()}"
    with closing(sqlite3.connect(unfinished)) as target:
        connection.connection.backup(target)
    for older in folder.glob("*.sqlite3"):
        older.unlink(missing_ok=True)
    unfinished.replace(kept)


def _file_in(folder: Path) -> Path:
    state = hashlib.sha256(f"Django {django.__version__}".encode())
    for app in apps.get_app_configs():
        for migration in sorted(Path(app.path, "migrations").glob("*.py")):
            state.update(f"{app.label} {migration.name}".encode() + migration.read_bytes())
    return folder / f"{state.hexdigest()}.sqlite3"
