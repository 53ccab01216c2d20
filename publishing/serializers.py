"""The JSON shapes that every public record shares.

Values are read straight from rows that the view has loaded: no field here may ask the database.
"""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from publishing.dates import PartialDate, Precision
from publishing.languages import all_languages
from publishing.translations import status_of

LANGUAGES = settings.MODELTRANSLATION_LANGUAGES
ISO_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
# The keys that tell of the record as a whole follow what it says.
LAST = ("updated_at", "sources", "translations_out_of_date")


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
        super().__init__(source="*", **kwargs)


class TextSerializer(serializers.Serializer):
    """A text in each language, null where it is missing."""

    en = serializers.CharField(allow_null=True)
    fr = serializers.CharField(allow_null=True)
    ar = serializers.CharField(allow_null=True)


@extend_schema_field(TextSerializer)
class TextField(WholeRecordField):
    """`title = TextField()` is {"en": …, "fr": …, "ar": …} of the columns title_en, title_fr, title_ar."""

    def to_representation(self, record: Any) -> dict[str, str | None]:
        return all_languages(record, self.field_name)


@extend_schema_field(
    {
        "type": "object",
        "description": (
            "Language → `unofficial` or `confirmed`, where the text is a translation of known standing. "
            "A language that is not named needs no word about it."
        ),
        "additionalProperties": {"type": "string", "enum": ["unofficial", "confirmed"]},
        "example": {"fr": "unofficial", "ar": "confirmed"},
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
        "description": "Text → languages whose translation was made before the original was last changed.",
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


class PartialDateSerializer(serializers.Serializer):
    """A day, month or year, or a span of them: ISO 8601, as long as it is precise. Never padded."""

    start = serializers.RegexField(ISO_DATE)
    end = serializers.RegexField(ISO_DATE)
    precision = serializers.ChoiceField(choices=Precision.choices)


@extend_schema_field(PartialDateSerializer)
class PartialDateField(serializers.Field):
    """Null if nothing is known."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"allow_null": True, **kwargs})

    def to_representation(self, value: PartialDate) -> dict[str, str]:
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


class PagesSerializer(serializers.Serializer):
    """The record's page in each language."""

    en = serializers.URLField()
    fr = serializers.URLField()
    ar = serializers.URLField()


class LinksSerializer(serializers.Serializer):
    """Where else the record is."""

    html = PagesSerializer()


@extend_schema_field(LinksSerializer)
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

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        for name in LAST:
            fields[name] = fields.pop(name)
        return fields


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
