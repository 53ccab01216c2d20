"""What is in a PostgreSQL database, written so that it can be compared."""

import re
from hashlib import sha256
from typing import Any

from operations.backup.contents import Contents

SCHEMA = "public"
# PostgreSQL writes casts otherwise after a dump was read than it did when the table was made.
CAST = re.compile(r"::(?:character varying|text|bpchar|\w+)(?:\(\d+\))?(?:\[\])?|[()\s]")
ORDER_OF_BYTES = ' COLLATE "C"'
WRITTEN_SO = {
    "TimeZone": "UTC", "DateStyle": "ISO", "IntervalStyle": "postgres", "extra_float_digits": "3",
    "bytea_output": "hex", "search_path": "public",
}  # fmt: skip
# Each with the columns of its key, and whether they hold text.
TABLES = """
    SELECT relname, coalesce((
        SELECT array_agg(
            ARRAY[attname::text, (collname IS NOT NULL)::text] ORDER BY array_position(indkey::int2[], attnum)
        )
        FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
        LEFT JOIN pg_collation ON pg_collation.oid = attcollation
        WHERE indrelid = pg_class.oid AND indisprimary
    ), '{}')
    FROM pg_class WHERE relkind = 'r' AND relnamespace = %s::regnamespace ORDER BY relname
"""
# Whether a column may be null stands with the column: PostgreSQL 18 alone has constraints for it, too.
SCHEMA_QUERIES = [
    """
    SELECT 'column ' || relname || '.' || attname, concat_ws(' ', format_type(atttypid, atttypmod),
        CASE WHEN attnotnull THEN 'not null' END, 'identity ' || nullif(attidentity::text, ''),
        'default ' || pg_get_expr(adbin, adrelid))
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped AND relnamespace = %(schema)s::regnamespace
    """,
    """
    SELECT 'constraint ' || conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = %(schema)s::regnamespace AND conrelid <> 0 AND contype <> 'n'
    """,
    """
    SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = %(schema)s
    """,
    """
    SELECT 'trigger ' || tgrelid::regclass || '.' || tgname,
        pg_get_triggerdef(pg_trigger.oid) || ' ' || tgenabled::text
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND relnamespace = %(schema)s::regnamespace
    """,
    """
    SELECT 'function ' || proname, pg_get_functiondef(oid) FROM pg_proc
    WHERE pronamespace = %(schema)s::regnamespace AND prokind = 'f'
        AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    """,
]
# Whom somebody has given rights to.
ROLES = """
    SELECT DISTINCT grantee::regrole::text FROM pg_class, aclexplode(relacl)
    WHERE relnamespace = %s::regnamespace AND grantee <> 0 AND grantee <> relowner ORDER BY 1
"""


def described(cursor: Any) -> Contents:
    """Whatever the session's settings: the same value is always written the same."""
    cursor.execute("SET LOCAL statement_timeout = 0")
    for name, value in WRITTEN_SO.items():
        cursor.execute(f"SET LOCAL {name} = %s", [value])
    found = Contents()
    cursor.execute(TABLES, [SCHEMA])
    for table, keys in cursor.fetchall():
        found.tables[table] = _rows_of(cursor, table, keys)
    for query in SCHEMA_QUERIES:
        cursor.execute(query, {"schema": SCHEMA})
        found.schema |= {name: CAST.sub("", told) for name, told in cursor.fetchall()}
    cursor.execute(ROLES, [SCHEMA])
    found.roles = [name for (name,) in cursor.fetchall()]
    return found


def _rows_of(cursor: Any, table: str, keys: list[tuple[str, str]]) -> tuple[int, str]:
    digest, count = sha256(), 0
    order = ", ".join(f'"{key}"{ORDER_OF_BYTES if is_text == "true" else ""}' for key, is_text in keys)
    rows = f'SELECT * FROM {SCHEMA}."{table}" ORDER BY {order or "ctid"}'  # noqa: S608 - its own names
    with cursor.db.wrap_database_errors, cursor.copy(f"COPY ({rows}) TO STDOUT") as written:
        for row in written:
            # A line end within a value is written as \\n.
            count += bytes(row).count(b"\n")
            digest.update(row)
    return count, digest.hexdigest()


def numbers_in(cursor: Any) -> dict[str, int]:
    """Of each sequence the last number given out; 0 before the first."""
    cursor.execute(
        "SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = %s", [SCHEMA]
    )
    return dict(cursor.fetchall())


def spans(before: dict[str, int], after: dict[str, int]) -> dict[str, tuple[int, int]]:
    return {name: (before[name], after[name]) for name in sorted(before.keys() & after.keys())}
