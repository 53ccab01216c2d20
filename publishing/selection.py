"""Which keys an answer has: `fields` narrows it, `include` adds to it."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from publishing.problems import BadQueryError

FIELDS, INCLUDE = "fields", "include"


def serializer_of(view: Any) -> Any:
    """One for all requests: it is only ever asked which keys there are."""
    return _serializer_of(view)


@cache
def _serializer_of(view: Any) -> Any:
    serializer = view.serializer_class()
    serializer.includable = _includable(serializer)
    return serializer


def wanted_names(serializer: Any, query: Any, *, is_list: bool) -> tuple[str, ...]:
    """In the order of the shape. What identifies a record is always there."""
    usual = [name for name in serializer.fields if not (is_list and name in serializer.on_demand)]
    asked = names_in(query, FIELDS, serializer.fields)
    added = names_in(query, INCLUDE, serializer.includable)
    chosen = {*(asked or usual), *added, *serializer.identity}
    return tuple(name for name in serializer.fields if name in chosen)


def _includable(serializer: Any) -> list[str]:
    """What is made of other rows than the record's own."""
    return [
        name
        for name, field in serializer.fields.items()
        if name in serializer.rows
        or name in serializer.on_demand
        or getattr(field, "is_of_other_rows", False)
    ]


def asks_for_more(serializer: Any, names: Iterable[str]) -> list[str]:
    """Of the names, those that a list has only on demand."""
    return [name for name in names if name in serializer.on_demand]


def names_in(query: Any, parameter: str, known: Iterable[str]) -> list[str]:
    """The names that a parameter gives, with commas between them."""
    if parameter not in query:
        return []
    names = [name.strip() for name in query[parameter].split(",")]
    unknown = [name for name in names if name not in known]
    if unknown:
        told = f"Known here: {', '.join(known)}." if known else "There is nothing to name here."
        named = ", ".join(f"“{name}”" for name in unknown[:5] if name)
        wrong = f"nothing is called {named}." if named else "a name is missing."
        raise BadQueryError({parameter: f"“{parameter}”: {wrong} {told}"})
    return names


def selection_parameters(serializer: Any) -> list[dict[str, Any]]:
    """For the description of the API."""
    lists = (
        (FIELDS, "Only these keys, and what identifies the record.", list(serializer.fields)),
        (INCLUDE, "Also these keys, whatever `fields` leaves out.", serializer.includable),
    )
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": f"{description} Names with commas between them.",
            "style": "form",
            "explode": False,
            "schema": {"type": "array", "items": {"type": "string", "enum": known}},
            "example": known[:2],
        }
        for name, description, known in lists
        if known
    ]
