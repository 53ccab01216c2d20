"""One column of a spreadsheet: how a fact of a record is written into a cell, and read from one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField

from publishing.dates import PartialDateField
from publishing.languages import name_of_language
from spreadsheets.cells import canonical
from spreadsheets.lookups import Lookups

# Between several values in one cell; a name may hold a comma.
SEPARATOR = "; "


@dataclass
class Place:
    """What a cell is read beside: the records that names may mean, and the values of the row so far."""

    lookups: Lookups
    values: dict[str, Any] = field(default_factory=dict)
    record: Any = None


@dataclass(frozen=True, kw_only=True)
class Column:
    """`name` is the attribute of the record; the label is that of its field, unless one is given."""

    model: type[models.Model]
    name: str
    # How the column is called in files for programs, and remembered.
    given_key: str = ""
    given_label: str | Promise = ""
    given_meaning: str | Promise = ""
    example: str = ""
    # Of a new record.
    is_required: bool = False

    # Written once the record is there.
    is_late: ClassVar[bool] = False
    # Read back from files.
    is_read: ClassVar[bool] = True

    @property
    def key(self) -> str:
        return self.given_key or self.name

    @property
    def field(self) -> Any:
        """The field of the model, or the partial date."""
        partial = getattr(self.model, self.name, None)
        return partial if isinstance(partial, PartialDateField) else self.model._meta.get_field(self.name)

    @property
    def language(self) -> str:
        return self.field.language if isinstance(self.field, TranslationField) else ""

    @property
    def label(self) -> str:
        if self.language and not self.given_label:
            return _("%(text)s (%(language)s)") % {
                "text": self.bare_label,
                "language": name_of_language(self.language),
            }
        return self.bare_label

    @property
    def bare_label(self) -> str:
        """Without the language."""
        if self.given_label:
            return str(self.given_label)
        named = self.field.translated_field if self.language else self.field
        return capfirst(str(named.verbose_name))

    @property
    def meaning(self) -> str:
        return str(self.given_meaning or getattr(self.field, "help_text", ""))

    @property
    def how_to_write(self) -> str:
        """In a sentence, for the sheet that explains the columns."""
        return ""

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What a cell may hold, with what each means; empty where anything may stand."""
        return []

    # From the record

    def read(self, record: Any) -> Any:
        """The value, as it can be compared."""
        return getattr(record, self.name)

    def text(self, record: Any) -> str:
        """The cell."""
        return self.written(self.read(record))

    def written(self, value: Any) -> str:
        return "" if value is None else str(value)

    def data(self, record: Any) -> Any:
        """For JSON."""
        return self.text(record) or None

    def shown(self, value: Any) -> str:
        """In words, for somebody who compares before and after."""
        return self.written(value)

    # From the cell

    def texts_to_look_up(self, text: str) -> Iterable[tuple[type[models.Model], str]]:
        """The names in a cell, so that they can be looked up for many rows at once."""
        return ()

    def parse(self, text: str, place: Place) -> Any:
        """The value of a cell that is not empty. Raises ValidationError with what to write instead."""
        raise NotImplementedError

    def empty(self) -> Any:
        return ""

    def is_same(self, text: str, record: Any, place: Place) -> bool:
        """Whether the cell says what the record says: what was exported is always read as no change."""
        return canonical(text) == canonical(self.text(record))

    def put(self, record: Any, value: Any) -> None:
        setattr(record, self.name, value)


@dataclass(frozen=True, kw_only=True)
class Information(Column):
    """Written for those who read the file; of no account when it comes back."""

    told: Callable[[Any], str]

    is_read: ClassVar[bool] = False

    @property
    def field(self) -> Any:
        return None

    def read(self, record: Any) -> Any:
        return self.told(record)

    @property
    def how_to_write(self) -> str:
        return _("For information; a change here is not taken over.")
