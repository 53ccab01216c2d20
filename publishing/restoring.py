"""Earlier states brought back, also of what was deleted.

Restoring goes through `save()`, never through raw rows: the revision advances, the change is
recorded, and the dates of publication stay as they are.
"""

from collections.abc import Callable, Iterator
from typing import Any

import reversion
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from reversion.models import Version

from accounts.audit import note
from accounts.models import AuditEntry
from publishing import changes
from publishing.history import BOOKKEEPING, LIFE, State, followed, kept_many, link_of
from publishing.languages import translated_fields
from publishing.models import Record, TranslationState

Save = Callable[[Record], None]


def save_as_ever(record: Record) -> None:
    record.save()


def restore(*, record: Record, version: Version, save: Save = save_as_ever) -> list[str]:
    """Bring back the texts, facts and rows of the version. Returns what could not return.

    Neither publishes nor withdraws: the record's life stays as it is. `save` is for records that
    an action of their own must write.
    """
    state = State.of(version)
    with changes.together():
        missing = [*_fill(record, state)]
        record.full_clean()
        save(record)
        missing += [*_fill_many(record, state), *_restore_parts(record, state)]
        reversion.set_comment(
            _("Restored as it was on %(moment)s")
            % {"moment": f"{version.revision.date_created:%Y-%m-%d %H:%M}"}
        )
        note(AuditEntry.Action.RECOVERED, record, moment=version.revision.date_created.isoformat())
    return missing


def recover(*, version: Version, save: Save = save_as_ever) -> tuple[Record, list[str]]:
    """Bring back a deleted record under the number it had, so that its history goes on.

    As a draft; a record that has no life of its own is public at once, as whenever it is saved.
    """
    state = State.of(version)
    record = version._model(pk=int(version.object_id), revision=state.values.get("revision", 0) + 1)
    with changes.together():
        missing = [*_fill(record, state)]
        record.full_clean()
        save(record)
        missing += [*_fill_many(record, state), *_restore_parts(record, state)]
        reversion.set_comment(_("Recovered after it was deleted"))
        note(AuditEntry.Action.RECOVERED, record, deleted=True)
    return record, missing


def _fill(record: Record, state: State) -> Iterator[str]:
    translated = set(translated_fields(type(record)))
    for column in record._meta.concrete_fields:
        name = column.attname
        is_identity = name == "uid" and getattr(record, name) is not None
        if name not in state.values or name in translated or name in LIFE or is_identity:
            continue
        if name in BOOKKEEPING - {"uid"}:
            continue
        value = state.values[name]
        if column.is_relation and value is not None and not _exists(column, value):
            told = _("%(name)s of that time has been deleted.") % {"name": capfirst(str(column.verbose_name))}
            if not column.null:
                raise ValidationError(told)
            yield told
            value = None
        setattr(record, name, value)


def _exists(column: Any, key: Any) -> bool:
    return column.related_model._base_manager.filter(pk=key).exists()


def _fill_many(record: Record, state: State) -> Iterator[str]:
    for column in kept_many(type(record)):
        keys = {int(key) for key in state.values.get(column.attname, [])}
        found = set(column.related_model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
        getattr(record, column.attname).set(found)
        if keys - found:
            yield _("%(field)s: %(count)s of that time are no longer there.") % {
                "field": capfirst(str(column.verbose_name)),
                "count": len(keys - found),
            }


def _restore_parts(record: Record, state: State) -> Iterator[str]:
    for relation in followed(type(record)):
        part = relation.related_model
        wanted = {pk: values for (name, pk), values in state.parts.items() if name == relation.name}
        present = {row.pk: row for row in getattr(record, relation.name).all()}
        for pk, row in present.items():
            if pk not in wanted:
                row.delete()
        for pk, values in wanted.items():
            link, owner = link_of(relation)
            row = present.get(pk) or part(pk=pk)
            for column in part._meta.concrete_fields:
                if column.attname in values and column.name not in translated_fields(part):
                    setattr(row, column.attname, values[column.attname])
            setattr(row, link, record.pk)
            for name, value in owner.items():
                setattr(row, name, value)
            lost = [
                column for column in _links(part, link) if not _exists(column, getattr(row, column.attname))
            ]
            if lost:
                yield _("%(part)s left out: its %(name)s has been deleted.") % {
                    "part": capfirst(str(part._meta.verbose_name)),
                    "name": lost[0].verbose_name,
                }
                continue
            row.save()


def _links(part: type[models.Model], link: str) -> list[Any]:
    return [
        column
        for column in part._meta.concrete_fields
        if column.is_relation and column.attname != link and not issubclass(part, TranslationState)
    ]
