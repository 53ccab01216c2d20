"""Earlier states of a record with its parts, and what tells two of them apart."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

import reversion
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField
from reversion.models import Version

from publishing.dates import PartialDate, PartialDateField
from publishing.languages import columns_of, name_of_language, translated_fields
from publishing.models import Record
from publishing.richtext import RichTextField

# The life of a record is not its text: it stays as it is when an earlier text returns.
LIFE = frozenset(
    {"submitted_at", "published_at", "withdrawn_at", "withdrawal_reason"}
    | set(columns_of("withdrawal_reason"))
)
# Written by the portal itself.
BOOKKEEPING = {"id", "revision", "created_at", "updated_at", "search_text", "sort_key", "uid"}
DATE_SUFFIXES = ("earliest", "latest", "precision")


def followed(model: type[Record]) -> list[Any]:
    """The relations whose rows are kept with the record."""
    options = reversion.revisions._get_options(model)
    return [model._meta.get_field(name) for name in options.follow]


def link_of(relation: Any) -> tuple[str, dict[str, Any]]:
    """The part's column that names its record, and what else tells whose it is."""
    if isinstance(relation, GenericRelation):
        owner = ContentType.objects.get_for_model(relation.model)
        return relation.object_id_field_name, {f"{relation.content_type_field_name}_id": owner.pk}
    return relation.field.attname, {}


@dataclass
class State:
    """A record with its parts as they stood in one version: columns and their values."""

    model: type[Record]
    values: dict[str, Any]
    parts: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, version: Version) -> "State":
        state = cls(version._model, dict(version.field_dict))
        for relation in followed(version._model):
            attname, owner = link_of(relation)
            for row in _versions_of_parts(version, relation, attname):
                values = row.field_dict
                if str(values[attname]) == version.object_id and owner.items() <= values.items():
                    state.parts[relation.name, int(row.object_id)] = dict(values)
        return state

    @classmethod
    def now(cls, record: Record) -> "State":
        state = cls(type(record), values_of(record))
        for relation in followed(type(record)):
            for row in getattr(record, relation.name).all():
                state.parts[relation.name, row.pk] = values_of(row)
        return state


def values_of(row: models.Model) -> dict[str, Any]:
    columns = {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}
    many = {
        column.attname: list(getattr(row, column.attname).order_by("pk").values_list("pk", flat=True))
        for column in kept_many(type(row))
    }
    return {**columns, **many}


def kept_many(model: type[models.Model]) -> list[Any]:
    columns: Any = model._meta.many_to_many
    return [column for column in columns if column.remote_field.through._meta.auto_created]


def _versions_of_parts(version: Version, relation: Any, attname: str) -> Any:
    """Narrowed by the text of the row: a revision may hold a whole first load."""
    part = relation.related_model
    name = part._meta.get_field(attname.removesuffix("_id") if attname != "object_id" else attname).name
    text = f'"{name}": {version.object_id}'
    return version.revision.version_set.filter(
        Q(serialized_data__contains=f"{text},") | Q(serialized_data__contains=f"{text}}}"),
        content_type=ContentType.objects.get_for_model(part),
    )


def versions_of(record: Record) -> Any:
    return Version.objects.get_for_object(record).select_related("revision__user").order_by("-pk")


def version_at(record: Record, revision: int) -> Version | None:
    """The version that holds the record at that revision."""
    # Within a text the quotation marks would be escaped.
    text = f'"revision": {revision}'
    found = versions_of(record).filter(
        Q(serialized_data__contains=f"{text},") | Q(serialized_data__contains=f"{text}}}")
    )
    return next((version for version in found if version.field_dict.get("revision") == revision), None)


@dataclass
class Difference:
    """One text, fact or row that is not the same in two states."""

    label: str
    before: str
    after: str
    # `title_en`; of a part `speakers-12-name_en`.
    name: str = ""
    language: str = ""
    # `speakers-12` of a part.
    row: str = ""

    @property
    def names(self) -> set[str]:
        return {self.name, self.row} - {""}

    @cached_property
    def segments(self) -> list[tuple[str, str]]:
        return segments_of(self.before, self.after)


def segments_of(before: str, after: str) -> list[tuple[str, str]]:
    """The words in order: kept, removed and added."""
    old, new = before.split(" "), after.split(" ")
    found = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("kept", " ".join(old[i1:i2])))
            continue
        if i2 > i1:
            found.append(("removed", " ".join(old[i1:i2])))
        if j2 > j1:
            found.append(("added", " ".join(new[j1:j2])))
    return found


def differences(before: State, after: State, *, skip: frozenset[str] = frozenset()) -> list[Difference]:
    found = list(_differing(before.model, before.values, after.values, skip=skip))
    for relation in followed(before.model):
        keys = [key for key in {**before.parts, **after.parts} if key[0] == relation.name]
        for key in keys:
            found.extend(_part_differences(relation, key[1], before.parts.get(key), after.parts.get(key)))
    return found


def _part_differences(
    relation: Any, pk: int, old: dict[str, Any] | None, new: dict[str, Any] | None
) -> Iterator[Difference]:
    part, row = relation.related_model, f"{relation.name}-{pk}"
    link, owner = link_of(relation)
    own = {name.removesuffix("_id") if name != "object_id" else name for name in (link, *owner)}
    own |= {"made_from", "original_revision"}
    name = capfirst(str(part._meta.verbose_name))
    if old is None or new is None:
        before, after = (in_words(part, values, own) if values else "" for values in (old, new))
        yield Difference(name, before, after, row=row)
        return
    for difference in _differing(part, old, new, skip=own):
        label = _("%(part)s “%(name)s”: %(field)s") % {
            "part": name,
            "name": title_of(part, new),
            "field": difference.label,
        }
        yield Difference(
            label, difference.before, difference.after, f"{row}-{difference.name}", difference.language, row
        )


def title_of(model: type[models.Model], values: dict[str, Any]) -> str:
    columns = {column.attname for column in model._meta.concrete_fields}
    return str(model(**{name: value for name, value in values.items() if name in columns}))


def in_words(model: type[models.Model], values: dict[str, Any], skip: Set[str]) -> str:
    """A whole row on one line."""
    words = (shown for _name, _label, shown, _code in shown_values(model, values, skip) if shown)
    return " · ".join(words)


def _differing(
    model: type[models.Model], old: dict[str, Any], new: dict[str, Any], *, skip: Set[str]
) -> Iterator[Difference]:
    before = {name: (label, shown, code) for name, label, shown, code in shown_values(model, old, skip)}
    for name, label, shown, code in shown_values(model, new, skip):
        was = before[name][1]
        if was != shown:
            yield Difference(label, was, shown, name, code)


def shown_values(
    model: type[models.Model], values: dict[str, Any], skip: Set[str]
) -> Iterator[tuple[str, str, str, str]]:
    """Name, label, words and language of everything staff can fill in, in the order of the model."""
    translated = set(translated_fields(model))
    dates = {name: item for name, item in vars(model).items() if isinstance(item, PartialDateField)}
    told: set[str] = set()
    for column in [*model._meta.concrete_fields, *kept_many(model)]:
        name, code, label = column.name, "", capfirst(str(column.verbose_name))
        if column.generated or name in skip | BOOKKEEPING | translated:
            continue
        date = next((key for key in dates if name in {f"{key}_{suffix}" for suffix in DATE_SUFFIXES}), "")
        if date:
            if date not in told:
                told.add(date)
                yield date, capfirst(str(dates[date].verbose_name)), _date_in_words(date, values), ""
            continue
        if isinstance(column, TranslationField):
            code = column.language
            label = _("%(text)s (%(language)s)") % {
                "text": capfirst(str(column.translated_field.verbose_name)),
                "language": name_of_language(code),
            }
        yield name, label, value_in_words(column, values.get(column.attname)), code


def _date_in_words(name: str, values: dict[str, Any]) -> str:
    earliest = values.get(f"{name}_earliest")
    if earliest is None:
        return ""
    return str(PartialDate(earliest, values[f"{name}_latest"], values[f"{name}_precision"]))


def value_in_words(column: Any, value: Any) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, dict):
        return " · ".join(f"{key}: {', '.join(item)}" for key, item in value.items())
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column.many_to_many or column.is_relation:
        keys = value if column.many_to_many else [value]
        found = column.related_model._base_manager.in_bulk([int(key) for key in keys])
        return ", ".join(str(found.get(int(key), _("deleted"))) for key in keys)
    if isinstance(value, list):
        return " · ".join(str(item) for item in value)
    choices = dict(column.flatchoices)
    if value in choices:
        return str(choices[value])
    if isinstance(getattr(column, "translated_field", column), RichTextField):
        return " ".join(strip_tags(value.replace("><", "> <")).split())
    return str(value)
