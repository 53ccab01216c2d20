"""FTS5. Each row's text is its tokens, separated by blanks."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from publishing.reading import reading_connection
from search.engines.visible import is_visible

if TYPE_CHECKING:
    from search.engines import Expression


def write_entries(rows: Sequence[tuple[int, Sequence[str]]]) -> None:
    remove_entries([key for key, _tokens in rows])
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_entry_words (rowid, tokens) VALUES (%s, %s)",
            [(key, " ".join(sorted(set(tokens)))) for key, tokens in rows],
        )


def write_passages(rows: Sequence[tuple[int, Sequence[str], Sequence[str]]]) -> None:
    remove_passages([key for key, _tokens, _marks in rows])
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_passage_words (rowid, tokens) VALUES (%s, %s)",
            [(key, " ".join([*tokens, *sorted(set(marks))])) for key, tokens, marks in rows],
        )


def remove_entries(keys: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM search_entry_words WHERE rowid = %s", [(key,) for key in keys])


def remove_passages(keys: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM search_passage_words WHERE rowid = %s", [(key,) for key in keys])


def entries(expression: "Expression", *, limit: int) -> list[int]:
    """The latest first."""
    with reading_connection().cursor() as cursor:
        cursor.execute(
            "SELECT e.id FROM search_entry_words AS w"  # noqa: S608 - all of it is ours
            " CROSS JOIN search_entry AS e ON e.id = w.rowid"
            f" WHERE search_entry_words MATCH %s AND {is_visible('e')}"
            " ORDER BY w.rowid DESC LIMIT %s",
            [_query(expression), limit],
        )
        return [key for (key,) in cursor.fetchall()]


def has_words(expression: "Expression", *, kind: str, is_common: bool) -> Q:
    """Of a row in a list of that kind. The keys of all such rows are looked up, however many they are."""
    keys = (
        "SELECT e.record_id FROM search_entry_words AS w CROSS JOIN search_entry AS e ON e.id = w.rowid"
        " WHERE search_entry_words MATCH %s AND e.record_kind = %s AND e.part = ''"
    )
    return Q(pk__in=RawSQL(keys, [_query(expression), kind]))  # noqa: S611 - nobody types it


def passages(expression: "Expression", *, entries: Sequence[int], each: int) -> RawSQL:
    """The keys of the first few of each entry, as a part of another question."""
    return RawSQL(
        "SELECT id FROM ("
        " SELECT p.id, row_number() OVER (PARTITION BY p.entry_id ORDER BY p.ordinal) AS rank"
        " FROM search_passage_words AS w CROSS JOIN search_passage AS p ON p.id = w.rowid"
        " WHERE search_passage_words MATCH %s"
        "  AND p.entry_id IN (SELECT value FROM json_each(%s))"
        ") WHERE rank <= %s",
        [_query(expression), json.dumps(list(entries)), each],
    )


def _query(expression: "Expression") -> str:
    groups = [f"({' OR '.join(_term(term) for term in group)})" for group in expression.groups]
    wanted = " AND ".join(groups)
    if not expression.without:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(_quoted(token) for token in expression.without)})"


def _term(term: str | tuple[str, ...]) -> str:
    if isinstance(term, tuple):
        return _quoted(" ".join(term))
    return f"{_quoted(term[:-1])} *" if term.endswith("*") else _quoted(term)


def _quoted(token: str) -> str:
    escaped = token.replace('"', '""')
    return f'"{escaped}"'
