"""Remarks of reviewers and authors, in the order they were made."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from publishing.models import PendingChange, Record, Remark


def remark(*, record: Record, text: str, by: Any, pending: PendingChange | None = None) -> Remark:
    return Remark.objects.create(
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        pending_change=pending,
        author=by,
        text=text,
    )


def settle(*, remark: Remark, by: Any) -> None:
    """Say that it has been seen to. Settled once, it stays as it was."""
    if remark.settled_at is None:
        remark.settled_at, remark.settled_by = timezone.now(), by
        remark.save(update_fields=["settled_at", "settled_by"])


def reopen(*, remark: Remark) -> None:
    remark.settled_at, remark.settled_by = None, None
    remark.save(update_fields=["settled_at", "settled_by"])


def returned_edits(person: Any) -> QuerySet[PendingChange]:
    """The person's prepared edits of which somebody else has said what should be changed. Drafts that came
    back are `Authorship.objects.returned_to()`."""
    remarks = Remark.objects.filter(pending_change=OuterRef("pk")).open().exclude(author=person)
    edits = PendingChange.objects.open().prepared_by(person)
    return edits.filter(Exists(remarks), submitted_at=None)
