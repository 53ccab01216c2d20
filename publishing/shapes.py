"""How the shapes of the API are read: a page of records with all their parts, by one statement.

A shape is a serializer: it says which keys there are, and its fields say which columns they are made of.
Records and parts alike come out of the database as JSON arrays of just those columns, so no row becomes an
object on its way, what nobody asked for is not read, and a page costs the same statement however long it is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from operator import itemgetter
from typing import Any

import orjson
from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, TextField, Value, Window
from django.db.models.functions import RowNumber

from publishing.selection import serializer_of
from publishing.statements import KeptStatement

Row = list[Any]
# For each branch of a statement: key of the row it belongs to → its rows.
Found = list[dict[Any, list[Row]]]
Reader = Callable[[Row, Found], Any]
# Stands in the parameters of a statement until it is asked of a page.
KEYS = object()


class JSONRow(Func):
    """The columns of a row as a JSON array."""

    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSON_ARRAY", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "JSON_BUILD_ARRAY(%(expressions)s)::text"
        return self.as_sql(compiler, connection, template=template, **context)


class OfPage(Func):
    """That a key is one of the page's."""

    arity = 1
    output_field = BooleanField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self._asked(compiler, "%s IN (SELECT value FROM JSON_EACH(%%s))")

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self._asked(compiler, "%s = ANY(%%s::bigint[])")

    def _asked(self, compiler: Any, template: str) -> Any:
        sql, parameters = compiler.compile(self.source_expressions[0])
        return template % sql, [*parameters, KEYS]


@dataclass(frozen=True, eq=False)
class Rows:
    """Which rows a key of a shape is made of: narrowed to what is public, and in order.

    `of` leads from such a row to the one it belongs to; `key` is the column that names that one, its own key
    if nothing is said. `where` may speak of the latter as `owner`.
    """

    queryset: QuerySet
    of: str
    key: str = "pk"
    where: Q = field(default_factory=Q)


@dataclass(eq=False)
class Branch:
    """One table's part in a statement."""

    number: int
    rows: Rows
    parent: "Branch | None"
    columns: list[str] = field(default_factory=list)

    def narrowed(self) -> QuerySet:
        owned = self.rows.queryset.annotate(owner=F(self.rows.of))
        if self.parent is None or (self.parent.parent is None and self.rows.key == "pk"):
            return owned.filter(OfPage(F("owner")), self.rows.where)
        owners = self.parent.narrowed().order_by().values(self.rows.key)
        return owned.filter(self.rows.where, owner__in=owners)

    def query(self) -> Any:
        rows = self.narrowed()
        by_default = rows.model._meta.ordering if rows.query.default_ordering else ()
        order: Any = rows.query.order_by or by_default
        is_ordered = order and self.parent is not None
        place: Any = Window(RowNumber(), order_by=list(order)) if is_ordered else Value(0)
        columns = JSONRow(*(F(column) for column in self.columns))
        found = rows.order_by().annotate(branch=Value(self.number), place=place, columns=columns)
        # Not by `values_list()`, whose order is another where a model has texts in several languages.
        query = found.query.chain()
        query.set_values(("branch", "owner", "place", "columns"))
        return query


class Scope:
    """Where a field finds its columns: a branch, and there the row itself or one it is joined to."""

    def __init__(self, statement: "Statement", branch: Branch, *, prefix: str = "", told: Iterable[str] = ()):
        self.statement, self.branch, self.prefix, self.told = statement, branch, prefix, frozenset(told)
        self._parts: dict[str, tuple[Branch, int]] = {}

    @property
    def model(self) -> Any:
        model = self.branch.rows.queryset.model
        for step in self.prefix.split("__")[:-1]:
            model = model._meta.get_field(step).related_model
        return model

    def at(self, column: str) -> int:
        """Where in the row the column stands."""
        columns, name = self.branch.columns, self.prefix + column
        if name not in columns:
            columns.append(name)
        return columns.index(name)

    def joined(self, name: str) -> "Scope":
        return Scope(self.statement, self.branch, prefix=f"{self.prefix}{name}__")

    def parts(self, name: str, rows: Callable[[], Rows]) -> tuple[Branch, int]:
        """The branch of those rows, asked for once, and where in this row the key stands that they name."""
        if name not in self._parts:
            found = rows()
            key = self.prefix + found.key
            branch = self.statement.add(Rows(found.queryset, found.of, key, found.where), self.branch)
            self._parts[name] = branch, self.at(found.key)
        return self._parts[name]


class Statement:
    """All branches of one shape, asked together."""

    def __init__(self, queryset: QuerySet) -> None:
        self.branches: list[Branch] = []
        self.main = self.add(Rows(queryset, "pk"), None)
        self._compiled: dict[str, KeptStatement] = {}

    def add(self, rows: Rows, parent: Branch | None) -> Branch:
        branch = Branch(len(self.branches), rows, parent)
        self.branches.append(branch)
        return branch

    def ask(self, keys: list[int]) -> Found:
        # As a text that the database reads: the driver would look at each key.
        listed = ",".join(map(str, keys))
        page = f"{{{listed}}}" if connection.vendor == "postgresql" else f"[{listed}]"
        found: Found = [{} for _ in self.branches]
        rows = self._kept().rows({"keys": page})
        rows.sort(key=itemgetter(2))
        # All at once: hundreds of small arrays cost more to begin with than to read.
        read = orjson.loads(f"[{','.join([row[3] for row in rows])}]")
        for (number, owner, _place, _columns), row in zip(rows, read, strict=True):
            found[number].setdefault(owner, []).append(row)
        return found

    def _kept(self) -> KeptStatement:
        """It is the same for every page: only the keys differ."""
        if connection.vendor not in self._compiled:
            parts: list[str] = []
            parameters: list[tuple[str | None, Any]] = []
            for branch in self.branches:
                sql, values = branch.query().get_compiler(connection=connection).as_sql()
                parts.append(sql)
                parameters.extend(("keys" if value is KEYS else None, value) for value in values)
            self._compiled[connection.vendor] = KeptStatement(" UNION ALL ".join(parts), parameters)
        return self._compiled[connection.vendor]


class Shape:
    """A serializer, or the keys of it that are wanted, ready to be read from the rows of a queryset."""

    def __init__(self, serializer: Any, queryset: QuerySet, names: tuple[str, ...] | None = None) -> None:
        names = tuple(serializer.fields) if names is None else names
        self.statement = Statement(queryset)
        told = [name for name in serializer.fields if name in names or name not in serializer.on_demand]
        scope = Scope(self.statement, self.statement.main, told=told)
        scope.at("pk")
        self.read_row = object_reader(serializer, scope, names)

    def read(self, keys: list[int]) -> list[dict[str, Any]]:
        """In the order of the keys; one that is public no longer is left out."""
        if not keys:
            return []
        found = self.statement.ask(keys)
        records = found[0]
        return [self.read_row(records[key][0], found) for key in keys if key in records]

    def of_object(self, record: Any) -> dict[str, Any]:
        """Of a record at hand; of shapes without parts."""
        row = [reduce(getattr, column.split("__"), record) for column in self.statement.main.columns]
        return self.read_row(row, [{}])


@lru_cache(maxsize=256)
def shape_of(view: Any, names: tuple[str, ...]) -> Shape:
    """Of a list's view, which has the serializer and the queryset."""
    return Shape(serializer_of(view), view.queryset.published(), names)


def object_reader(serializer: Any, scope: Scope, names: Iterable[str] | None = None) -> Reader:
    readers = serializer.readers(scope, serializer.fields if names is None else names)

    def read(row: Row, found: Found) -> dict[str, Any]:
        return {name: reader(row, found) for name, reader in readers}

    return read
