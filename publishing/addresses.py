"""Who has an address, or once had it."""

from typing import Any

from publishing.kinds import record_models
from publishing.models import FormerSlug
from publishing.querysets import RecordQuerySet


def record_at(records: RecordQuerySet, slug: str) -> Any | None:
    """The record that has the slug, or else the one that had it last: published, or withdrawn, which
    answers with a notice. A draft does not, and must not be given away."""
    left = FormerSlug.objects.filter(kind=records.model._meta.model_name, slug=slug)
    for found in (records.filter(slug=slug), records.filter(pk__in=left.values("record_id"))):
        record = found.published().first()
        if record is None and hasattr(found, "withdrawn"):
            record = found.withdrawn().first()
        if record is not None:
            return record
    return None


def present_slug(kind: str, former: str) -> str:
    """What the public record that once had the slug has now; empty where there is none."""
    left = FormerSlug.objects.filter(kind=kind, slug=former).first()
    if left is None:
        return ""
    found = record_models()[kind].objects.published().filter(pk=left.record_id).first()
    return found.slug if found else ""
