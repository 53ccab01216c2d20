from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import reduce
from operator import and_
from typing import Any, Self

from django.db import models
from django.db.models import DateTimeField, Q, Value
from django.db.models.functions import Now

from publishing import changes
from publishing.folding import fold

_moment: ContextVar[datetime | None] = ContextVar("moment_of_publication", default=None)


@contextmanager
def as_of_moment(moment: datetime) -> Iterator[None]:
    """Whoever asks inside what is published is told what will be then, as far as is known today."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


def has_in_titles(text: str) -> Q:
    """Every word of the text occurs in the record's titles, in any language and spelling.

    Marks without a single letter or digit find nothing, no text at all everything.
    """
    words = fold(text).split()[:20]
    if text.strip() and not words:
        return Q(pk__in=())
    return reduce(and_, (Q(search_text__contains=word) for word in words), Q())


def is_published(prefix: str = "") -> Q:
    """The publication rule. `prefix` asks it across a relation: is_published("documents__")."""
    moment = _moment.get()
    # The database's clock: a queryset kept on a view class would freeze Python's at import.
    now = Now() if moment is None else Value(moment, DateTimeField())
    appeared = Q(**{f"{prefix}published_at__lte": now})
    not_withdrawn = Q(**{f"{prefix}withdrawn_at": None}) | Q(**{f"{prefix}withdrawn_at__gt": now})
    return appeared & not_withdrawn


def is_withdrawn() -> Q:
    """Was public once and is no longer."""
    return Q(published_at__lte=Now(), withdrawn_at__lte=Now())


class RecordQuerySet(models.QuerySet):
    """Rows whose every change is told to caches, search and the change feed.

    Writing many rows past `save()` would go unnoticed, so it is refused here.
    """

    # Which relations a row has, only its own model knows.
    model: Any

    def published(self) -> Self:
        """What every visitor may see. Every page, feed and endpoint starts here."""
        raise NotImplementedError(f"{type(self).__name__} must say what is public.")

    def for_naming(self) -> Self:
        """With what a row's name is made of, where that is not all its own."""
        return self

    def light(self) -> Self:
        """Only what places a row in its list."""
        return self.only("pk", "sort_key")

    def with_keys(self, keys: list[int]) -> Self:
        return self.order_by().filter(pk__in=keys)

    def for_moments(self) -> Self:
        """Only what tells when what visitors see last changed: see `publishing.feeds.atom.told_at()`."""
        names = {field.name for field in self.model._meta.concrete_fields}
        return self.only("pk", *names & {"updated_at", "published_at"})

    def with_slugs(self, slugs: list[str]) -> Self:
        return self.order_by().filter(slug__in=slugs)

    def certain(self) -> Self:
        """Without what is only inferred, or rests on an undated report."""
        return self.exclude(confidence="low")

    def update(self, **values: Any) -> int:
        raise TypeError("Change records one by one with save(), so that each change is recorded.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise TypeError("Change records one by one with save(), so that each change is recorded.")

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        raise TypeError("Create records one by one with save(), so that each change is recorded.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """One by one, so that each deletion is recorded."""
        total: dict[str, int] = {}
        with changes.together():
            record: Any
            for record in self:
                for label, count in record.delete()[1].items():
                    total[label] = total.get(label, 0) + count
        return sum(total.values()), total

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def write_bookkeeping(self, **values: Any) -> int:
        """Set columns of our own that no visitor reads, such as sort keys and revisions."""
        return super().update(**values)


class PublishableQuerySet(RecordQuerySet):
    def published(self) -> Self:
        return self.filter(is_published())

    def withdrawn(self) -> Self:
        """What answers with a notice instead of its content."""
        return self.filter(is_withdrawn())

    def search(self, text: str) -> Self:
        """For the desk: row by row, drafts too. Visitors' lists ask `search.titles`."""
        return self.filter(has_in_titles(text))
