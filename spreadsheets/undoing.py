"""Takes a whole import back: what it changed is as it was, what it made is gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import reversion
from django.apps import apps
from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import note
from accounts.models import AuditEntry
from publishing import changes
from publishing.history import version_at
from publishing.restoring import restore
from spreadsheets.importing import Progress
from spreadsheets.kinds import KINDS
from spreadsheets.models import ImportRun, Trace
from spreadsheets.permissions import Permissions

PORTION = 200
# So many obstacles are listed.
LISTED = 100


@dataclass(frozen=True)
class Obstacle:
    """A record that cannot be taken back, and why."""

    title: str
    address: str
    reason: str


class UndoneError(Exception):
    """It was taken back already."""


class CannotUndoError(Exception):
    """Nothing was taken back."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        super().__init__()
        self.obstacles = obstacles


def desk_address(trace: Trace) -> str:
    return reverse(f"admin:{trace.kind.replace('.', '_')}_change", args=[quote(trace.object_id)])


def obstacles(run: ImportRun, person: Any) -> Iterator[Obstacle]:
    """What somebody has written, published or deleted since; and what the person may not do."""
    permissions = Permissions(person, KINDS[run.kind])
    for trace, record in _with_records(run):
        obstacle = _obstacle(trace, record, permissions)
        if obstacle is not None:
            yield obstacle


def _obstacle(trace: Trace, record: Any, permissions: Permissions) -> Obstacle | None:
    if record is None:
        gone = Obstacle(trace.title, "", _("It has been deleted since."))
        return None if trace.was_created else gone
    reason = _reason(trace, record, permissions)
    return Obstacle(str(record), desk_address(trace), reason) if reason else None


def _reason(trace: Trace, record: Any, permissions: Permissions) -> str:
    if record.revision != trace.revision_after:
        return _("It has been changed since.")
    if trace.was_created and not permissions.may_delete:
        return _("It would be deleted, and you may not delete.")
    if not trace.was_created and not permissions.may_change:
        return _("You may not change it.")
    if permissions.must_prepare(record):
        return _("It is public or about to be, and may be changed only by somebody who may publish.")
    return ""


def _with_records(run: ImportRun, *, to_take_back: bool = False) -> Iterator[tuple[Trace, Any]]:
    """Each trace with its record, or None where that is gone; in portions, each in one query. Those to take
    back come last first, and are kept from everybody else until the transaction ends."""
    traces = iter(list(run.traces.order_by("-pk" if to_take_back else "pk")))
    while portion := list(islice(traces, PORTION)):
        records: dict[tuple[str, int], Any] = {}
        for kind in {trace.kind for trace in portion}:
            keys = [trace.object_id for trace in portion if trace.kind == kind]
            rows = apps.get_model(kind)._base_manager.filter(pk__in=keys)
            if to_take_back:
                rows = rows.select_for_update().order_by("pk")
            records |= {(kind, record.pk): record for record in rows}
        yield from ((trace, records.get((trace.kind, trace.object_id))) for trace in portion)


def undo(*, run: ImportRun, person: Any) -> Iterator[Progress]:
    """All of it or nothing. Raises CannotUndoError with what stands in the way, or UndoneError if it was
    done already."""
    with transaction.atomic():
        held = ImportRun.objects.select_for_update().get(pk=run.pk)
        if held.state != ImportRun.State.IMPORTED:
            raise UndoneError
        found = list(islice(obstacles(held, person), LISTED))
        if found:
            raise CannotUndoError(found)
        total = held.traces.count()
        permissions = Permissions(person, KINDS[held.kind])
        with changes.together():
            reversion.set_user(person)
            for done, (trace, record) in enumerate(_with_records(held, to_take_back=True), 1):
                # Asked once more: until it was held, a colleague could write it.
                obstacle = _obstacle(trace, record, permissions)
                if obstacle is not None:
                    raise CannotUndoError([obstacle])
                if record is not None:
                    _take_back(trace, record)
                if done % PORTION == 0:
                    yield Progress(done, total)
            reversion.set_comment(_("Import of “%(file)s” undone") % {"file": held.file_name})
        held.state, held.undone_at, held.undone_by = ImportRun.State.UNDONE, timezone.now(), person
        held.notice = ""
        held.save(update_fields=["state", "undone_at", "undone_by", "notice"])
        note(AuditEntry.Action.IMPORTED, held, person=person, rows_of=held.kind, undone=True)
    yield Progress(total, total)


def _take_back(trace: Trace, record: Any) -> None:
    try:
        with transaction.atomic():
            if trace.was_created:
                record.delete()
                return
            version = version_at(record, trace.revision_before)
            if version is None:
                raise ValidationError(_("Its history does not go back that far."))
            restore(record=record, version=version)
    except ProtectedError as error:
        told = str(error.args[0]) if error.args else ""
        raise CannotUndoError([Obstacle(trace.title, desk_address(trace), told)]) from error
    except ValidationError as error:
        raise CannotUndoError(
            [Obstacle(trace.title, desk_address(trace), " ".join(error.messages))]
        ) from error
