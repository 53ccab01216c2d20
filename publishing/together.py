"""Several questions to the database, asked together in one statement that is written only once.

Django takes several times as long to write a statement as a database takes to answer it, and each answer
costs a way there and back. So a page says all that it shows in one place, as querysets:

    PAGE = Together(lambda pk: {"speakers": Speaker.objects.filter(event=pk), "items": …})
    found = PAGE.ask(pk=event.pk)

The rows come back as JSON and become the same objects that each queryset alone would have given; or, much
lighter, what `Shaped` says; or their number, where they are `Counted`.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from inspect import getattr_static
from itertools import chain
from typing import Any
from uuid import UUID

import orjson
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet, prefetch_related_objects
from django.db.models.base import ModelState
from django.db.models.fields.files import FileDescriptor
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.query_utils import DeferredAttribute
from django.utils.connection import ConnectionProxy
from django_countries.fields import CountryDescriptor
from modeltranslation.fields import TranslationFieldDescriptor
from modeltranslation.manager import MultilingualQuerySet

from publishing.reading import reading_alias
from publishing.statements import KeptStatement

Rows = Iterable[list[Any]]


@dataclass(frozen=True)
class Shaped:
    """Rows made out of some columns alone: `shape` is a named tuple that names them."""

    rows: QuerySet
    shape: Any


@dataclass(frozen=True)
class Counted:
    """How many rows there are, as the one thing in the list."""

    rows: QuerySet


Build = Callable[..., dict[str, QuerySet | Shaped | Counted]]

KEPT_STATEMENTS = 200
# Nearly the highest of a column of whole numbers in PostgreSQL: no key and no date comes near it.
A_NUMBER = 2**31 - 1000
# More arguments than this no function takes, in either database.
MOST_ARGUMENTS = 100
# Of these, each keeps the value of its column as it comes from the database, and does nothing else.
KEEP_A_VALUE = (
    *(DeferredAttribute, ForeignKeyDeferredAttribute, FileDescriptor),
    *(TranslationFieldDescriptor, CountryDescriptor),
)
# What JSON has no form for, and PostgreSQL's driver would have given; SQLite keeps all of these as text.
READ_FROM_JSON: dict[str, Callable[[Any], Any]] = {
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "TimeField": time.fromisoformat,
    "UUIDField": UUID,
}
NOT_IN_JSON = {"BinaryField", "DecimalField", "DurationField", "FloatField"}


class Together:
    """`build` makes the querysets of a page, by name.

    The texts and numbers it is given are only put into the statement, so it must not look at them; with
    other things, such as a day, another statement is written.
    """

    def __init__(self, build: Build) -> None:
        self.statement = lru_cache(KEPT_STATEMENTS)(lambda _alias, *given: Statement(build, dict(given)))

    def ask(self, **values: Hashable) -> dict[str, list[Any]]:
        given = ((name, type(value) if is_put_in(value) else value) for name, value in values.items())
        # Records know which database they are from, and what they lack is read there.
        return self.statement(reading_alias(), *given).ask(values)


def asked_once(**querysets: QuerySet | Shaped | Counted) -> dict[str, list[Any]]:
    """The same where the statement is another one each time, as with a list of keys: none is kept."""
    return Statement(lambda: querysets, {}).ask({})


def is_put_in(value: Any) -> bool:
    return type(value) in (str, int)


class Statement:
    def __init__(self, build: Build, given: dict[str, Any]) -> None:
        # Stand in the parameters until it is asked; no value of ours looks like them.
        marks = {
            name: f"\ue000{name}" if kind is str else A_NUMBER - place
            for place, (name, kind) in enumerate(given.items())
            if kind in (str, int)
        }
        querysets = build(**{**given, **marks})
        self.questions = {name: Question(rows) for name, rows in querysets.items()}
        asked = self.asked = [question for question in self.questions.values() if question.sql]
        if len(asked) == 1 and not asked[0].is_count:
            sql = asked[0].sql
        else:
            sql = f"SELECT {', '.join(question.as_json() for question in asked)}"
        names = {mark: name for name, mark in marks.items()}
        parameters = list(chain.from_iterable(question.parameters for question in asked))
        # PostgreSQL's numbers come wrapped in types of their own; one that is put in needs none.
        put_in = [
            (names.get(value) if isinstance(value, (str, int)) else None, value) for value in parameters
        ]
        self.kept = KeptStatement(sql, put_in)
        lost = set(marks) - {name for name, _value in put_in}
        if lost and asked:
            raise TypeError(f"{', '.join(sorted(lost))} did not come through as it was given.")
        unasked = [name for name, question in self.questions.items() if not question.sql]
        numbers = {name: 1 for name, kind in given.items() if kind is int}
        if unasked and numbers:
            # PostgreSQL is not asked for a number that a column has no room for; for 1 every column has.
            small = build(**{**given, **marks, **numbers})
            if left_out := [name for name in unasked if Question(small[name]).sql]:
                raise TypeError(f"{', '.join(left_out)}: a column has no room for what stands for a number.")

    def ask(self, values: dict[str, Any]) -> dict[str, list[Any]]:
        answers = iter(self._answers(values) if self.asked else ())
        return {
            name: question.found(next(answers)) if question.sql else question.nothing
            for name, question in self.questions.items()
        }

    def _answers(self, values: dict[str, Any]) -> Iterable[Rows]:
        found = self.kept.rows(values)
        if len(self.asked) == 1 and not self.asked[0].is_count:
            return [found]
        return [question.from_json(answer) for question, answer in zip(self.asked, found[0], strict=True)]


class Question:
    """One queryset: its statement, and the way from rows to what it would have given. The queryset itself and
    its compiler are not kept: many statements are, and these are most of what one weighs."""

    def __init__(self, asked: QuerySet | Shaped | Counted) -> None:
        self.is_count = isinstance(asked, Counted)
        self.nothing: list[Any] = [0] if self.is_count else []
        rows = asked if isinstance(asked, QuerySet) else asked.rows
        if isinstance(asked, Shaped):
            # Columns as they are named: modeltranslation would add to them, in an order of its own.
            plain = rows.rewrite(False) if isinstance(rows, MultilingualQuerySet) else rows
            rows = plain.prefetch_related(None).values_list(*asked.shape._fields)
        self.model = rows.model
        self.lookups = rows._prefetch_related_lookups  # type: ignore[attr-defined]
        # Of this thread; what its converters ask of a connection, all answer alike.
        self.database = _real(connection)
        compiler: Any = rows.query.get_compiler(connection=self.database)
        try:
            self.sql, self.parameters = compiler.as_sql()
        except EmptyResultSet:
            self.sql, self.parameters = "", ()
            return
        columns = [column[0] for column in compiler.select]
        self.converters = list(compiler.get_converters(columns).items())
        kinds = [column.output_field.get_internal_type() for column in columns]
        self.not_in_json = NOT_IN_JSON.intersection(kinds)
        self.is_json = [kind == "JSONField" for kind in kinds]
        self.readers = {} if connection.vendor == "sqlite" else _readers(kinds)
        self.make: Callable[[Any], Any] = tuple
        if isinstance(asked, Shaped):
            self.make = asked.shape._make
        elif issubclass(rows._iterable_class, ModelIterable):
            self.make = _maker(compiler, rows.db)

    def as_json(self) -> str:
        """A statement of one column and one row."""
        if self.is_count:
            return f"(SELECT COUNT(*) FROM ({self.sql}) q)"  # noqa: S608 - Django's
        if self.not_in_json:
            raise TypeError(f"{self.model.__name__}: JSON cannot hold a {', '.join(self.not_in_json)}.")
        names = [f"c{place}" for place in range(len(self.is_json))]
        is_sqlite = connection.vendor == "sqlite"
        # As text, the form in which its field expects it.
        shown = [
            f"{name}::text" if is_json and not is_sqlite else name
            for name, is_json in zip(names, self.is_json, strict=True)
        ]
        array = "json_array" if is_sqlite else "json_build_array"
        pieces = [
            f"{array}({', '.join(shown[start : start + MOST_ARGUMENTS])})"
            for start in range(0, len(shown), MOST_ARGUMENTS)
        ]
        row = f"{array}({', '.join(pieces)})"
        gathered = f"json_group_array({row})" if is_sqlite else f"json_agg({row})::text"
        return f"(WITH q ({', '.join(names)}) AS ({self.sql}) SELECT {gathered} FROM q)"  # noqa: S608 - Django's

    def from_json(self, answer: Any) -> Iterable[Any]:
        return [answer] if self.is_count else self._rows(answer)

    def _rows(self, answer: str | None) -> Iterator[list[Any]]:
        readers = self.readers.items()
        for pieces in orjson.loads(answer) if answer else ():
            row = pieces[0] if len(pieces) == 1 else list(chain.from_iterable(pieces))
            for place, read in readers:
                if row[place] is not None:
                    row[place] = read(row[place])
            yield row

    def found(self, rows: Rows) -> list[Any]:
        if self.is_count:
            return list(rows)
        found = [self.make(self._converted(row)) for row in rows]
        if self.lookups and found:
            prefetch_related_objects(found, *self.lookups)
        return found

    def _converted(self, row: Any) -> Any:
        if not self.converters:
            return row
        converted = list(row)
        for place, (converts, expression) in self.converters:
            value = converted[place]
            for convert in converts:
                value = convert(value, expression, self.database)
            converted[place] = value
        return converted


def _maker(compiler: Any, database: str) -> Callable[[Any], Model]:
    """As Django's own `ModelIterable` does it."""
    select, info = compiler.select, compiler.klass_info
    model = info["model"]
    start, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column[0].target.attname for column in select[start:end]]
    # Its types are those of a later Django, which wants one thing more.
    populators = get_related_populators(info, select, database)  # type: ignore[call-arg]
    annotations = list((compiler.annotation_col_map or {}).items())
    from_row = _from_row(model, names, database)

    def make(row: Any) -> Model:
        made = from_row(row[start:end])
        for populator in populators:
            populator.populate(row, made)
        for name, place in annotations:
            setattr(made, name, row[place])
        return made

    return make


def _from_row(model: Any, names: list[str], database: str) -> Callable[[Any], Model]:
    """As the model's `from_db()`, without what a constructor does that may be given anything: some pages make
    a hundred records."""
    is_usual = model.from_db.__func__ is Model.from_db.__func__  # type: ignore[attr-defined]
    if not is_usual or not all(type(getattr_static(model, name)) in KEEP_A_VALUE for name in names):
        return lambda values: model.from_db(database, names, values)

    def make(values: Any) -> Model:
        record: Model = model.__new__(model)
        record.__dict__.update(zip(names, values, strict=True))
        record._state = state = ModelState()
        state.adding, state.db = False, database
        return record

    return make


def _readers(kinds: list[str]) -> dict[int, Callable[[Any], Any]]:
    return {place: READ_FROM_JSON[kind] for place, kind in enumerate(kinds) if kind in READ_FROM_JSON}


def _real(proxy: Any) -> Any:
    return proxy._connections[proxy._alias] if isinstance(proxy, ConnectionProxy) else proxy


def attach(record: Model, **found: list[Any]) -> None:
    """What hangs off the record, as if it had been prefetched: `record.speakers.all()` gives the list."""
    kept = record.__dict__.setdefault("_prefetched_objects_cache", {})
    kept.update(found)
