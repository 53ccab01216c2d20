"""The JSON shapes that every public record shares.

Values are read straight from rows that the view has loaded: no field here may ask the database.
"""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from publishing.languages import all_languages
from publishing.translations import status_of

LANGUAGES = settings.MODELTRANSLATION_LANGUAGES
NULLABLE_STRING = {"type": ["string", "null"]}


class PublicSerializer(serializers.Serializer):
    """Reading only. What is not known is null: an empty text is never sent."""

    def to_representation(self, record: Any) -> dict[str, Any]:
        row = {}
        for field in self._readable_fields:
            value = field.get_attribute(record)
            row[field.field_name] = None if value is None or value == "" else field.to_representation(value)
        return row


class WholeRecordField(serializers.Field):
    """Is given the record itself, not one attribute of it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", read_only=True, **kwargs)


@extend_schema_field(
    {
        "type": "object",
        "title": "Text",
        "description": "The text in each language, null where it is missing.",
        "properties": {code: NULLABLE_STRING for code in LANGUAGES},
        "required": list(LANGUAGES),
        "example": {"en": "Rome Declaration", "fr": "Déclaration de Rome", "ar": None},
    }
)
class TextField(WholeRecordField):
    """`title = TextField()` is {"en": …, "fr": …, "ar": …} of the columns title_en, title_fr, title_ar."""

    def to_representation(self, record: Any) -> dict[str, str | None]:
        return all_languages(record, self.field_name)


@extend_schema_field(
    {
        "type": "object",
        "title": "Status of translations",
        "description": (
            "Language → `unofficial` or `confirmed`, for the languages in which the text is a translation "
            "whose standing is known. A language that is not named needs no word about it."
        ),
        "additionalProperties": {"type": "string", "enum": ["unofficial", "confirmed"]},
        "example": {"fr": "unofficial"},
    }
)
class TextStatusField(WholeRecordField):
    """`title_status = TextStatusField()` tells how far the translations of `title` can be relied on."""

    def to_representation(self, record: Any) -> dict[str, str]:
        text = self.field_name.removesuffix("_status")
        found = status_of(record, text)
        return {code: found[code] for code in LANGUAGES if code in found}


@extend_schema_field(
    {
        "type": "object",
        "title": "Translations that are out of date",
        "description": (
            "Text → languages, for translations of a text whose original has been changed since they were made."
        ),
        "additionalProperties": {"type": "array", "items": {"type": "string", "enum": list(LANGUAGES)}},
        "example": {"title": ["ar", "fr"]},
    }
)
class OutOfDateField(WholeRecordField):
    def to_representation(self, record: Any) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for state in sorted(record.translation_states.all(), key=lambda row: (row.field, row.language)):
            # What is not told in this shape, such as the reason of a withdrawal that ended, is not listed.
            if state.is_out_of_date and state.field in self.parent.fields:
                found.setdefault(state.field, []).append(state.language)
        return found


@extend_schema_field(
    {
        "type": ["object", "null"],
        "title": "Partial date",
        "description": (
            "ISO 8601, as long as it is precise: a day, a month or a year. `start` and `end` are the first and "
            "the last day, month or year. Null if nothing is known."
        ),
        "properties": {
            "start": {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
            "end": {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
            "precision": {"type": "string", "enum": ["day", "month", "year"]},
        },
        "required": ["start", "end", "precision"],
        "example": {"start": "2018-05", "end": "2018-05", "precision": "month"},
    }
)
class PartialDateField(serializers.Field):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> dict[str, str]:
        return {"start": value.start_iso, "end": value.end_iso, "precision": str(value.precision)}


@extend_schema_field({"type": "string", "format": "uri"})
class AddressField(WholeRecordField):
    """The absolute address of the record in this API."""

    def __init__(self, view_name: str, **kwargs: Any) -> None:
        self.view_name = view_name
        super().__init__(**kwargs)

    def to_representation(self, record: Any) -> str:
        return settings.SITE_URL + api_path(self.view_name, record.slug)


def api_path(view_name: str, slug: str) -> str:
    return reverse(view_name, kwargs={"slug": slug})


@extend_schema_field(
    {
        "type": "object",
        "title": "Links",
        "description": "Addresses of the same record elsewhere: its page in each language.",
        "properties": {
            "html": {
                "type": "object",
                "properties": {code: {"type": "string", "format": "uri"} for code in LANGUAGES},
                "required": list(LANGUAGES),
            }
        },
        "required": ["html"],
    }
)
class LinksField(WholeRecordField):
    def to_representation(self, record: Any) -> dict[str, dict[str, str]]:
        prefix = f"/{get_language() or settings.LANGUAGE_CODE}/"
        page = record.get_absolute_url().removeprefix(prefix)
        return {"html": {code: f"{settings.SITE_URL}/{code}/{page}" for code in LANGUAGES}}


class RecordSerializer(PublicSerializer):
    """What every record with an address of its own begins with."""

    slug = serializers.SlugField(
        help_text="Identifies the record among those of its kind, in every language. A changed one redirects."
    )
    updated_at = serializers.DateTimeField(help_text="When the record or a part of it was last changed.")
    sources = serializers.ListField(
        child=serializers.URLField(), help_text="The public addresses the facts rest on."
    )
    translations_out_of_date = OutOfDateField()


class ProblemSerializer(serializers.Serializer):
    """A problem detail of RFC 9457."""

    type = serializers.CharField(default="about:blank")
    title = serializers.CharField(help_text="The status in words.")
    status = serializers.IntegerField(help_text="The HTTP status code, again.")
    detail = serializers.CharField(required=False, help_text="What is wrong and what to do, in English.")


class BadParameterSerializer(serializers.Serializer):
    """A part of the query string that is not understood."""

    parameter = serializers.CharField()
    detail = serializers.CharField(help_text="What is wrong with it, in English.")


class BadQuerySerializer(ProblemSerializer):
    """A problem detail of RFC 9457 that names the parameters that are not understood."""

    errors = BadParameterSerializer(many=True)


class WithdrawalSerializer(ProblemSerializer):
    """A problem detail of RFC 9457 that tells of a withdrawal."""

    withdrawn_at = serializers.DateTimeField()
    reason = TextField()
