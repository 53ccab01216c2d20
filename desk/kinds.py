"""Which kinds of records somebody at the desk may see, and where their pages are."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst

from publishing.admin import PublishableAdmin
from publishing.admin.base import RecordAdmin
from publishing.models import Record


@dataclass(frozen=True)
class Kind:
    """One kind of record, with the admin that answers for it."""

    admin: RecordAdmin

    @property
    def model(self) -> type[Record]:
        return self.admin.model

    @property
    def key(self) -> int:
        return ContentType.objects.get_for_model(self.model).pk

    @property
    def name(self) -> str:
        return capfirst(str(self.model._meta.verbose_name))

    @property
    def plural(self) -> str:
        return capfirst(str(self.model._meta.verbose_name_plural))

    @property
    def has_life(self) -> bool:
        """Drafts, reviews and moments of publication."""
        return isinstance(self.admin, PublishableAdmin)

    @property
    def rows(self) -> Any:
        return self.model._default_manager.all()

    def list_page(self, query: str = "") -> str:
        options = self.model._meta
        return reverse(f"admin:{options.app_label}_{options.model_name}_changelist") + query

    def page(self, key: Any, name: str = "change", *more: Any) -> str:
        options = self.model._meta
        return reverse(f"admin:{options.app_label}_{options.model_name}_{name}", args=[quote(key), *more])


class Kinds(list[Kind]):
    """Those that the person of the request may see."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        super().__init__(
            Kind(one)
            for one in admin.site._registry.values()
            if isinstance(one, RecordAdmin) and one.has_view_or_change_permission(request)
        )

    @cached_property
    def by_key(self) -> dict[int, Kind]:
        return {kind.key: kind for kind in self}

    @cached_property
    def by_name(self) -> dict[str, Kind]:
        """By the name that the change feed uses."""
        return {str(kind.model._meta.model_name): kind for kind in self}

    def find(self, keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Any]:
        """Records by the key of their kind and their own, with what their names are made of, in one query for
        each kind. What is gone, or not to be seen, is left out."""
        wanted: dict[int, list[int]] = {}
        for kind, key in keys:
            wanted.setdefault(kind, []).append(key)
        return {
            (kind, record.pk): record
            for kind, found in wanted.items()
            if kind in self.by_key
            for record in self.by_key[kind].rows.for_naming().filter(pk__in=found)
        }

    def with_life(self) -> list[Kind]:
        return [kind for kind in self if kind.has_life]

    def to_change(self) -> list[Kind]:
        return [kind for kind in self.with_life() if kind.admin.has_change_permission(self.request)]

    def to_publish(self) -> list[Kind]:
        return [kind for kind in self.with_life() if kind.admin.has_publish_permission(self.request)]
