"""Moves everything from SQLite to PostgreSQL, row for row, and compares both afterwards.

The tables are made by the migrations, as on any new portal. What those write by themselves is replaced by
what is there. All rows are copied and compared in one transaction; until it is committed the new database has
nothing, and if anything differs it is emptied again. Nobody can write to the old one meanwhile.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import dj_database_url
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from operations.backup.aliases import as_default, known_as
from operations.backup.databases import postgresql
from operations.backup.errors import BackupError
from operations.backup.progress import Progress
from search.engines import postgresql as words
from search.index import mark_of_entry

NEW = "moved_to"
OLDEST = 15
AT_ONCE = 2_000
# What can be as it is in SQLite and not in PostgreSQL, by the code of PostgreSQL's refusal.
REFUSALS = {
    "22001": "It is longer than its column allows, which SQLite does not mind.",
    "22021": "It holds a character that PostgreSQL cannot keep, such as NUL.",
    "22P05": "It holds a character that PostgreSQL cannot keep, such as NUL.",
    "22003": "The number is larger than its column allows, which SQLite does not mind.",
    "23503": "It refers to a row that is not there.",
    "23514": "It breaks a rule of its table.",
}


@dataclass(frozen=True)
class Moved:
    tables: int
    rows: int


def move(url: str, progress: Progress) -> Moved:
    """From the portal's own database to an empty one at that address."""
    settings, old = _settings_of(url), connections["default"]
    _refuse_source(old)
    with _target(settings) as alias:
        new = connections[alias]
        try:
            # Who writes waits until the end, and then writes to what is no longer read.
            with transaction.atomic():
                progress.write("Making the tables …")
                with as_default(new):
                    call_command("migrate", verbosity=0, interactive=False)
                with transaction.atomic(using=alias):
                    moved = _moved(old, new, progress)
        except BaseException:
            postgresql.empty(new)
            raise
        with new.cursor() as cursor:
            # Without it, the first questions are answered as if the tables were small.
            cursor.execute("ANALYZE")
    return moved


def _refuse_source(old: Any) -> None:
    if old.vendor != "sqlite":
        raise BackupError(
            "DATABASE_URL already names PostgreSQL. To bring it to another server, make a backup here and "
            "restore it there."
        )
    executor = MigrationExecutor(old)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise BackupError("This database is of an earlier release. Run `manage.py setup` first.")


def _settings_of(url: str) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    with suppress(ValueError):
        settings = {"OPTIONS": {}, **dj_database_url.parse(url)}
    if settings.get("ENGINE") != "django.db.backends.postgresql" or not settings["NAME"]:
        raise BackupError("Give the address of the new database: postgres://user:password@host:5432/portal")
    return settings


@contextmanager
def _target(settings: dict[str, Any]) -> Iterator[str]:
    try:
        with known_as(NEW, **settings) as alias:
            new: Any = connections[alias]
            if new.pg_version // 10000 < OLDEST:
                raise BackupError(f"That server is older than PostgreSQL {OLDEST}. Give a newer one.")
            if not postgresql.is_empty(new):
                raise BackupError(
                    f"The database {settings['NAME']} is not empty. Make an empty one, and name that."
                )
            yield alias
    except DatabaseError as error:
        raise BackupError(_why(error)) from error


def _why(error: DatabaseError) -> str:
    cause: Any = error.__cause__
    code, context = getattr(cause, "sqlstate", None), getattr(getattr(cause, "diag", None), "context", None)
    told = f"The database refused: {error}".strip().rstrip(".") + "."
    advice = REFUSALS.get(code or "", "")
    where = f" ({context})" if context and context not in told else ""
    return f"{told}{where} {advice}".strip() + " Nothing was moved."


def _moved(old: Any, new: Any, progress: Progress) -> Moved:
    tables: list[type[models.Model]] = [MigrationRecorder.Migration, *_models()]
    rows = 0
    with new.cursor() as cursor:
        for model in tables:
            # What the migrations have written. Where they write nothing, the audit log refuses to be emptied.
            if _all(model, new.alias).exists():
                cursor.execute(f'DELETE FROM "{model._meta.db_table}"')  # noqa: S608 - a table of ours
    total = sum(_all(model, old.alias).count() for model in tables)
    with progress.step("Rows copied", total=total, unit=" rows") as done:
        for model in tables:
            rows += _copy(model, old, new, done)
            _set_sequence(model, old, new)
    _copy_words(old, new, progress)
    with new.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with progress.step("Rows compared", total=total, unit=" rows") as done:
        for model in tables:
            _compare(model, old, new, done)
    return Moved(len(tables), rows)


def _models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def _all(model: type[models.Model], alias: str) -> models.QuerySet:
    """As they are stored: the models' own querysets choose a language, or leave something out."""
    return models.QuerySet(model, using=alias).order_by("pk")


def _columns(model: type[models.Model]) -> list[Any]:
    return list(model._meta.concrete_fields)


def _rows(model: type[models.Model], fields: list[Any], alias: str) -> Iterator[tuple[Any, ...]]:
    names = [field.attname for field in fields]
    return iter(_all(model, alias).values_list(*names).iterator(chunk_size=AT_ONCE))


def _copy(model: type[models.Model], old: Any, new: Any, done: Callable[[int], object]) -> int:
    # The database works out the others by itself.
    fields = [field for field in _columns(model) if not field.generated]
    count = 0
    names = ", ".join(f'"{field.column}"' for field in fields)
    statement = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
    with new.wrap_database_errors, new.cursor() as cursor, cursor.copy(statement) as copy:
        for row in _rows(model, fields, old.alias):
            copy.write_row(
                [
                    field.get_db_prep_save(value, connection=new)
                    for field, value in zip(fields, row, strict=True)
                ]
            )
            count += 1
            done(1)
    return count


def _set_sequence(model: type[models.Model], old: Any, new: Any) -> None:
    """Numbers that were given out once are not given out again, though their rows are gone."""
    key, table = model._meta.pk, model._meta.db_table
    with old.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        given = (cursor.fetchone() or (0,))[0]
    with new.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', key.column])
        [sequence] = cursor.fetchone()
        if sequence is not None:
            cursor.execute("SELECT setval(%s, greatest(%s, 1), %s > 0)", [sequence, given, given])


def _copy_words(old: Any, new: Any, progress: Progress) -> None:
    """What the search finds by, which each database has in its own way."""
    with (
        progress.step("Words for the search", unit=" texts") as done,
        old.cursor() as cursor,
        as_default(new),
    ):
        cursor.execute("SELECT rowid, tokens FROM search_entry_words")
        while rows := cursor.fetchmany(AT_ONCE):
            words.write_entries([(key, tokens.split()) for key, tokens in rows])
            done(len(rows))
        cursor.execute(
            "SELECT w.rowid, w.tokens, p.entry_id FROM search_passage_words AS w"
            " JOIN search_passage AS p ON p.id = w.rowid"
        )
        while rows := cursor.fetchmany(AT_ONCE):
            words.write_passages([_parted(*row) for row in rows])
            done(len(rows))


def _parted(key: int, tokens: str, entry: int) -> tuple[int, list[str], list[str]]:
    mark = mark_of_entry(entry)
    return key, [token for token in tokens.split() if token != mark], [mark]


def _compare(model: type[models.Model], old: Any, new: Any, done: Callable[[int], object]) -> None:
    left, right = (_comparable(model, connection.alias) for connection in (old, new))
    for was, moved in _side_by_side(left, right):
        if was != moved:
            raise BackupError(
                f"A row of {model._meta.db_table} is not what it was: {was!r:.200} became {moved!r:.200}. "
                "Nothing was moved. Report this as a fault of the portal."
            )
        done(1)


def _comparable(model: type[models.Model], alias: str) -> Iterator[tuple[Any, ...]]:
    rows = (
        tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
        for row in _rows(model, _columns(model), alias)
    )
    if isinstance(model._meta.pk, models.CharField):
        # Each database has its own order of letters; there are few such tables, and they are small.
        place = [field.attname for field in _columns(model)].index(model._meta.pk.attname)
        return iter(sorted(rows, key=lambda row: row[place]))
    return rows


def _side_by_side(left: Iterator[Any], right: Iterator[Any]) -> Iterator[tuple[Any, Any]]:
    nothing = object()
    while True:
        pair = next(left, nothing), next(right, nothing)
        if pair == (nothing, nothing):
            return
        yield tuple("nothing" if one is nothing else one for one in pair)  # type: ignore[misc]
