"""Earlier states of a record with its parts, and what tells two of them apart."""

from collections.abc import Iterable, Iterator, Set
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
from publishing.models import Record, TranslationState
from publishing.richtext import RichTextField

# The life of a record is not its text: it stays as it is when an earlier text returns.
LIFE = frozenset(
    {"submitted_at", "published_at", "withdrawn_at", "withdrawal_reason"}
    | set(columns_of("withdrawal_reason"))
)
# Written by the portal itself.
BOOKKEEPING = {"id", "revision", "created_at", "updated_at", "search_text", "sort_key", "uid"}
# In words. Beyond this, looking for every word that two texts share takes too long.
LONG = 1500
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
        return states_of([version])[0]

    @classmethod
    def now(cls, record: Record) -> "State":
        state = cls(type(record), values_of(record))
        for relation in followed(type(record)):
            rows = getattr(record, relation.name).all()
            for row in rows if rows.ordered else rows.order_by("pk"):
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


def states_of(versions: list[Version]) -> list[State]:
    """The states of one record in several versions, in one question for each kind of its parts."""
    states = [State(version._model, dict(version.field_dict)) for version in versions]
    by_revision = dict(zip([version.revision_id for version in versions], states, strict=True))
    if not versions:
        return states
    model, key = versions[0]._model, versions[0].object_id
    for relation in followed(model):
        attname, owner = link_of(relation)
        for row in _versions_of_parts(list(by_revision), key, relation, attname):
            values = row.field_dict
            if str(values[attname]) == key and owner.items() <= values.items():
                by_revision[row.revision_id].parts[relation.name, int(row.object_id)] = dict(values)
    return states


def _versions_of_parts(revisions: list[int], key: str, relation: Any, attname: str) -> Any:
    """Narrowed by the text of the row: a revision may hold a whole first load."""
    part = relation.related_model
    return Version.objects.filter(
        naming(part, attname, key),
        content_type=ContentType.objects.get_for_model(part),
        revision__in=revisions,
    ).order_by("pk")


def naming(model: type[models.Model], attname: str, key: str | int) -> Q:
    """Versions of rows that name this key in this column; some others, too."""
    name = model._meta.get_field(attname.removesuffix("_id") if attname != "object_id" else attname).name
    return containing(f'"{name}": {key}')


def containing(text: str) -> Q:
    # Within a text the quotation marks would be escaped.
    return Q(serialized_data__contains=f"{text},") | Q(serialized_data__contains=f"{text}}}")


def versions_of(record: Record) -> Any:
    return Version.objects.get_for_object(record).select_related("revision__user").order_by("-pk")


def version_at(record: Record, revision: int) -> Version | None:
    """The version that holds the record at that revision."""
    found = versions_of(record).filter(containing(f'"revision": {revision}'))
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
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=len(new) > LONG).get_opcodes():
        if what == "equal":
            found.append(("kept", " ".join(old[i1:i2])))
            continue
        if i2 > i1:
            found.append(("removed", " ".join(old[i1:i2])))
        if j2 > j1:
            found.append(("added", " ".join(new[j1:j2])))
    return found


class Names:
    """What linked records are called, each asked for once."""

    def __init__(self, states: Iterable[State] = ()) -> None:
        self.found: dict[type[models.Model], dict[int, models.Model | None]] = {}
        self._load(list(states))

    def get(self, model: type[models.Model], key: Any) -> models.Model | None:
        known = self.found.setdefault(model, {})
        if int(key) not in known:
            known[int(key)] = model._base_manager.filter(pk=key).first()
        return known[int(key)]

    def _load(self, states: list[State]) -> None:
        wanted: dict[type[models.Model], set[int]] = {}
        for model, values in _rows_of(states):
            for column in [*_links(model), *kept_many(model)]:
                value = values.get(column.attname)
                named = value if isinstance(value, list) else [value]
                wanted.setdefault(column.related_model, set()).update(int(key) for key in named if key)
        for model, keys in wanted.items():
            # With what their own names are made of.
            rows = model._base_manager.select_related().in_bulk(keys) if keys else {}
            self.found[model] = {key: rows.get(key) for key in keys}


def _rows_of(states: list[State]) -> Iterator[tuple[type[models.Model], dict[str, Any]]]:
    for state in states:
        yield state.model, state.values
        models_of = {relation.name: relation.related_model for relation in followed(state.model)}
        for (name, _pk), values in state.parts.items():
            yield models_of[name], values


def _links(model: type[models.Model]) -> list[Any]:
    return [
        column
        for column in model._meta.concrete_fields
        if column.is_relation and column.related_model is not ContentType
    ]


def differences(
    before: State, after: State, *, skip: frozenset[str] = frozenset(), names: Names | None = None
) -> list[Difference]:
    names = names or Names([before, after])
    found = list(_differing(before.model, before.values, after.values, skip=skip, names=names))
    for relation in followed(before.model):
        keys = [key for key in {**before.parts, **after.parts} if key[0] == relation.name]
        for key in keys:
            old, new = before.parts.get(key), after.parts.get(key)
            found.extend(_part_differences(relation, key[1], old, new, names))
    return found


def _part_differences(
    relation: Any, pk: int, old: dict[str, Any] | None, new: dict[str, Any] | None, names: Names
) -> Iterator[Difference]:
    part, row = relation.related_model, f"{relation.name}-{pk}"
    link, owner = link_of(relation)
    own = {name.removesuffix("_id") if name != "object_id" else name for name in (link, *owner)}
    own |= {"made_from", "original_revision"}
    name = capfirst(str(part._meta.verbose_name))
    if old is None or new is None:
        before, after = (_in_words(relation, values, own, names) if values else "" for values in (old, new))
        yield Difference(name, before, after, row=row)
        return
    for difference in _differing(part, old, new, skip=own, names=names):
        label = label_in_part(relation, new, own, names, difference.label)
        yield Difference(
            label, difference.before, difference.after, f"{row}-{difference.name}", difference.language, row
        )


def label_in_part(relation: Any, values: dict[str, Any], own: Set[str], names: Names, label: str) -> str:
    """Of a field, with the part that it is of."""
    return _("%(part)s “%(name)s”: %(field)s") % {
        "part": capfirst(str(relation.related_model._meta.verbose_name)),
        "name": _title_of(relation, values, own, names),
        "field": label,
    }


def _title_of(relation: Any, values: dict[str, Any], own: Set[str], names: Names) -> str:
    part = relation.related_model
    if part is TranslationState:
        return _text_of(relation.model, values)
    columns = {column.attname for column in part._meta.concrete_fields}
    row = part(**{name: value for name, value in values.items() if name in columns})
    for column in _links(part):
        value = values.get(column.attname)
        linked = names.get(column.related_model, value) if value else None
        if value and linked is None and column.name not in own:
            # It has been deleted; its name went with it.
            return in_words(part, values, own, names)
        if linked is not None:
            setattr(row, column.name, linked)
    return str(row)


def _text_of(model: type[Record], values: dict[str, Any]) -> str:
    """Which text in which language the state of a translation is about."""
    name = values["field"]
    kinds = {relation.name: relation.related_model for relation in followed(model)}
    if name in kinds:
        text = kinds[name]._meta.verbose_name_plural
    else:
        known = {column.name: column.verbose_name for column in model._meta.fields}
        text = known.get(name, name)
    return _("%(text)s (%(language)s)") % {
        "text": capfirst(str(text)),
        "language": name_of_language(values["language"]),
    }


def _in_words(relation: Any, values: dict[str, Any], own: Set[str], names: Names) -> str:
    if relation.related_model is not TranslationState:
        return in_words(relation.related_model, values, own, names)
    said = in_words(TranslationState, values, {*own, "field", "language"}, names)
    return f"{_text_of(relation.model, values)} · {said}"


def in_words(
    model: type[models.Model], values: dict[str, Any], skip: Set[str], names: Names | None = None
) -> str:
    """A whole row on one line."""
    words = (shown for _name, _label, shown, _code in shown_values(model, values, skip, names) if shown)
    return " · ".join(words)


def _differing(
    model: type[models.Model],
    old: dict[str, Any],
    new: dict[str, Any],
    *,
    skip: Set[str],
    names: Names,
) -> Iterator[Difference]:
    before = {name: shown for name, _label, shown, _code in shown_values(model, old, skip, names)}
    for name, label, shown, code in shown_values(model, new, skip, names):
        if before[name] != shown:
            yield Difference(label, before[name], shown, name, code)


def shown_values(
    model: type[models.Model], values: dict[str, Any], skip: Set[str], names: Names | None = None
) -> Iterator[tuple[str, str, str, str]]:
    """Name, label, words and language of everything staff can fill in, in the order of the model."""
    translated = set(translated_fields(model))
    dates = {name: item for name, item in vars(model).items() if isinstance(item, PartialDateField)}
    told: set[str] = set()
    names = names or Names()
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
        yield name, label, value_in_words(column, values.get(column.attname), names), code


def _date_in_words(name: str, values: dict[str, Any]) -> str:
    earliest = values.get(f"{name}_earliest")
    if earliest is None:
        return ""
    return str(PartialDate(earliest, values[f"{name}_latest"], values[f"{name}_precision"]))


def value_in_words(column: Any, value: Any, names: Names | None = None) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, dict):
        return " · ".join(f"{key}: {', '.join(item)}" for key, item in value.items())
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column.many_to_many or column.is_relation:
        # In one order, whatever order they were kept in.
        keys = sorted(value, key=int) if column.many_to_many else [value]
        known = names or Names()
        found = [known.get(column.related_model, key) for key in keys]
        return ", ".join(_("deleted") if row is None else str(row) for row in found)
    if isinstance(value, list):
        return " · ".join(str(item) for item in value)
    choices = dict(column.flatchoices)
    if value in choices:
        return str(choices[value])
    if isinstance(getattr(column, "translated_field", column), RichTextField):
        return " ".join(strip_tags(value.replace("><", "> <")).split())
    return str(value)
