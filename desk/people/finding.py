"""Where one person's name stands: looked for row by row, a few hundred at a time, however much there is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from reversion.models import Revision, Version

from accounts.models import AuditEntry, KeptForm, User
from declarations.models import DocumentVersion, StoredFile
from desk.people.columns import (
    Model,
    address_columns,
    is_person,
    label_of,
    people_models,
    plain_models,
    record_models,
    text_columns,
)
from desk.people.spelling import Spellings
from publishing.languages import columns_of, translated_fields
from publishing.models import FormerSlug, Record
from record.models import ImportedRecord
from spreadsheets.models import ImportRow

AT_ONCE = 500
FILES_AT_ONCE = 20
AROUND = 60
# Of other names in the rows of a person, how often those are looked up for names in turn.
ROUNDS = 3


@dataclass
class Person:
    """A row that is the person: a speaker, somebody in the chair."""

    row: Any
    names: dict[str, str]
    functions: dict[str, str]

    @property
    def key(self) -> str:
        return key_of(self.row)

    @property
    def owner(self) -> Record:
        return next(iter(self.row.parent_records()))

    @property
    def all_names(self) -> list[str]:
        return list(dict.fromkeys(filter(None, self.names.values())))

    @property
    def all_functions(self) -> list[str]:
        return list(dict.fromkeys(filter(None, self.functions.values())))


@dataclass
class Place:
    """A text of a record, or of a part of one, in which the name stands."""

    row: Any
    column: Any
    excerpt: tuple[str, str, str]

    @property
    def key(self) -> str:
        return f"{key_of(self.row)}:{self.column.name}"

    @property
    def label(self) -> str:
        return label_of(self.column)

    @property
    def owner(self) -> Any:
        return self.row if isinstance(self.row, Record) else next(iter(self.row.parent_records()))


@dataclass
class Findings:
    people: list[Person] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    # Model → number of rows, of everything that is neither.
    kept: dict[Model, int] = field(default_factory=dict)
    # Out of reach.
    files: list[DocumentVersion] = field(default_factory=list)
    addresses: list[Record] = field(default_factory=list)
    accounts: list[User] = field(default_factory=list)
    audit_entries: int = 0

    @property
    def counts(self) -> list[tuple[str, int]]:
        return [(_name_of(model), count) for model, count in self.kept.items() if count]

    @property
    def is_empty(self) -> bool:
        return not (self.people or self.places or any(self.kept.values()))


def _name_of(model: Model) -> str:
    told = {
        Version: _("earlier states in the history"),
        Revision: _("comments in the history"),
        LogEntry: _("notes of what was done at the desk"),
        KeptForm: _("forms that were kept for somebody"),
        ImportedRecord: _("records as the portal was first filled with them"),
        ImportRow: _("rows of imported spreadsheets"),
    }
    return str(told.get(model) or model._meta.verbose_name_plural)


def key_of(row: models.Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def rows_in_turn(queryset: Any, at_once: int = AT_ONCE) -> Iterator[Any]:
    """By key, so that what is written on the way neither repeats nor skips a row."""
    last = 0
    while True:
        rows = list(queryset.filter(pk__gt=last).order_by("pk")[:at_once])
        if not rows:
            return
        # Known before a row is handed out: one that is deleted has no key any more.
        last = rows[-1].pk
        yield from rows


def holding(model: Model, spellings: Spellings) -> Iterator[tuple[Any, list[Any]]]:
    """Rows of a model in whose texts a name stands, and in which."""
    columns = text_columns(model)
    if not columns:
        return
    rows = model._base_manager.only("pk", *(column.name for column in columns))
    for row in rows_in_turn(rows):
        found = [column for column in columns if spellings.are_in(getattr(row, column.attname))]
        if found:
            yield row, found


def with_other_names(names: list[str]) -> list[str]:
    """And what else the rows that bear one of them are called, in other languages and in the history."""
    for _round in range(ROUNDS):
        spellings = Spellings(names)
        more = [name for name in _names_beside(spellings) if not spellings.are_in(name)]
        if not more:
            break
        names = Spellings([*names, *more]).names
    return names


def _names_beside(spellings: Spellings) -> Iterator[str]:
    for model in people_models():
        columns = columns_of("name")
        for row, _found in holding(model, spellings):
            names = [getattr(row, column) or "" for column in columns]
            if spellings.are_in(names):
                yield from filter(None, names)
        for version in versions_holding(spellings, model):
            values = version.field_dict
            names = [values.get(column) or "" for column in columns]
            if spellings.are_in(names):
                yield from filter(None, names)


def versions_holding(spellings: Spellings, model: Model | None = None) -> Iterator[Version]:
    rows = Version.objects.all()
    if model is not None:
        rows = rows.filter(content_type=ContentType.objects.get_for_model(model))
    for version in rows_in_turn(rows):
        if spellings.may_be_in(version.serialized_data) or spellings.may_be_in(version.object_repr):
            yield version


def look(spellings: Spellings) -> Findings:
    found = Findings()
    for model in record_models():
        names = set(columns_of("name")) if is_person(model) else set()
        for row, columns in holding(model, spellings):
            stored = model._base_manager.get(pk=row.pk)
            if any(column.name in names for column in columns):
                found.people.append(_person(stored))
            else:
                found.places.extend(_place(stored, column, spellings) for column in columns)
        found.addresses.extend(_with_name_in_address(model, spellings))
    for model in plain_models():
        found.kept[model] = sum(1 for _row in holding(model, spellings))
    found.kept[Version] = sum(1 for version in versions_holding(spellings) if says(version, spellings))
    found.kept[ImportedRecord] = sum(1 for _row in holding(ImportedRecord, spellings))
    found.files = list(_files(spellings))
    found.accounts = [
        user
        for user in User.objects.order_by("pk")
        if spellings.are_in([user.get_full_name(), f"{user.last_name} {user.first_name}"])
    ]
    found.audit_entries = sum(1 for _row in holding(AuditEntry, spellings))
    return found


def says(version: Version, spellings: Spellings) -> bool:
    return spellings.are_in([version.serialized_data, version.object_repr])


def _person(row: Any) -> Person:
    names = {column: getattr(row, column) or "" for column in columns_of("name")}
    functions = {column: getattr(row, column) or "" for column in columns_of("function")}
    return Person(row, names, functions)


def _place(row: Any, column: Any, spellings: Spellings) -> Place:
    value = getattr(row, column.attname)
    text = value if isinstance(value, str) else " · ".join(map(str, _flat(value)))
    text = " ".join(strip_tags(text.replace("><", "> <")).split())
    match = next(iter(spellings.find(text)), None)
    if match is None:
        return Place(row, column, ("", text[: 2 * AROUND], ""))
    before, after = text[: match.start], text[match.end :]
    before = f"…{before[-AROUND:]}" if len(before) > AROUND else before
    after = f"{after[:AROUND]}…" if len(after) > AROUND else after
    return Place(row, column, (before, text[match.start : match.end], after))


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _flat(item)
    else:
        yield value


def _with_name_in_address(model: Model, spellings: Spellings) -> Iterator[Record]:
    """Its own address, one that it once had, or one that it names: facts that no rule can put into other
    words."""
    if not issubclass(model, Record):
        return
    lists = [name for name in ("sources", "mirrors") if name not in translated_fields(model)]
    names = [column.name for column in address_columns(model)]
    former = set(_with_name_in_former_address(model, spellings))
    for row in rows_in_turn(model._base_manager.only("pk", *names, *lists)):
        is_named = any(_is_named_in(getattr(row, name), spellings) for name in names)
        if (
            is_named
            or row.pk in former
            or any(spellings.are_in_address(getattr(row, name)) for name in lists)
        ):
            yield model._base_manager.get(pk=row.pk)


def _with_name_in_former_address(model: type[Record], spellings: Spellings) -> Iterator[int]:
    """Keys of records: after a change of address the one before still leads there, and says the name."""
    for row in rows_in_turn(FormerSlug.objects.filter(kind=model._meta.model_name)):
        if _is_named_in(row.slug, spellings):
            yield row.record_id


def _is_named_in(slug: str, spellings: Spellings) -> bool:
    return bool(spellings.find(slug.replace("-", " ")))


def _files(spellings: Spellings) -> Iterator[DocumentVersion]:
    for file in rows_in_turn(StoredFile.objects.only("pk", "text_pages"), FILES_AT_ONCE):
        if spellings.are_in(file.text_pages):
            yield from DocumentVersion.objects.filter(file=file).select_related("document").order_by("pk")


def address_at_desk(record: Any) -> str:
    options = record._meta
    try:
        return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[quote(record.pk)])
    except NoReverseMatch:
        return ""
