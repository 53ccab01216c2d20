"""Forms for those who may only read: texts in their language and direction, formatted where they are."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.core.exceptions import FieldDoesNotExist
from django.utils.safestring import SafeString, mark_safe
from modeltranslation.fields import TranslationField

from publishing.languages import direction
from publishing.richtext import RichTextField

register = template.Library()


@dataclass(frozen=True, slots=True)
class Shown:
    contents: SafeString | str
    label: str = ""
    language: str = ""

    @property
    def direction(self) -> str:
        return direction(self.language)


@register.simple_tag
def as_read(field: Any) -> Shown:
    """What Django's form shows of a column that this person may not write."""
    # Django loads every library with a visitor's first page.
    from publishing.forms import label_in_language  # noqa: PLC0415

    try:
        column = field.form._meta.model._meta.get_field(field.field["name"])
    except FieldDoesNotExist:
        return Shown(field.contents())
    contents = field.contents()
    value = getattr(field.form.instance, column.attname, None) if column.concrete else None
    if value and isinstance(getattr(column, "translated_field", column), RichTextField):
        contents = mark_safe(value)  # noqa: S308 - sanitised on every save
    if isinstance(column, TranslationField):
        return Shown(contents, label_in_language(column), column.language)
    return Shown(contents)
