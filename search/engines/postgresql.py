"""tsvector with GIN. Tokens are given as they are: no text search configuration has a say."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import BooleanField, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.lookups import IsNull

from publishing.reading import reading_connection
from search.engines.visible import is_visible
from search.models import Entry

if TYPE_CHECKING:
    from search.engines import Expression


def write_entries(rows: Sequence[tuple[int, Sequence[str]]]) -> None:
    """Key and tokens of each; their order is of no account."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE search_entry SET lexemes = array_to_tsvector(%s::text[]) WHERE id = %s",
            [(sorted(set(tokens)), key) for key, tokens in rows],
        )


def write_passages(rows: Sequence[tuple[int, Sequence[str], Sequence[str]]]) -> None:
    """Key, tokens in the order of the text, and tokens that narrow."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE search_passage SET lexemes = %s::tsvector || array_to_tsvector(%s::text[]) WHERE id = %s",
            [(_positioned(tokens), sorted(set(marks)), key) for key, tokens, marks in rows],
        )


def _positioned(tokens: Sequence[str]) -> str:
    return " ".join(f"{_quoted(token)}:{position}" for position, token in enumerate(tokens, start=1))


def remove_entries(keys: Sequence[int]) -> None:
    """They go with their rows."""


def remove_passages(keys: Sequence[int]) -> None:
    """They go with their rows."""


def entries(expression: "Expression", *, limit: int) -> list[int]:
    """The latest first. What matches is found by the index before it is put in order."""
    with reading_connection().cursor() as cursor:
        cursor.execute(
            "WITH found AS MATERIALIZED ("  # noqa: S608 - all of it is ours
            " SELECT id, visible_from, visible_until FROM search_entry WHERE lexemes @@ %s::tsquery)"
            f" SELECT id FROM found WHERE {is_visible('found')} ORDER BY id DESC LIMIT %s",
            [_query(expression), limit],
        )
        return [key for (key,) in cursor.fetchall()]


def has_words(expression: "Expression", *, kind: str, is_common: bool) -> Q | IsNull:
    """Of a row in a list of that kind. The keys of all such rows are looked up first, unless they are so many
    that it is quicker to walk over the list in its order and ask each row."""
    if is_common:
        matches = RawSQL("lexemes @@ %s::tsquery", [_query(expression)], output_field=BooleanField())
        of_row = Entry.objects.filter(matches, record_kind=kind, record_id=OuterRef("pk"), part="")
        # The one row, or none: which the planner cannot turn into a join, and so into looking all up.
        return IsNull(Subquery(of_row.values("pk")[:1]), False)
    # Of beginnings of words the planner knows no number, and would walk for the rarest.
    keys = (
        "WITH found AS MATERIALIZED ("
        " SELECT record_id FROM search_entry WHERE record_kind = %s AND part = '' AND lexemes @@ %s::tsquery)"
        " SELECT record_id FROM found"
    )
    return Q(pk__in=RawSQL(keys, [kind, _query(expression)]))  # noqa: S611 - nobody types it


def passages(expression: "Expression", *, entries: Sequence[int], each: int) -> RawSQL:
    """The keys of the first few of each entry, as a part of another question."""
    return RawSQL(
        "SELECT id FROM ("
        " SELECT id, row_number() OVER (PARTITION BY entry_id ORDER BY ordinal) AS rank"
        " FROM search_passage WHERE entry_id = ANY(%s) AND lexemes @@ %s::tsquery"
        ") AS found WHERE rank <= %s",
        [list(entries), _query(expression), each],
    )


def _query(expression: "Expression") -> str:
    groups = [f"({' | '.join(_term(term) for term in group)})" for group in expression.groups]
    return " & ".join([*groups, *(f"!{_quoted(token)}" for token in expression.without)])


def _term(term: str | tuple[str, ...]) -> str:
    if isinstance(term, tuple):
        return f"({' <-> '.join(_quoted(token) for token in term)})"
    return f"{_quoted(term[:-1])}:*" if term.endswith("*") else _quoted(term)


def _quoted(token: str) -> str:
    escaped = token.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
