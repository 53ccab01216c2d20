"""Columns of facts that stand in the record itself."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.html import escape, strip_tags
from django.utils.translation import gettext as _
from django_countries import countries

from publishing.dates import PartialDate
from publishing.fields import validate_addresses
from publishing.folding import fold
from publishing.languages import columns_of, name_of_language
from publishing.richtext import clean_html
from publishing.typed_dates import read_date
from spreadsheets.cells import canonical
from spreadsheets.columns.base import SEPARATOR, Column, Place
from spreadsheets.problems import CellError

# "1" and "0" as workbooks and programs write them.
YES = {"yes", "y", "true", "1", "oui", "vrai", "نعم", "صحيح"}
NO = {"no", "n", "false", "0", "non", "faux", "لا", "خطا"}


@dataclass(frozen=True, kw_only=True)
class Text(Column):
    @property
    def how_to_write(self) -> str:
        longest = self.field.max_length
        if longest is None:
            return _("Text.")
        return _("Text of up to %(longest)s letters.") % {"longest": longest}

    def read(self, record: Any) -> Any:
        return getattr(record, self.name) or ""

    def parse(self, text: str, place: Place) -> Any:
        return text

    def put(self, record: Any, value: Any) -> None:
        setattr(record, self.name, (value or None) if self.field.null else value)


def texts(model: type[models.Model], name: str, *, example: str = "", **options: Any) -> list[Text]:
    """A text in three languages, a column for each; the first is needed where the model needs it."""
    required, *_others = columns_of(name)
    is_required = options.pop("is_required", False)
    kind = options.pop("kind", Text)
    return [
        kind(
            model=model,
            name=column,
            example=example if column == required else "",
            is_required=is_required and column == required,
            **options,
        )
        for column in columns_of(name)
    ]


@dataclass(frozen=True, kw_only=True)
class FormattedText(Text):
    @property
    def how_to_write(self) -> str:
        return _("Text; an empty line begins a paragraph. Formatted text is written as HTML.")

    def parse(self, text: str, place: Place) -> Any:
        if re.search(r"<\w", text):
            return clean_html(text)
        paragraphs = re.split(r"\n\s*\n", canonical(text))
        lines = ("<br>".join(escape(line) for line in paragraph.split("\n")) for paragraph in paragraphs)
        return clean_html("".join(f"<p>{line}</p>" for line in lines))

    def shown(self, value: Any) -> str:
        return strip_tags(re.sub(r"</(p|h2|h3|li)>|<br>", " ", value or "")).strip()


@dataclass(frozen=True, kw_only=True)
class WholeNumber(Column):
    @property
    def how_to_write(self) -> str:
        return _("A whole number, in figures.")

    def parse(self, text: str, place: Place) -> Any:
        figures = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
        if not re.fullmatch(r"\d{1,9}(\.0+)?", figures):
            raise CellError(_("“%(text)s” is not a whole number."), params={"text": text})
        return int(figures.partition(".")[0])

    def empty(self) -> Any:
        return None if self.field.null else self.field.get_default()

    def data(self, record: Any) -> Any:
        return self.read(record)


@dataclass(frozen=True, kw_only=True)
class YesNo(Column):
    def written(self, value: Any) -> str:
        return "yes" if value else "no"

    def shown(self, value: Any) -> str:
        return _("yes") if value else _("no")

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [("yes", _("yes")), ("no", _("no"))]

    def parse(self, text: str, place: Place) -> Any:
        word = fold(text)
        if word in {fold(one) for one in YES}:
            return True
        if word in {fold(one) for one in NO}:
            return False
        raise CellError(_("“%(text)s” is neither yes nor no."), params={"text": text})

    def empty(self) -> Any:
        return self.field.get_default()

    def data(self, record: Any) -> Any:
        return self.read(record)


@dataclass(frozen=True, kw_only=True)
class Date(Column):
    """A date only as exact as it is known, or a span of such."""

    @property
    def how_to_write(self) -> str:
        return _(
            "As exactly as it is known: 2018, May 2018, 8 May 2018, 8–9 May 2018 or 2018-05-08. "
            "Empty means that it is not known."
        )

    def written(self, value: PartialDate | None) -> str:
        if value is None:
            return ""
        if value.start_iso == value.end_iso:
            return value.start_iso
        return f"{value.start_iso} – {value.end_iso}"

    def shown(self, value: PartialDate | None) -> str:
        return str(value or "")

    def parse(self, text: str, place: Place) -> Any:
        return read_date(text)

    def empty(self) -> Any:
        return None


@dataclass(frozen=True, kw_only=True)
class Time(Column):
    @property
    def how_to_write(self) -> str:
        return _("Hours and minutes, like 14:30.")

    def written(self, value: dt.time | None) -> str:
        return f"{value:%H:%M}" if value else ""

    def parse(self, text: str, place: Place) -> Any:
        found = re.fullmatch(r"(\d{1,2})\s*[:.h]\s*(\d{2})(?::\d{2})?", text.strip(), flags=re.IGNORECASE)
        if found is None or not (int(found[1]) < 24 and int(found[2]) < 60):
            raise CellError(_("“%(text)s” is not a time. Write it like 14:30."), params={"text": text})
        return dt.time(int(found[1]), int(found[2]))

    def empty(self) -> Any:
        return None


@lru_cache(maxsize=512)
def _words_for(pairs: tuple[tuple[str, Any], ...]) -> dict[str, str]:
    """Folded value or label in any language → value."""
    words = {}
    for code in settings.MODELTRANSLATION_LANGUAGES:
        with translation.override(code):
            words.update({fold(str(label)): value for value, label in pairs})
    return words | {fold(value): value for value, _label in pairs}


def _chosen(text: str, pairs: list[tuple[str, Any]]) -> str:
    found = _words_for(tuple(pairs)).get(fold(text))
    if found is None:
        allowed = ", ".join(str(label) for _value, label in pairs)
        raise CellError(
            _("“%(text)s” is not among the choices: %(allowed)s."), params={"text": text, "allowed": allowed}
        )
    return found


@dataclass(frozen=True, kw_only=True)
class Choice(Column):
    """One out of a closed list: its own word, or its label in any language."""

    def read(self, record: Any) -> Any:
        return getattr(record, self.name) or ""

    def _pairs(self) -> list[tuple[str, Any]]:
        return [(value, label) for value, label in self.field.choices if value]

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in self._pairs()]

    def shown(self, value: Any) -> str:
        return str(dict(self._pairs()).get(value, value))

    def parse(self, text: str, place: Place) -> Any:
        return _chosen(text, self._pairs())

    def empty(self) -> Any:
        return self.field.get_default() or ""


@dataclass(frozen=True, kw_only=True)
class Several(Column):
    """Several values in one cell."""

    @property
    def how_to_write(self) -> str:
        return _("Several are separated by semicolons.")

    def written(self, value: Any) -> str:
        return SEPARATOR.join(value or [])

    def data(self, record: Any) -> Any:
        return list(self.read(record) or [])

    def empty(self) -> Any:
        return []

    def parts(self, text: str) -> list[str]:
        return [part.strip() for part in re.split(r"[;؛\n]", text) if part.strip()]


@dataclass(frozen=True, kw_only=True)
class ChoiceList(Several):
    def _pairs(self) -> list[tuple[str, Any]]:
        return self.field._pairs()

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in self._pairs()]

    def shown(self, value: Any) -> str:
        labels = dict(self._pairs())
        return ", ".join(str(labels.get(item, item)) for item in value)

    def parse(self, text: str, place: Place) -> Any:
        return list(dict.fromkeys(_chosen(part, self._pairs()) for part in self.parts(text)))


@dataclass(frozen=True, kw_only=True)
class Addresses(Several):
    """Web addresses, which may hold a semicolon but no space."""

    @property
    def how_to_write(self) -> str:
        return _("Web addresses, each on a line of its own or separated by spaces.")

    def written(self, value: Any) -> str:
        return "\n".join(value or [])

    def parse(self, text: str, place: Place) -> Any:
        addresses = [part.rstrip(";") if part.endswith(";") else part for part in text.split()]
        validate_addresses(addresses)
        return addresses


@dataclass(frozen=True, kw_only=True)
class Years(Several):
    def written(self, value: Any) -> str:
        return SEPARATOR.join(str(year) for year in value or [])

    def parse(self, text: str, place: Place) -> Any:
        years = re.split(r"[\s,;–-]+", text.strip())
        if not all(re.fullmatch(r"[12]\d{3}", year, flags=re.ASCII) for year in years):
            raise CellError(_("“%(text)s” is not a year. Write 2024, or 2020, 2021."), params={"text": text})
        return sorted({int(year) for year in years})


@dataclass(frozen=True, kw_only=True)
class OtherNames(Several):
    """The names in one language of a field that holds names by language."""

    code: str

    @property
    def key(self) -> str:
        return f"{self.name}_{self.code}"

    @property
    def label(self) -> str:
        return _("%(text)s (%(language)s)") % {
            "text": self.bare_label,
            "language": name_of_language(self.code),
        }

    def read(self, record: Any) -> Any:
        return list(getattr(record, self.name).get(self.code, []))

    def parse(self, text: str, place: Place) -> Any:
        return self.parts(text)

    def put(self, record: Any, value: Any) -> None:
        names = {**getattr(record, self.name), self.code: value}
        setattr(record, self.name, {code: several for code, several in names.items() if several})


@dataclass(frozen=True, kw_only=True)
class CountryCode(Column):
    """The two letters of ISO 3166, or the name of the country in any language."""

    @property
    def how_to_write(self) -> str:
        return _("The two letters of ISO 3166 or the name: ET, Ethiopia, Éthiopie, إثيوبيا.")

    def read(self, record: Any) -> Any:
        value = getattr(record, self.name)
        return (value.code if hasattr(value, "code") else value) or ""

    def shown(self, value: Any) -> str:
        return str(countries.name(value)) if value else ""

    def parse(self, text: str, place: Place) -> Any:
        found = _countries().get(fold(text))
        if found is None:
            raise CellError(
                _("“%(text)s” is no country. Write its two letters, like ET, or its name."),
                params={"text": text},
            )
        return found

    def put(self, record: Any, value: Any) -> None:
        setattr(record, self.name, (value or None) if self.field.null else value)


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    names = {}
    for code in settings.MODELTRANSLATION_LANGUAGES:
        with translation.override(code):
            names.update({fold(str(name)): iso for iso, name in countries})
    return names | {fold(iso): iso for iso, _name in countries}
