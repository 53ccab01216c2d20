"""Reads and writes the fields of a record as comparable values (see `entries.Values`)."""

import json
from contextlib import suppress
from datetime import date
from typing import Any

from django.db import models
from django.db.models import ProtectedError
from django_countries.fields import Country

from publishing.dates import PartialDate, PartialDateField

# The columns of the rows that belong to a record; what is not named here is left to its default.
PARTS: dict[str, tuple[str, ...]] = {
    "memberships": ("standing", "basis", "start", "end", "not_before", "attested", "unlisted"),
    "milestones": ("what", "date", "note_en", "note_fr", "note_ar", "sources", "mirrors"),
    "people": ("order", "name_en", "name_fr", "name_ar", "function_en", "function_fr", "function_ar"),
    "speakers": ("order", "name_en", "name_fr", "name_ar", "function_en", "function_fr", "function_ar"),
    "seats": ("partner", "is_temporary"),
    "participations": ("order", "partner", "role"),
    "provisions": (
        *("eid", "position", "kind", "number", "standing", "sources"),
        *(f"{text}_{language}" for text in ("heading", "text") for language in ("en", "fr", "ar")),
    ),
}
# Rows that others refer to: known by this column, they are changed in place instead of made anew.
KEYS = {"provisions": "eid"}


class Links:
    """Which record the files mean by a slug, also where staff have changed its address since."""

    def __init__(self) -> None:
        self._keys: dict[tuple[type[models.Model], str], Any] = {}
        self._slugs: dict[tuple[type[models.Model], Any], str] = {}

    def add(self, record: models.Model, slug: str) -> None:
        self._keys[type(record), slug] = record.pk
        self._slugs[type(record), record.pk] = slug

    def key_of(self, model: type[models.Model], slug: str) -> Any:
        """None if the record is not there: staff have deleted it."""
        return self._keys.get((model, slug))

    def slug_of(self, model: type[models.Model], key: Any) -> str:
        if (model, key) not in self._slugs:
            # Not one of the files' own: staff have added it.
            self._slugs[model, key] = model._default_manager.values_list("slug", flat=True).get(pk=key)
        return self._slugs[model, key]


def is_date(model: type[models.Model], name: str) -> bool:
    return isinstance(getattr(model, name, None), PartialDateField)


def is_part(name: str) -> bool:
    return name in PARTS


def target(model: type[models.Model], name: str) -> type[models.Model] | None:
    """The model a field links to; None if it holds a value of its own."""
    if is_date(model, name):
        return None
    return model._meta.get_field(name).related_model


def is_many(model: type[models.Model], name: str) -> bool:
    return not is_date(model, name) and bool(model._meta.get_field(name).many_to_many)


def part_model(model: type[models.Model], name: str) -> type[models.Model]:
    found = model._meta.get_field(name).related_model
    assert isinstance(found, type)  # noqa: S101 - the name is one of PARTS
    return found


def read(record: models.Model, name: str, links: Links) -> Any:
    model = type(record)
    if is_part(name):
        rows = getattr(record, name).all()
        return in_order({column: read(row, column, links) for column in PARTS[name]} for row in rows)
    if is_date(model, name):
        when = getattr(record, name)
        return when and [when.start_iso, when.end_iso]
    linked = target(model, name)
    if linked is not None and is_many(model, name):
        return sorted(
            links.slug_of(linked, key) for key in getattr(record, name).values_list("pk", flat=True)
        )
    if linked is not None:
        key = getattr(record, f"{name}_id")
        return None if key is None else links.slug_of(linked, key)
    value = getattr(record, name)
    if isinstance(value, Country):
        return value.code or None
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value


def untouched(model: type[models.Model], name: str) -> Any:
    """What stands in a field that nobody has written."""
    return [] if is_part(name) or is_many(model, name) else read(model(), name, Links())


def with_all_columns(name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows remembered before a column was known."""
    return in_order({column: row.get(column) for column in PARTS[name]} for row in rows)


def reachable(model: type[models.Model], name: str, value: Any, links: Links) -> Any:
    """The value without links to records that are not there any more."""
    if is_part(name):
        rows = part_model(model, name)
        return in_order(
            row
            for row in value
            if all(_leads_somewhere(rows, column, item, links) for column, item in row.items())
        )
    linked = target(model, name)
    if linked is None or value is None:
        return value
    if is_many(model, name):
        return sorted(slug for slug in value if links.key_of(linked, slug) is not None)
    return value if links.key_of(linked, value) is not None else None


def _leads_somewhere(model: type[models.Model], name: str, value: Any, links: Links) -> bool:
    linked = target(model, name)
    return linked is None or links.key_of(linked, value) is not None


def write(record: models.Model, name: str, value: Any, links: Links) -> None:
    """Set a field of the record itself. Many-to-many fields and parts are written after it is saved."""
    model = type(record)
    if is_date(model, name):
        setattr(record, name, value and PartialDate.parse(*value))
        return
    field = model._meta.get_field(name)
    linked = target(model, name)
    if linked is not None:
        setattr(record, f"{name}_id", None if value is None else links.key_of(linked, value))
    elif value is None and not getattr(field, "null", False):
        setattr(record, name, "")
    elif isinstance(field, models.DateField):
        setattr(record, name, value and date.fromisoformat(value))
    else:
        setattr(record, name, value)


def write_links(record: models.Model, name: str, value: list[str], links: Links) -> None:
    linked = target(type(record), name)
    assert linked is not None  # noqa: S101 - the field is a many-to-many one
    getattr(record, name).set([links.key_of(linked, slug) for slug in value])


def write_parts(record: models.Model, name: str, value: list[dict[str, Any]], links: Links) -> None:
    """Rows that are as wanted stay; the others go, or are changed where they have a key, and what is
    missing is made. A row that something of staff's hangs on stays, too."""
    missing, others = list(value), []
    for row in getattr(record, name).all():
        stands = {column: read(row, column, links) for column in PARTS[name]}
        if stands in missing:
            missing.remove(stands)
        else:
            others.append(row)
    by_key = {wanted[KEYS[name]]: wanted for wanted in missing} if name in KEYS else {}
    for row in others:
        wanted = by_key.get(getattr(row, KEYS[name])) if name in KEYS else None
        if wanted is not None:
            missing.remove(wanted)
            _write_part(row, wanted, links)
        else:
            with suppress(ProtectedError):
                row.delete()
    model = part_model(type(record), name)
    parent = type(record)._meta.get_field(name).field.name  # type: ignore[union-attr]
    for wanted in missing:
        _write_part(model(**{parent: record}), wanted, links)


def _write_part(row: models.Model, wanted: dict[str, Any], links: Links) -> None:
    for column, item in wanted.items():
        write(row, column, item, links)
    row.full_clean()
    row.save()


def in_order(rows: Any) -> list[dict[str, Any]]:
    """Rows in an order that depends on nothing but their content."""
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))
