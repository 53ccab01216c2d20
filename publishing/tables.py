"""A shape as the columns of a table, and what each of them means."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from rest_framework import serializers

from publishing.formulas import armoured
from publishing.languages import name_of_language
from publishing.selection import serializer_of
from publishing.serializers import LANGUAGES, TextSerializer

# So that spreadsheet programs read it as UTF-8, and Arabic as Arabic.
BOM = "\ufeff"


@dataclass(frozen=True)
class Column:
    """`path` leads to the value in the JSON of a record; joined with dots it is the name of the column."""

    path: tuple[str, ...]
    kind: str
    meaning: str
    values: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return ".".join(self.path)

    def cell(self, record: Any) -> str:
        value = record
        for key in self.path:
            value = value.get(key) if value else None
        if value is None or value == []:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (list, dict)):
            return orjson.dumps(value).decode()
        return armoured(value) if isinstance(value, str) else str(value)


def columns_of_shape(serializer: Any, names: Iterable[str]) -> list[Column]:
    """One for each text in each language, each end of a date, each key of what is joined; lists are JSON."""
    wanted = set(names)
    return [
        column
        for name, field in serializer.fields.items()
        if name in wanted
        for column in _columns(field, (name,), "")
    ]


def _columns(field: Any, path: tuple[str, ...], context: str) -> Iterator[Column]:
    noted = getattr(field, "_spectacular_annotation", {}).get("field", field)
    shape = noted() if isinstance(noted, type) and issubclass(noted, serializers.BaseSerializer) else noted
    meaning = " ".join(filter(None, (context, _meaning(field, shape))))
    if isinstance(shape, TextSerializer):
        for code in LANGUAGES:
            yield Column((*path, code), "text", f"{meaning} In {name_of_language(code)}.")
    elif isinstance(shape, serializers.Serializer):
        for name, part in shape.fields.items():
            yield from _columns(part, (*path, name), meaning)
    elif isinstance(shape, dict) and "enum" in shape.get("additionalProperties", {}):
        for code in LANGUAGES:
            told = f"{meaning} Of the {name_of_language(code)} one."
            yield Column((*path, code), "code", told, tuple(shape["additionalProperties"]["enum"]))
    else:
        yield Column(path, _kind(shape), meaning, tuple(getattr(shape, "choices", ())))


def _meaning(field: Any, shape: Any) -> str:
    """What the field says of itself, or else its shape, or else its name."""
    told = field.help_text or (shape.get("description") if isinstance(shape, dict) else "")
    if not told and isinstance(shape, serializers.BaseSerializer):
        told = type(getattr(shape, "child", shape)).__doc__
    text = str(told or field.field_name.replace("_", " ").capitalize()).strip()
    return text if text.endswith((".", "?")) else f"{text}."


KINDS = (
    (serializers.BaseSerializer, "JSON"),
    (serializers.ListField, "JSON"),
    (serializers.ChoiceField, "code"),
    (serializers.BooleanField, "true or false"),
    (serializers.IntegerField, "number"),
    (serializers.DateTimeField, "moment"),
    (serializers.DateField, "day"),
    (serializers.URLField, "address"),
)


def _kind(shape: Any) -> str:
    if isinstance(shape, dict):
        told = shape["type"]
        types = {told} if isinstance(told, str) else set(told)
        if types & {"object", "array"}:
            return "JSON"
        return "address" if shape.get("format") == "uri" else "number" if "integer" in types else "text"
    return next((kind for of, kind in KINDS if isinstance(shape, of)), "text")


def lines(rows: Iterable[Iterable[str]], *, is_beginning: bool = True) -> Iterator[bytes]:
    """As CSV (RFC 4180): one piece for each row."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    before = BOM if is_beginning else ""
    for row in rows:
        writer.writerow(row)
        yield (before + buffer.getvalue()).encode()
        before = ""
        buffer.seek(0)
        buffer.truncate()


DICTIONARY = ("list", "column", "kind", "meaning", "values", "on demand")


def dictionary(lists: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Of all lists: name → view. What is on demand is there only if `include` or `fields` asks for it."""
    yield DICTIONARY
    for name, view in lists.items():
        serializer = serializer_of(view)
        for column in columns_of_shape(serializer, serializer.fields):
            on_demand = "true" if column.path[0] in serializer.on_demand else "false"
            yield name, column.name, column.kind, column.meaning, " ".join(column.values), on_demand
