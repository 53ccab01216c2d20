"""Where texts are kept: every column of every table that can hold words, and what each table is to a person's
data. A new model is covered without being named."""

from typing import Any

from django.apps import apps
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField
from reversion.models import Version

from accounts.models import AuditEntry
from declarations.models import StoredFile
from publishing.languages import name_of_language, translated_fields
from publishing.models import Change, FormerSlug, OldAddress, Part, Record, RecordVersion, TranslationState
from record.models import ImportedRecord

Model = type[models.Model]

# Made anew from the record with every write.
FOLLOWING = {"search", "desk"}
FOLLOWING_COLUMNS = {"search_text"}
# Staff themselves, their sessions and their ways of signing in: see the list of accounts.
STAFF = {"accounts", "account", "mfa", "socialaccount", "auth", "sessions", "contenttypes"}
KEPT_OF_STAFF = {"accounts.KeptForm", "accounts.ApiKey"}
# Each has a way of its own.
APART = {Version, ImportedRecord, StoredFile, AuditEntry}
# They hold addresses, and no words. Of an address only its record can be told, and changed.
ADDRESSES = {Change, FormerSlug, OldAddress, RecordVersion, TranslationState}
ADDRESS_COLUMNS = {"eid", "kind", "language", "object_id", "path", "screen", "time_zone"}


def people_models() -> list[Model]:
    """Rows that are a person: each has a name and a function."""
    return [model for model in record_models() if issubclass(model, Part) and is_person(model)]


def is_person(model: Model) -> bool:
    return {"name", "function"} <= set(translated_fields(model))


def record_models() -> list[Model]:
    return [model for model in apps.get_models() if issubclass(model, Record | Part)]


def plain_models() -> list[Model]:
    """What else is kept: log, prepared edits, remarks, imports and whatever comes. Not written by `save()` of
    a record, and not seen by the public."""
    return [
        model
        for model in apps.get_models()
        if not issubclass(model, Record | Part)
        and model not in APART | ADDRESSES
        and model._meta.app_label not in FOLLOWING
        and (model._meta.app_label not in STAFF or model._meta.label in KEPT_OF_STAFF)
    ]


def text_columns(model: Model) -> list[Any]:
    translated = set(translated_fields(model))
    return [
        column
        for column in model._meta.concrete_fields
        if isinstance(column, models.CharField | models.TextField | models.JSONField)
        and not isinstance(column, models.SlugField | models.EmailField | models.URLField)
        and not column.choices
        and not column.generated
        and column.name not in translated | FOLLOWING_COLUMNS | ADDRESS_COLUMNS
    ]


def address_columns(model: Model) -> list[Any]:
    return [column for column in model._meta.concrete_fields if isinstance(column, models.SlugField)]


def label_of(column: Any) -> str:
    if isinstance(column, TranslationField):
        return _("%(text)s (%(language)s)") % {
            "text": capfirst(str(column.translated_field.verbose_name)),
            "language": name_of_language(column.language),
        }
    return capfirst(str(column.verbose_name))
