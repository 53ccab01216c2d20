"""What a value in the files may be. Each check raises ValueError with what is wrong."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django_countries import countries

from publishing.dates import PartialDate
from publishing.fields import validate_addresses

Check = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Field:
    check: Check
    required: bool = True
    # Why the field has no place in the portal; empty if it has one.
    left_out: str = ""


Shape = dict[str, Field]


def must(check: Check) -> Field:
    return Field(check)


def may(check: Check) -> Field:
    return Field(check, required=False)


def left_out(why: str, check: Check | None = None, *, required: bool = True) -> Field:
    return Field(check or anything, required=required, left_out=why)


def anything(value: Any) -> None:
    """For what is left out."""


def text(value: Any) -> None:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{value!r} is not a text.")


def slug(value: Any) -> None:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise ValueError(f"{value!r} is not a slug: small letters, digits and single hyphens.")


def boolean(value: Any) -> None:
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} is neither true nor false.")


def number(value: Any) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{value!r} is not a whole number.")


def date(value: Any) -> None:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a date.")
    try:
        PartialDate.parse(value)
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from error


def addresses(value: Any) -> None:
    try:
        validate_addresses(value)
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from error


def country(value: Any) -> None:
    if not isinstance(value, str) or value not in countries:
        raise ValueError(f"{value!r} is not the code of a country.")


def or_none(check: Check) -> Check:
    def check_unless_none(value: Any) -> None:
        if value is not None:
            check(value)

    return check_unless_none


def one_of(choices: Iterable[Any]) -> Check:
    known = list(choices)

    def check_choice(value: Any) -> None:
        if value not in known:
            raise ValueError(f"{value!r} is not one of {', '.join(map(str, known))}.")

    return check_choice


def each(check: Check) -> Check:
    """A list of which every item passes."""

    def check_list(value: Any) -> None:
        if not isinstance(value, list):
            raise ValueError(f"{value!r} is not a list.")
        for item in value:
            check(item)

    return check_list


def row(value: Any) -> None:
    if not isinstance(value, dict):
        raise ValueError(f"{value!r} is not a row of named fields.")


def row_of(shape: Shape) -> Check:
    def check_row(value: Any) -> None:
        for field, message in faults(value, shape):
            raise ValueError(f"{field}: {message}" if field else message)

    return check_row


def faults(row: Any, shape: Shape) -> list[tuple[str, str]]:
    """What is wrong with the row: (field, message)."""
    if not isinstance(row, dict):
        return [("", f"{row!r} is not a row of named fields.")]
    found = [
        (name, "This field is unknown: map it, or name it as left out.") for name in row if name not in shape
    ]
    for name, field in shape.items():
        if name not in row:
            if field.required:
                found.append((name, "This field is missing."))
            continue
        try:
            field.check(row[name])
        except ValueError as error:
            found.append((name, str(error)))
    return found
