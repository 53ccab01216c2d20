"""Puts a person's name into other words, or takes it away, wherever it stands: now and in the history.

What is current goes through `save()`, so that the change is told, and caches and searches follow. What is
kept beside, the history first of all, is rewritten where it lies. All of it is one transaction.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

import reversion
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from reversion.models import Version

from accounts.audit import note
from accounts.models import AuditEntry, KeptForm
from delivery.taking_back import holding as holding_snapshots
from delivery.taking_back import take_back
from desk.people.columns import label_of, people_models, plain_models, record_models, text_columns
from desk.people.finding import holding, key_of, rows_in_turn, versions_holding
from desk.people.spelling import Spellings
from publishing import changes
from publishing.languages import columns_of
from record.models import ImportedRecord

# In the loader's memory, so that no later load takes the present text for its own and writes the name again.
FORGOTTEN = "(…)"
ORIGINAL = "en"


@dataclass
class Plan:
    """What is to be done about a person, as it was looked at and confirmed."""

    spellings: Spellings
    # Spelling → what stands in its place.
    words: Mapping[str, str] = field(default_factory=dict)
    # Function → what it becomes in the rows of the person.
    functions: Mapping[str, str] = field(default_factory=dict)
    # Language → what stands in the place of every spelling. Rows of the person go, with their function.
    wording: Mapping[str, str] = field(default_factory=dict)
    # Texts that stay as they are, with their history; rows of the person of which only the name goes.
    spared: Collection[str] = ()

    @property
    def is_erasure(self) -> bool:
        return bool(self.wording)

    def changed(self, value: Any, column: str = "") -> Any:
        language = column.rpartition("_")[2]
        wording = self.wording.get(language) or self.wording.get(ORIGINAL)
        return self.spellings.replaced(value, lambda name: wording or self.words.get(name, name))

    def removes(self, key: str) -> bool:
        return self.is_erasure and key not in self.spared


def carry_out(plan: Plan, *, reason: str) -> Counter[str]:
    """Returns what was done, counted. Raises ValidationError where a text would become too long."""
    done: Counter[str] = Counter()
    with changes.together():
        _mend_people(plan, done)
        _mend_records(plan, done)
        _mend_history(plan, done)
        for model in plain_models():
            _mend_plain(model, plan, plan.changed, done)
        _mend_addresses_of_forms(plan)
        if plan.is_erasure:
            _take_back_snapshots(plan, done)
        _mend_plain(
            ImportedRecord,
            plan,
            lambda value: plan.spellings.replaced(value, lambda _name: FORGOTTEN),
            done,
        )
        action = AuditEntry.Action
        # The reason is kept for good, so the name must not stand in it either.
        note(
            action.PERSON_ERASED if plan.is_erasure else action.PERSON_CORRECTED,
            reason=plan.spellings.replaced(reason, lambda _name: FORGOTTEN),
            **done,
        )
        reversion.set_comment(
            _("A person’s data were erased") if plan.is_erasure else _("A person’s data were corrected")
        )
    return done


def _mend_people(plan: Plan, done: Counter[str]) -> None:
    names = columns_of("name")
    for model in people_models():
        for row in _stored(model, plan):
            if not plan.spellings.are_in([getattr(row, column) or "" for column in names]):
                continue
            if plan.removes(key_of(row)):
                row.delete()
                done["people"] += 1
                continue
            changed = _put(row, plan, names)
            for column in columns_of("function"):
                value = getattr(row, column)
                if plan.functions.get(value, value) != value:
                    setattr(row, column, plan.functions[value])
                    changed = True
            if changed:
                row.save()
                done["people"] += 1


def _mend_records(plan: Plan, done: Counter[str]) -> None:
    for model in record_models():
        for row in _stored(model, plan):
            columns = (column.name for column in text_columns(model))
            if _put(row, plan, (name for name in columns if f"{key_of(row)}:{name}" not in plan.spared)):
                row.save()
                done["texts"] += 1


def _stored(model: type[models.Model], plan: Plan) -> list[Any]:
    keys = [row.pk for row, _columns in holding(model, plan.spellings)]
    return [model._base_manager.get(pk=key) for key in keys]


def _put(row: Any, plan: Plan, columns: Iterable[str]) -> bool:
    is_changed = False
    for name in columns:
        value = getattr(row, name)
        changed = plan.changed(value, name)
        if changed == value:
            continue
        column = row._meta.get_field(name)
        if column.max_length and isinstance(changed, str) and len(changed) > column.max_length:
            raise ValidationError(
                _("“%(text)s” of “%(record)s” would become too long: choose shorter words."),
                params={"text": label_of(column), "record": row},
            )
        setattr(row, name, changed)
        is_changed = True
    return is_changed


def _mend_history(plan: Plan, done: Counter[str]) -> None:
    people = {kind.pk for kind in ContentType.objects.get_for_models(*people_models()).values()}
    for version in versions_holding(plan.spellings):
        state = _Mended(version, plan, is_person=version.content_type_id in people)
        if state.is_to_go:
            version.delete()
        elif state.is_changed:
            Version.objects.filter(pk=version.pk).update(serialized_data=state.data, object_repr=state.name)
        else:
            continue
        done["states"] += 1


class _Mended:
    """One earlier state of a row, as it is to be."""

    def __init__(self, version: Version, plan: Plan, *, is_person: bool) -> None:
        self.is_to_go = False
        rows = json.loads(version.serialized_data)
        key = f"{rows[0]['model']}:{version.object_id}"
        fields = rows[0]["fields"]
        if is_person and plan.spellings.are_in([fields.get(name) or "" for name in _all_of("name")]):
            self.is_to_go = plan.removes(key)
            for name in _all_of("function"):
                if name in fields:
                    fields[name] = plan.functions.get(fields[name], fields[name])
        spared = {spare.rpartition(":")[2] for spare in plan.spared if spare.startswith(f"{key}:")}
        # The original stands beside its languages once more.
        spared |= {name.rpartition("_")[0] for name in spared}
        rows[0]["fields"] = {
            name: value if name in spared else plan.changed(value, name) for name, value in fields.items()
        }
        self.data = json.dumps(rows, ensure_ascii=False)
        self.name = version.object_repr if spared else plan.changed(version.object_repr)
        self.is_changed = (self.data, self.name) != (version.serialized_data, version.object_repr)


def _all_of(field: str) -> list[str]:
    return [field, *columns_of(field)]


def _mend_addresses_of_forms(plan: Plan) -> None:
    """A form that was opened from a list has in its address what had been looked for there."""
    for form in rows_in_turn(KeptForm.objects.only("pk", "path")):
        if plan.spellings.are_in(unquote_plus(form.path)):
            form.path = form.path.partition("?")[0]
            form.save(update_fields=["path"])


def _take_back_snapshots(plan: Plan, done: Counter[str]) -> None:
    """They cannot be changed: those that name the person go."""
    for snapshot in holding_snapshots(plan.spellings.may_be_in, plan.spellings.are_in):
        take_back(snapshot=snapshot, reason="It held a person's data, which were erased.")
        done["snapshots"] += 1


def _mend_plain(
    model: type[models.Model], plan: Plan, change: Callable[[Any], Any], done: Counter[str]
) -> None:
    for row, columns in holding(model, plan.spellings):
        for column in columns:
            setattr(row, column.attname, change(getattr(row, column.attname)))
        row.save(update_fields=[column.name for column in columns])
        done["kept"] += 1
