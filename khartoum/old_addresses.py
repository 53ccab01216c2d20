"""Where a page of the Process's earlier site went."""

from django.urls import NoReverseMatch, reverse
from django.utils import translation

from publishing.addresses import record_at
from publishing.kinds import models_with_pages
from publishing.models import OldAddress


def new_address(path: str, query: str) -> str | None:
    """The English page that took the place of an old path, found first with its query, then without."""
    if "\0" in path or "\0" in query:
        # No page had such an address, and PostgreSQL refuses to look for one.
        return None
    path = path.rstrip("/")
    wanted = [f"{path}?{query}", path] if query else [path]
    found = {old.path: old for old in OldAddress.objects.filter(path__in=wanted)}
    old = next((found[candidate] for candidate in wanted if candidate in found), None)
    if old is None:
        return None
    with translation.override("en"):
        return address_of_record(old.kind, old.target) if old.kind else address_of_list(old.target)


def address_of_list(target: str) -> str | None:
    """Of `events:list`, or with a query: `events:list?type=training`."""
    name, _, query = target.partition("?")
    try:
        address = reverse(name)
    except NoReverseMatch:
        return None
    return f"{address}?{query}" if query else address


def address_of_record(kind: str, slug: str) -> str | None:
    model = models_with_pages().get(kind)
    record = record_at(model.objects.all(), slug) if model else None
    return record.get_absolute_url() if record else None
