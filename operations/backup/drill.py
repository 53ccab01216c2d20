"""Brings a backup back where it harms nobody, and compares every row and every file."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connections

from operations.backup import portal_files
from operations.backup.aliases import as_default
from operations.backup.checking import Found, checked
from operations.backup.databases import database
from operations.backup.manifest import Manifest
from operations.backup.places import Place
from operations.backup.progress import Progress
from operations.backup.restoring import Watched
from operations.backup.sealing import Keys, opened


@dataclass
class Outcome:
    manifest: Manifest
    rows: int
    tables: int
    # What is not as the backup says; none, and the drill has succeeded.
    problems: list[str] = field(default_factory=list)
    # Tables with other numbers of rows than the portal has now: what was written since.
    since: list[str] = field(default_factory=list)


def drill(place: Place, name: str, keys: Keys, progress: Progress) -> Outcome:
    connection = connections["default"]
    engine = database(connection)
    engine.refuse_unfit(connection)
    # Every file is opened here, and its bytes compared with their hash.
    found = checked(place, name, keys, progress)
    outcome = Outcome(found.manifest, rows=found.contents.rows, tables=len(found.contents.tables))
    with engine.scratch(connection) as alias:
        with (
            engine.holding(connections[alias]) as replacement,
            progress.step("Database", total=found.manifest.database.size) as done,
            opened(place, found.manifest.database, keys) as source,
        ):
            outcome.problems += replacement.load(Watched(source, done), found.contents)
        if not outcome.problems:
            outcome.problems += _without_file(found, alias)
            outcome.problems += _not_up_to_date(alias, progress.write)
            outcome.since = _changed_since(found)
    return outcome


def _without_file(found: Found, alias: str) -> list[str]:
    there = {(file.name, file.part.sha256) for file in found.files}
    known = set(found.manifest.lacks)
    return [
        f"{one.names[0]} is needed by a row, and not in the backup"
        for one in portal_files.needed(alias)
        if not any((name, one.sha256) in there for name in one.names) and one.names[0] not in known
    ]


def _not_up_to_date(alias: str, tell: Callable[[str], object]) -> list[str]:
    """Whether this release could work with it."""
    try:
        with as_default(connections[alias]):
            call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        return [f"this release's migrations fail on it: {error}"]
    return []


def _changed_since(found: Found) -> list[str]:
    changed = []
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if table in found.contents.tables and model._meta.managed:
            now, then = model._base_manager.count(), found.contents.tables[table][0]
            if now != then:
                changed.append(f"{table} {now - then:+,}")
    return changed
