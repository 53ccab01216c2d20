"""Which language a text is shown in when the reader's is missing, and how it is laid out."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, get_language_info
from modeltranslation.manager import get_translatable_fields_for_model
from modeltranslation.utils import build_localized_fieldname

RIGHT_TO_LEFT = {"ar"}


def direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def name_of_language(code: str) -> str:
    """In the active language."""
    return str(get_language_info(code)["name_translated"])


def fallback_order(language: str) -> list[str]:
    """The reader's language, then the others in the fixed order."""
    others = [code for code in settings.MODELTRANSLATION_FALLBACK_LANGUAGES if code != language]
    return [language, *others]


def columns_of(field: str) -> list[str]:
    """Where a translated text is stored: title_en, title_fr, title_ar."""
    return [build_localized_fieldname(field, code) for code in settings.MODELTRANSLATION_LANGUAGES]


def translated_fields(model: type[models.Model]) -> list[str]:
    """In the order of the model: modeltranslation keeps a set, which has another in each process."""
    translated = set(get_translatable_fields_for_model(model) or ())
    return [field.name for field in model._meta.get_fields() if field.name in translated]


@dataclass(frozen=True, slots=True)
class Text:
    value: str
    language: str
    is_fallback: bool

    def __str__(self) -> str:
        return self.value

    @property
    def direction(self) -> str:
        return direction(self.language)


def text_in(record: Any, field: str, language: str | None = None) -> Text:
    """The field in the language asked for (the active one by default), or the first that exists.

    An empty Text in the language asked for if there is none at all.
    """
    wanted = language or get_language() or settings.LANGUAGE_CODE
    for code, column in _columns_in_order(field, wanted):
        value = getattr(record, column, None)
        if value:
            return Text(value, code, code != wanted)
    return Text("", wanted, is_fallback=False)


# The texts by which records go: one of them each.
NAMES = ("title", "name", "alt")


def called(record: Any) -> Text:
    """What a record is called, with the language that is in; by its slug or the like where it has no name."""
    field = next((name for name in NAMES if hasattr(record, name)), "")
    found = text_in(record, field) if field else None
    return found if found and found.value else Text(str(record), get_language() or "en", is_fallback=False)


@cache
def _columns_in_order(field: str, wanted: str) -> list[tuple[str, str]]:
    return [(code, build_localized_fieldname(field, code)) for code in fallback_order(wanted)]


def all_languages(record: models.Model, field: str) -> dict[str, str | None]:
    """The shape of a text in the API: every language, None where it is missing."""
    return {
        code: getattr(record, build_localized_fieldname(field, code)) or None
        for code in settings.MODELTRANSLATION_LANGUAGES
    }
