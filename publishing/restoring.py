"""Earlier states brought back, also of what was deleted.

Restoring goes through `save()`, never through raw rows: the revision advances, the change is
recorded, and the dates of publication stay as they are.
"""

from collections.abc import Callable, Iterator
from typing import Any

import reversion
from django.contrib.admin.models import DELETION, LogEntry
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from reversion.models import Version

from accounts.audit import note
from accounts.models import AuditEntry
from publishing import changes
from publishing.history import BOOKKEEPING, LIFE, State, followed, kept_many, link_of, naming
from publishing.languages import translated_fields
from publishing.models import Record, TranslationState
from publishing.revisions import relations_that_go_with

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
        missing += _recover_what_went_with(record)
        reversion.set_comment(_("Recovered after it was deleted"))
        note(AuditEntry.Action.RECOVERED, record, deleted=True)
    return record, missing


def _recover_what_went_with(record: Record) -> Iterator[str]:
    """Records that were deleted with it come back with it, as drafts; what was deleted by itself does not."""
    for relation in relations_that_go_with(type(record)):
        model = relation.related_model
        latest = Version.objects.get_deleted(model).filter(naming(model, relation.field.attname, record.pk))
        versions = [
            version
            for version in latest.order_by("pk")
            if version.field_dict[relation.field.attname] == record.pk and not _deleted_by_itself(version)
        ]
        recovered = 0
        for version in versions:
            try:
                with transaction.atomic():
                    _row, missing = recover(version=version)
            except ValidationError as error:
                told = _("“%(record)s” did not come back with it: %(reason)s")
                yield told % {"record": version.object_repr, "reason": " ".join(error.messages)}
            else:
                recovered += 1
                yield from missing
        if recovered:
            told = _("%(names)s that came back with it, as drafts: %(count)s.")
            yield told % {"names": capfirst(str(model._meta.verbose_name_plural)), "count": recovered}


def _deleted_by_itself(version: Version) -> bool:
    """Whether somebody has deleted just this record at the desk, after it was saved last."""
    return LogEntry.objects.filter(
        content_type=version.content_type_id,
        object_id=version.object_id,
        action_flag=DELETION,
        action_time__gte=version.revision.date_created,
    ).exists()


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
        wanted = {pk: values for (name, pk), values in state.parts.items() if name == relation.name}
        present = {row.pk: row for row in getattr(record, relation.name).all()}
        for pk, row in present.items():
            if pk not in wanted:
                yield from _remove(row)
        rows = []
        for pk, values in wanted.items():
            row = _filled_row(relation, record, present.get(pk) or relation.related_model(pk=pk), values)
            lost = _lost_link(relation, row)
            if lost is None:
                rows.append(row)
                continue
            yield _("%(part)s left out: its %(name)s has been deleted.") % {
                "part": capfirst(str(row._meta.verbose_name)),
                "name": lost.verbose_name,
            }
        _save_all(rows)


def _remove(row: models.Model) -> Iterator[str]:
    try:
        with transaction.atomic():
            row.delete()
    except models.ProtectedError:
        yield _("%(part)s “%(name)s” stays: other records need it.") % {
            "part": capfirst(str(row._meta.verbose_name)),
            "name": row,
        }


def _filled_row(relation: Any, record: Record, row: Any, values: dict[str, Any]) -> Any:
    part = relation.related_model
    link, owner = link_of(relation)
    for column in part._meta.concrete_fields:
        if column.attname in values and column.name not in translated_fields(part):
            setattr(row, column.attname, values[column.attname])
    setattr(row, link, record.pk)
    for name, value in owner.items():
        setattr(row, name, value)
    return row


def _lost_link(relation: Any, row: Any) -> Any:
    link, _owner = link_of(relation)
    for column in _links(type(row), link):
        value = getattr(row, column.attname)
        if value is not None and not _exists(column, value):
            return column
    return None


def _save_all(rows: list[Any]) -> None:
    """In whatever order it goes: a row may want what another still has."""
    while rows:
        waiting = []
        for row in rows:
            try:
                with transaction.atomic():
                    row.save()
            except IntegrityError:
                waiting.append(row)
        if len(waiting) == len(rows):
            _give_way(waiting)
        rows = waiting


def _give_way(rows: list[Any]) -> None:
    """Two rows have changed places: one goes that no record needs, and comes back under the same number."""
    for row in rows:
        stored = type(row)._base_manager.filter(pk=row.pk).first()
        if stored is None or row._state.adding:
            continue
        key = row.pk
        try:
            stored.delete()
        except models.ProtectedError:
            continue
        row.pk, row._state.adding = key, True
        return
    raise ValidationError(
        _("%(part)s “%(name)s” does not go together with what is there now."),
        params={"part": capfirst(str(rows[0]._meta.verbose_name)), "name": rows[0]},
    )


def _links(part: type[models.Model], link: str) -> list[Any]:
    return [
        column
        for column in part._meta.concrete_fields
        if column.is_relation and column.attname != link and not issubclass(part, TranslationState)
    ]
