"""Who has an address, or once had it."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, Value
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils.cache import patch_cache_control

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


def moved_to(address: str, request: HttpRequest) -> HttpResponse:
    """For good, and with it whatever is asked there."""
    query = request.META.get("QUERY_STRING", "")
    wanted = f"{address}?{query}" if query else address
    if address != request.path:
        return HttpResponsePermanentRedirect(wanted)
    # It was published a moment after the page looked for it, and is there when it is asked for again: that a
    # page has moved to where it is, nobody may keep.
    response = HttpResponseRedirect(wanted)
    patch_cache_control(response, no_store=True)
    return response


def is_taken(records: RecordQuerySet, slug: str) -> bool:
    """By a record, or by a page of the portal."""
    return slug in records.model.reserved_slugs or records.filter(slug=slug).exists()


def free_slug(records: RecordQuerySet, wanted: str) -> str:
    """The wanted one, or that with the next number at its end which is not taken."""
    slug, count = wanted, 1
    while is_taken(records, slug):
        count += 1
        slug = f"{wanted}-{count}"
    return slug


def public_slugs(wanted: dict[str, set[str]]) -> dict[tuple[str, str], str]:
    """(kind, slug) → the slug that the public record has which has that one, or had it once and left it.

    One query where all are present ones.
    """
    found = {(kind, slug): slug for kind, slug in _present(wanted)}
    missing = {kind: {slug for slug in slugs if (kind, slug) not in found} for kind, slugs in wanted.items()}
    asked = [Q(kind=kind, slug__in=slugs) for kind, slugs in missing.items() if slugs]
    left = list(FormerSlug.objects.filter(reduce(or_, asked))) if asked else []
    for row in left:
        record = record_models()[row.kind].objects.published().filter(pk=row.record_id).first()
        if record is not None:
            found[row.kind, row.slug] = record.slug
    return found


def _present(wanted: dict[str, set[str]]) -> list[tuple[str, str]]:
    kinds = [kind for kind, slugs in wanted.items() if slugs]
    asked = [
        record_models()[kind]
        .objects.published()
        .order_by()
        .filter(slug__in=wanted[kind])
        .annotate(of_kind=Value(kind))
        .values("of_kind", "slug")
        for kind in kinds
    ]
    if not asked:
        return []
    rows = asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]
    return [(row["of_kind"], row["slug"]) for row in rows]
