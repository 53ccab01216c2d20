"""Tables made quick to fill: without the indexes that only serve reading, and without a log."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def quick_to_fill(tables: list[str]) -> Iterator[None]:
    """The indexes that no constraint needs are made anew at the end."""
    definitions = dropped_indexes(tables)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("SET maintenance_work_mem = '1GB'")
        else:
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("PRAGMA cache_size = -1000000")
    yield
    with connection.cursor() as cursor:
        for definition in definitions:
            cursor.execute(definition)


def dropped_indexes(tables: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
                "WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique",
                [tables],
            )
        else:
            marks = ", ".join(["%s"] * len(tables))
            cursor.execute(
                "SELECT '\"' || name || '\"', sql FROM sqlite_master WHERE type = 'index' "  # noqa: S608 - only marks
                f"AND sql LIKE 'CREATE INDEX%%' AND tbl_name IN ({marks})",
                tables,
            )
        found = cursor.fetchall()
        for name, _definition in found:
            cursor.execute(f"DROP INDEX {name}")
    return [definition for _name, definition in found]


def keep_no_log() -> None:
    """A database that can be made again needs no protection from a crash."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, oid FROM pg_class WHERE relkind = 'r' AND relpersistence = 'p' "
            "AND relnamespace = 'public'::regnamespace"
        )
        left = dict(cursor.fetchall())
        cursor.execute(
            "SELECT conrelid, confrelid FROM pg_constraint WHERE contype = 'f' AND conrelid <> confrelid"
        )
        links = set(cursor.fetchall())
        while left:
            # One that still logs may not refer to one that does not.
            referred = {target for source, target in links if source in left.values()}
            free = [name for name, key in left.items() if key not in referred] or list(left)
            for name in free:
                cursor.execute(f'ALTER TABLE "{name}" SET UNLOGGED')
                del left[name]


def set_sequences(models: list) -> None:
    """Rows were written with their keys: the next one of ours must not meet them."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in models:
            table, key = model._meta.db_table, model._meta.pk.column
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', key])
            if (name := cursor.fetchone()[0]) is not None:
                cursor.execute(f'SELECT setval(%s, (SELECT max("{key}") FROM "{table}"))', [name])  # noqa: S608 - our own names
