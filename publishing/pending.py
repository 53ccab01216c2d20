"""Prepared edits of records: kept beside the published text, submitted, returned, released, thrown away.

Nothing here touches the record. What a prepared edit would make of it, and makes of it when it is
released, `publishing.admin.pending` finds out by sending the kept form once more.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import note
from accounts.models import AuditEntry
from publishing.models import PendingChange, Record

Data = Mapping[str, list[str]]


class StalePendingChangeError(ValidationError):
    """Somebody else has saved or closed the prepared edit since it was read."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody has changed this prepared edit meanwhile. Look at it again, then confirm."),
            code="stale",
        )


@transaction.atomic
def prepare(
    *, record: Record, data: Data, opened_revision: int, by: Any, language: str = "", screen: str = ""
) -> PendingChange:
    """Keep the form beside the record."""
    pending = PendingChange.objects.create(
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        language=language,
        screen=screen,
        data=dict(data),
        opened_revision=opened_revision,
        author=by,
        saved_at=timezone.now(),
    )
    note(AuditEntry.Action.PREPARED, record, **_told(pending))
    return pending


@transaction.atomic
def amend(*, pending: PendingChange, data: Data, opened_revision: int) -> None:
    """Keep the form anew. Whoever prepared it stays its author; a review goes on with what is there now."""
    _take(pending)
    pending.data, pending.opened_revision, pending.saved_at = dict(data), opened_revision, timezone.now()
    pending.save()
    # The history will name its author alone: who else had a hand in it stands here.
    note(AuditEntry.Action.PREPARED, pending.record, changed=True, **_told(pending))


@transaction.atomic
def submit_edit(*, pending: PendingChange) -> None:
    _take(pending)
    pending.submitted_at = timezone.now()
    pending.save()
    note(AuditEntry.Action.SUBMITTED, pending.record, **_told(pending))


@transaction.atomic
def return_edit(*, pending: PendingChange) -> None:
    """Back to its author, to be amended."""
    _take(pending)
    pending.submitted_at = None
    pending.save()
    note(AuditEntry.Action.RETURNED, pending.record, **_told(pending))


@transaction.atomic
def release_edit(*, pending: PendingChange, by: Any) -> None:
    """Note that the record now is as the edit would have it. In the transaction that writes the record."""
    _close(pending, PendingChange.Outcome.RELEASED, by)
    note(AuditEntry.Action.RELEASED, pending.record, **_told(pending))


@transaction.atomic
def discard_edit(*, pending: PendingChange, by: Any) -> None:
    """Throw it away; it can be taken up again."""
    _close(pending, PendingChange.Outcome.DISCARDED, by)
    note(AuditEntry.Action.DISCARDED, pending.record, **_told(pending))


@transaction.atomic
def take_up_again(*, pending: PendingChange) -> None:
    """Open what was thrown away. What was released stands in the history instead."""
    _take(pending, outcome=PendingChange.Outcome.DISCARDED)
    pending.outcome, pending.closed_at, pending.closed_by, pending.submitted_at = "", None, None, None
    pending.save()
    note(AuditEntry.Action.PREPARED, pending.record, **_told(pending))


def _close(pending: PendingChange, outcome: str, by: Any) -> None:
    _take(pending)
    pending.outcome, pending.closed_at, pending.closed_by = outcome, timezone.now(), by
    pending.save()


def _take(pending: PendingChange, *, outcome: str = "") -> None:
    """Held until the transaction ends. Raises StalePendingChangeError if it is not as it was read."""
    rows = PendingChange.objects.select_for_update()
    stored = rows.filter(pk=pending.pk, revision=pending.revision, outcome=outcome)
    if not stored.exists():
        raise StalePendingChangeError
    pending.revision += 1


def _told(pending: PendingChange) -> dict[str, Any]:
    author = pending.author.get_username() if pending.author else ""
    return {"prepared_edit": pending.pk, "prepared_by": author}
