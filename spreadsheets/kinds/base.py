"""What a row of one kind is: its columns, and which record it means."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.models import Publishable, Record
from spreadsheets.columns import Column, Information, Place
from spreadsheets.problems import CellError

Values = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`admin_model` is the record on whose desk the rows are kept; its permissions count."""

    name: str
    model: type[models.Model]
    columns: tuple[Column, ...]
    is_imported: bool = True
    # The relations that a row's cells show.
    joined: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    @property
    def admin_model(self) -> type[Record]:
        return self.model  # type: ignore[return-value]

    @property
    def by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    @property
    def read_columns(self) -> list[Column]:
        return [column for column in self.columns if column.is_read]

    def rows(self, records: Any) -> Any:
        """With all that their cells show, in a fixed number of queries for each portion."""
        return records.select_related(*self.joined).prefetch_related(*self.listed)

    def rows_of(self, admin_records: Any) -> Any:
        """The rows of the records in a filtered list."""
        return self.rows(admin_records)

    # Which record a row means

    def identity_of(self, values: Values) -> Hashable:
        """What tells two rows apart. Raises CellError where the row does not say enough."""
        slug = values.get("slug") or self.proposed_slug(values)
        if not slug:
            raise CellError(_("The row says neither which record it is nor how a new one is called."))
        return str(slug).lower()

    def proposed_slug(self, values: Values) -> str:
        for column in self.columns:
            if column.is_required and column.language == settings.LANGUAGE_CODE and values.get(column.key):
                return slugify(values[column.key])[:100].strip("-")
        return ""

    def existing(self, identities: Iterable[Hashable]) -> dict[Hashable, Any]:
        """Those of the records that are there, in a fixed number of queries."""
        found = self.rows(self.model._default_manager.filter(slug__in=set(identities)))
        return {record.slug: record for record in found}

    def may_be_meant(self, values: Values, place: Place) -> None:
        """Raises CellError where a row without an address would write over a record unasked."""
        if place.record is not None and not values.get("slug"):
            raise CellError(
                _(
                    "There is a record at the address “%(slug)s” already. Write this address into the row to "
                    "change that record, or another one to add a new record."
                ),
                params={"slug": place.record.slug},
            )

    def new(self, values: Values) -> Any:
        record = self.model()
        if not values.get("slug"):
            record.slug = self.proposed_slug(values)  # type: ignore[attr-defined]
        return record

    def record_of(self, row: Any) -> Record:
        """The record that visitors see changed when the row is written."""
        return row


def state_of(record: Any) -> str:
    return str(Publishable.State(record.state).label)


def page_of(record: Any) -> str:
    address = record.page_address()
    return f"{settings.SITE_URL}{address}" if address else ""


def changed_on(record: Any) -> str:
    return f"{record.updated_at:%Y-%m-%d %H:%M}"


def information(model: type[Record]) -> list[Information]:
    """What those who read an export want to know, and no import takes over."""
    told: list[tuple[str, str | Promise, Any, str | Promise]] = [
        ("page", gettext_lazy("Page"), page_of, gettext_lazy("Where it is, or will be, read.")),
        ("updated_at", gettext_lazy("Last changed (UTC)"), changed_on, ""),
    ]
    if issubclass(model, Publishable):
        told.insert(
            0, ("state", gettext_lazy("State of publication"), state_of, gettext_lazy("Draft, published, …"))
        )
    return [
        Information(model=model, name=name, given_label=label, told=function, given_meaning=meaning)
        for name, label, function, meaning in told
    ]
