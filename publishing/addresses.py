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


def free_slug(records: RecordQuerySet, wanted: str) -> str:
    """The wanted one, or that with the next number at its end which no record has."""
    slug, count = wanted, 1
    while records.filter(slug=slug).exists():
        count += 1
        slug = f"{wanted}-{count}"
    return slug


def present_slug(kind: str, former: str) -> str:
    """What the public record that once had the slug has now; empty where there is none."""
    left = FormerSlug.objects.filter(kind=kind, slug=former).first()
    if left is None:
        return ""
    found = record_models()[kind].objects.published().filter(pk=left.record_id).first()
    return found.slug if found else ""
