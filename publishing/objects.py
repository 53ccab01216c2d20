"""Records as objects out of the rows of a shape, for the few texts made by code that knows objects."""

from collections.abc import Callable
from typing import Any

from django.db import models

from publishing.languages import translated_fields
from publishing.serializers import as_list, as_moment
from publishing.shapes import Found, Row, Rows, Scope


def record_reader(scope: Scope, *joined: str) -> Callable[[Row, Found], Any]:
    """The record in a row, without its long texts, and with those it is joined to."""
    model = scope.model
    stored = set(translated_fields(model))
    fields = [
        field
        for field in model._meta.concrete_fields
        if not (field.generated or isinstance(field, models.TextField) or field.name in stored)
    ]
    columns = [(field.attname, scope.at(field.attname), _converter(field)) for field in fields]
    others = {name: record_reader(scope.joined(name)) for name in joined}

    def read(row: Row, found: Found) -> Any:
        record = model(**{name: convert(row[place]) for name, place, convert in columns})
        for name, other in others.items():
            setattr(record, name, other(row, found))
        return record

    return read


def parts_as_records(scope: Scope, name: str, rows: Rows, *joined: str) -> Callable[[Row, Found], list[Any]]:
    branch, key = scope.parts(f"{name} as records", lambda: rows)
    read = record_reader(Scope(scope.statement, branch), *joined)
    return lambda row, found: [read(part, found) for part in found[branch.number].get(row[key], ())]


def _converter(field: models.Field) -> Callable[[Any], Any]:
    if isinstance(field, models.JSONField):
        return as_list
    if isinstance(field, models.DateTimeField):
        return lambda value: field.to_python(as_moment(value))
    return field.to_python
