"""Columns that name other records."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from declarations.models import Document, Provision
from spreadsheets.columns.base import Column, Place
from spreadsheets.columns.values import Several
from spreadsheets.problems import CellError


@dataclass(frozen=True, kw_only=True)
class Link(Column):
    """One record: its address is written; its name in any language is read, too."""

    @property
    def target(self) -> type[models.Model]:
        return self.field.related_model

    @property
    def how_to_write(self) -> str:
        return _("The address (the last part of its page’s address) or the name in any language.")

    def read(self, record: Any) -> Any:
        return getattr(record, self.name, None) if getattr(record, f"{self.name}_id") else None

    def written(self, value: Any) -> str:
        return value.slug if value else ""

    def shown(self, value: Any) -> str:
        return str(value or "")

    def texts_to_look_up(self, text: str) -> Iterable[tuple[type[models.Model], str]]:
        yield self.target, text

    def parse(self, text: str, place: Place) -> Any:
        return place.lookups.of(self.target).find(text)

    def empty(self) -> Any:
        return None


@dataclass(frozen=True, kw_only=True)
class Links(Several):
    """Any number of records, written once the record itself is there."""

    is_late: ClassVar[bool] = True

    @property
    def target(self) -> type[models.Model]:
        return self.field.related_model

    @property
    def how_to_write(self) -> str:
        return _("Addresses or names, separated by semicolons.")

    def read(self, record: Any) -> Any:
        rows = getattr(record, self.name).all() if record.pk else ()
        return sorted(rows, key=lambda row: row.slug)

    def written(self, value: Any) -> str:
        return super().written([row.slug for row in value])

    def data(self, record: Any) -> Any:
        return [row.slug for row in self.read(record)]

    def shown(self, value: Any) -> str:
        return ", ".join(str(row) for row in value)

    def texts_to_look_up(self, text: str) -> Iterable[tuple[type[models.Model], str]]:
        yield from ((self.target, part) for part in self.parts(text))

    def parse(self, text: str, place: Place) -> Any:
        found: dict[Any, Any] = {}
        problems: list[ValidationError] = []
        for part in self.parts(text):
            try:
                row = place.lookups.of(self.target).find(part)
            except CellError as error:
                problems.append(error)
            else:
                found[row.pk] = row
        if problems:
            raise ValidationError(problems)
        return sorted(found.values(), key=lambda row: row.slug)

    def put(self, record: Any, value: Any) -> None:
        getattr(record, self.name).set(value)


@dataclass(frozen=True, kw_only=True)
class DocumentOfParagraph(Link):
    """The document in which the paragraph of the next column stands."""

    @property
    def field(self) -> Any:
        return Provision._meta.get_field("document")

    @property
    def target(self) -> type[models.Model]:
        return Document

    def read(self, record: Any) -> Any:
        return record.provision.document if record.provision_id else None

    def put(self, record: Any, value: Any) -> None:
        """The paragraph brings it."""


@dataclass(frozen=True, kw_only=True)
class ParagraphLink(Column):
    """A paragraph of the document that the row names, or of the one the record has."""

    @property
    def how_to_write(self) -> str:
        return _("The identifier of the paragraph in the document, like para-12, or its number.")

    def read(self, record: Any) -> Any:
        return record.provision if record.provision_id else None

    def written(self, value: Any) -> str:
        return value.eid if value else ""

    def shown(self, value: Any) -> str:
        return str(value or "")

    def document(self, place: Place) -> Document | None:
        known = place.record.provision.document if place.record and place.record.provision_id else None
        return place.values.get("document") or known

    def parse(self, text: str, place: Place) -> Any:
        document = self.document(place)
        if document is None:
            raise CellError(_("Say in which document the paragraph stands."))
        return place.lookups.paragraph(document, text)

    def is_same(self, text: str, record: Any, place: Place) -> bool:
        """Of another document, the same identifier is another paragraph."""
        return super().is_same(text, record, place) and self.document(place) == record.provision.document

    def empty(self) -> Any:
        return None
