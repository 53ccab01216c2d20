"""Which texts a record has, and how each stands in a language: translators' list and form ask here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from publishing.history import followed
from publishing.languages import Text, fallback_order, translated_fields
from publishing.models import Record, TranslationState
from publishing.translations import ORIGINAL_LANGUAGE


class TextState(models.TextChoices):
    MISSING = "missing", _("missing")
    OUT_OF_DATE = "out-of-date", _("older than its original")
    UNOFFICIAL = "unofficial", _("unofficial, to be confirmed")
    UP_TO_DATE = "up-to-date", _("up to date")


def parts_with_texts(model: type[Record]) -> list[Any]:
    """The relations to its parts that have texts in several languages."""
    return [relation for relation in followed(model) if translated_fields(relation.related_model)]


def names_of_texts(model: type[Record]) -> dict[str, str]:
    """Its own texts, then its rows that have texts: the functions of all speakers are translated together."""
    own: dict[str, Any] = {name: model._meta.get_field(name) for name in translated_fields(model)}
    rows = {
        relation.name: str(relation.related_model._meta.verbose_name_plural)
        for relation in parts_with_texts(model)
    }
    return {name: str(field.verbose_name) for name, field in own.items()} | rows


def labels_of_texts(model: type[Record]) -> dict[str, str]:
    return {name: capfirst(label) for name, label in names_of_texts(model).items()}


def original_of(row: models.Model, field: str, language: str) -> Text | None:
    """What a translation into that language is made from: the English, or where there is none the first
    other language that has the text."""
    for code in fallback_order(ORIGINAL_LANGUAGE):
        value = getattr(row, build_localized_fieldname(field, code), None)
        if value and code != language:
            return Text(value, code, is_fallback=code != ORIGINAL_LANGUAGE)
    return None


@dataclass(frozen=True, slots=True)
class TextIn:
    """One text of a record in one language, or all those of its parts of one kind."""

    name: str
    # Texts that exist in another language, and those of them that do not in this one.
    total: int
    missing: int
    # How those that are there can be relied on; None where nothing is known against them.
    standing: TranslationState | None

    @property
    def there(self) -> int:
        return self.total - self.missing

    @property
    def is_out_of_date(self) -> bool:
        return self.there > 0 and self.standing is not None and self.standing.is_out_of_date

    @property
    def is_unofficial(self) -> bool:
        unofficial = TranslationState.Status.UNOFFICIAL
        is_marked = self.standing is not None and self.standing.status == unofficial
        return self.there > 0 and is_marked and not self.is_out_of_date

    @property
    def state(self) -> TextState:
        """What is to be done first."""
        if self.missing:
            return TextState.MISSING
        if self.is_out_of_date:
            return TextState.OUT_OF_DATE
        return TextState.UNOFFICIAL if self.is_unofficial else TextState.UP_TO_DATE


def texts_in(record: Record, language: str) -> list[TextIn]:
    """Every text that can be translated into the language. Reads prefetched states and parts."""
    states = {state.field: state for state in record.translation_states.all() if state.language == language}
    found = []
    for name, rows in _texts_by_name(record):
        pairs = [(row, field) for row, field in rows if original_of(row, field, language)]
        missing = sum(
            1 for row, field in pairs if not getattr(row, build_localized_fieldname(field, language))
        )
        if pairs:
            found.append(TextIn(name, len(pairs), missing, states.get(name)))
    return found


def _texts_by_name(record: Record) -> Iterator[tuple[str, list[tuple[models.Model, str]]]]:
    for name in translated_fields(type(record)):
        yield name, [(record, name)]
    for relation in parts_with_texts(type(record)):
        fields = translated_fields(relation.related_model)
        yield (
            relation.name,
            [(row, field) for row in getattr(record, relation.name).all() for field in fields],
        )
