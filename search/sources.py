"""What can be found: each app says of its records which texts they have, and when those are public."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from publishing.changes import Touched
from publishing.models import Record


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage: text, and the place it has in a file or a document."""

    text: str
    place_kind: str = ""
    place: str = ""
    place_label: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One text of a record in one language. Names of other records are never part of it: those may not be
    public."""

    language: str
    title: str
    visible_from: datetime
    visible_until: datetime | None = None
    # Empty for the record's own; else which file or person of it.
    part: str = ""
    # Empty for the record's own kind.
    kind: str = ""
    summary: str = ""
    pieces: tuple[Piece, ...] = ()
    # Found as if they stood in the title: other spellings, acronyms.
    other_names: tuple[str, ...] = ()
    type: str = ""
    year: int | None = None
    sort_key: int = 0
    is_own: bool = True
    # From when a later version of the file stands in its place.
    replaced_at: datetime | None = None
    theme_ids: tuple[int, ...] = field(default=())


# What was written → keys of the records that are found otherwise since then, besides those written.
AlsoChanged = Callable[[list[Touched]], Iterable[int]]
SourcesOf = Callable[[Any], Iterable[Source]]
# Slug, language, part and the passage's place → the address where that is read, if it has one of its own.
AddressOfPlace = Callable[[str, str, str, str, str], str]


def none_else(written: list[Touched]) -> Iterable[int]:
    return ()


@dataclass(frozen=True, slots=True)
class _Searchable:
    model: type[Record]
    sources_of: SourcesOf
    rows: Callable[[], models.QuerySet]
    address_of_place: AddressOfPlace
    owner: str
    also_changed: AlsoChanged = none_else

    @property
    def owner_model(self) -> type[models.Model]:
        """That of the records whose lock every writer of these holds."""
        model: Any = self.model
        for name in filter(None, self.owner.split("__")):
            model = model._meta.get_field(name).related_model
        return model


def nowhere_else(slug: str, language: str, part: str, place_kind: str, place: str) -> str:
    return ""


_registered: dict[str, _Searchable] = {}


def register(
    model: type[Record],
    sources_of: SourcesOf,
    rows: Callable[[], models.QuerySet] | None = None,
    address_of_place: AddressOfPlace = nowhere_else,
    *,
    owner: str = "",
    also_changed: AlsoChanged = none_else,
) -> None:
    """`sources_of(record)` gives all texts that are public now or will be; nothing of a draft. `rows` gives
    the records with what that needs. `owner` leads to the record without which none of these is public."""
    rows = rows or model._default_manager.all
    _registered[str(model._meta.model_name)] = _Searchable(
        model, sources_of, rows, address_of_place, owner, also_changed
    )


def kinds() -> list[str]:
    return list(_registered)


def sources_of(record: Record) -> list[Source]:
    entry = _registered.get(record.kind)
    return list(entry.sources_of(record)) if entry else []


def rows_of(kind: str) -> models.QuerySet:
    return _registered[kind].rows()


def owned_by(record: Record) -> Iterable[tuple[str, list[int]]]:
    """Kind and keys of what is public only while this record is."""
    for kind, searchable in _registered.items():
        if searchable.owner and searchable.owner_model is type(record):
            rows = searchable.model._base_manager.filter(**{searchable.owner: record.pk})
            yield kind, list(rows.values_list("pk", flat=True))


def also_changed(written: list[Touched]) -> Iterable[tuple[str, Iterable[int]]]:
    for kind, searchable in _registered.items():
        yield kind, searchable.also_changed(written)


def lock(kind: str, keys: Iterable[int]) -> None:
    """Until the transaction ends nobody else writes these records, or what they are public by."""
    searchable = _registered[kind]
    owners = searchable.model._base_manager.filter(pk__in=keys).values(searchable.owner or "pk")
    locked = searchable.owner_model._base_manager.select_for_update().filter(pk__in=owners)
    list(locked.order_by("pk").values_list("pk", flat=True))


def page_of(kind: str, slug: str) -> str:
    """The record's page in the active language. An address depends on the slug alone."""
    record: Any = _registered[kind].model(slug=slug)
    return record.get_absolute_url()


def place_in(kind: str, slug: str, *, language: str, part: str, place_kind: str, place: str) -> str:
    """Where the passage is read; the record's page if that is all there is."""
    return _registered[kind].address_of_place(slug, language, part, place_kind, place) or page_of(kind, slug)


def window(*records: Any) -> tuple[datetime, datetime | None] | None:
    """From when until when all of the records are public, by their dates; None if never."""
    begins = [record.published_at for record in records]
    if not all(begins):
        return None
    ends = [record.withdrawn_at for record in records if record.withdrawn_at]
    first, last = max(begins), min(ends, default=None)
    return None if last is not None and last <= first else (first, last)
