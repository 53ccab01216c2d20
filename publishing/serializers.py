"""The JSON shapes that every public record shares.

A serializer says which keys a shape has. Each of its fields has a `reader`: given where columns stand in a
row (`publishing.shapes`), it makes the value out of such a row. No field here may ask the database.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

import orjson
from django.conf import settings
from django.utils import translation
from django.utils.encoding import iri_to_uri
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from publishing.dates import ISO_LENGTH, Precision
from publishing.languages import columns_of
from publishing.models import TranslationState
from publishing.shapes import Found, Reader, Row, Rows, Scope, object_reader

LANGUAGES = settings.MODELTRANSLATION_LANGUAGES
ISO_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
# The keys that tell of the record as a whole follow what it says.
LAST = ("updated_at", "sources", "translations_out_of_date")


def as_moment(value: Any) -> str | None:
    """ISO 8601 in UTC, out of what either database writes."""
    return value and f"{datetime.fromisoformat(value).isoformat().removesuffix('+00:00')}Z"


def as_list(value: Any) -> list[Any]:
    """SQLite keeps a list as text."""
    return orjson.loads(value) if isinstance(value, str) else value or []


def as_addresses(value: Any) -> list[str]:
    """As an address is sent, where people wrote it in letters that are not."""
    return [address if address.isascii() else iri_to_uri(address) for address in as_list(value)]


# What a column becomes, for fields that need no more than one. A text that is empty is null.
CONVERTED: dict[type, Callable[[Any], Any]] = {
    serializers.BooleanField: bool,
    serializers.IntegerField: lambda value: value,
    serializers.DateTimeField: as_moment,
    # SQLite keeps it without its hyphens.
    serializers.UUIDField: lambda value: value if "-" in value else str(UUID(value)),
    serializers.ListField: as_list,
}


def reader_of_column(field: serializers.Field, scope: Scope) -> Reader:
    place = scope.at(field.source.replace(".", "__"))
    if isinstance(field, serializers.ListField) and isinstance(field.child, serializers.URLField):
        return lambda row, found: as_addresses(row[place])
    convert = next((convert for kind, convert in CONVERTED.items() if isinstance(field, kind)), None)
    if convert is None:
        return lambda row, found: row[place] or None
    return lambda row, found: convert(row[place])


class PublicSerializer(serializers.Serializer):
    """Reading only. What is not known is null: an empty text is never sent.

    `rows` says for a key which rows of the database it is made of, where it is more than columns of the row
    itself or of one that it is joined to. `on_demand` names the keys that a list has only if one asks.
    """

    rows: ClassVar[dict[str, Rows]] = {}
    on_demand: ClassVar[tuple[str, ...]] = ()
    # What an answer has whatever it is narrowed to.
    identity: ClassVar[tuple[str, ...]] = ("slug",)

    def readers(self, scope: Scope, names: Any) -> list[tuple[str, Reader]]:
        return [(name, self._reader(name, scope)) for name in self.fields if name in names]

    def reader(self, scope: Scope) -> Reader:
        """As a key of another shape, made of the row that the key leads to."""
        if self.source == "*":
            return object_reader(self, scope)
        joined = scope.joined(self.source.replace(".", "__"))
        key, read = joined.at("pk"), object_reader(self, joined)
        return lambda row, found: None if row[key] is None else read(row, found)

    def _reader(self, name: str, scope: Scope) -> Reader:
        field = self.fields[name]
        if name in self.rows:
            return parts_reader(field, scope, name, self.rows[name])
        if hasattr(field, "reader"):
            return field.reader(scope)
        return reader_of_column(field, scope)

    def to_representation(self, record: Any) -> dict[str, Any]:
        row = {}
        for field in self._readable_fields:
            value = field.get_attribute(record)
            row[field.field_name] = None if value is None or value == "" else field.to_representation(value)
        return row


def parts_reader(field: Any, scope: Scope, name: str, rows: Rows) -> Reader:
    """Of a key made of other rows: all of them, or the one there may be."""
    branch, key = scope.parts(name, lambda: rows)
    is_many = isinstance(field, serializers.ListSerializer)
    read = object_reader(field.child if is_many else field, Scope(scope.statement, branch))
    number = branch.number
    if is_many:
        return lambda row, found: [read(part, found) for part in found[number].get(row[key], ())]

    def read_one(row: Row, found: Found) -> Any:
        parts = found[number].get(row[key])
        return read(parts[0], found) if parts else None

    return read_one


class WholeRecordField(serializers.Field):
    """Is made of the record itself, not of one attribute of it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", **kwargs)

    def reader(self, scope: Scope) -> Reader:
        raise NotImplementedError


class TextSerializer(serializers.Serializer):
    """A text in each language, null where it is missing."""

    en = serializers.CharField(allow_null=True)
    fr = serializers.CharField(allow_null=True)
    ar = serializers.CharField(allow_null=True)


@extend_schema_field(TextSerializer)
class TextField(WholeRecordField):
    """`title = TextField()` is {"en": …, "fr": …, "ar": …} of the columns title_en, title_fr, title_ar."""

    def reader(self, scope: Scope) -> Reader:
        en, fr, ar = (scope.at(column) for column in columns_of(self.field_name))
        return lambda row, found: {"en": row[en] or None, "fr": row[fr] or None, "ar": row[ar] or None}


def states_of(model: Any, key: str = "pk") -> Rows:
    """What is known of the translations of a record."""
    return Rows(
        TranslationState.objects.of_kind(model).order_by("field", "language"), of="object_id", key=key
    )


STATE = ("field", "language", "status", "made_from", "original_revision")


def states_reader(scope: Scope, model: Any = None, key: str = "pk") -> Callable[[Row, Found], list[Row]]:
    """The states of the record in a row: each as `STATE` names its columns."""
    branch, place = scope.parts(f"translation_states of {key}", lambda: states_of(model or scope.model, key))
    branch.columns[:] = STATE
    number = branch.number
    return lambda row, found: found[number].get(row[place], [])


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

    def reader(self, scope: Scope) -> Reader:
        return self.status_reader(self.field_name.removesuffix("_status"), states_reader(scope))

    @staticmethod
    def status_reader(text: str, states: Callable[[Row, Found], list[Row]]) -> Reader:
        def read(row: Row, found: Found) -> dict[str, str]:
            known = {state[1]: state[2] for state in states(row, found) if state[0] == text}
            return {code: known[code] for code in LANGUAGES if code in known} if known else known

        return read


@extend_schema_field(
    {
        "type": "object",
        "description": "Text → languages whose translation was made before the original was last changed.",
        "additionalProperties": {"type": "array", "items": {"type": "string", "enum": list(LANGUAGES)}},
        "example": {"title": ["ar", "fr"]},
    }
)
class OutOfDateField(WholeRecordField):
    def reader(self, scope: Scope) -> Reader:
        # What is not told in this shape, such as the reason of a withdrawal that ended, is not listed.
        states, told = states_reader(scope), scope.told

        def read(row: Row, found: Found) -> dict[str, list[str]]:
            lagging: dict[str, list[str]] = {}
            for field, language, _status, made_from, original_revision in states(row, found):
                if made_from < original_revision and field in told:
                    lagging.setdefault(field, []).append(language)
            return lagging

        return read


class PartialDateSerializer(serializers.Serializer):
    """A day, month or year, or a span of them: ISO 8601, as long as it is precise. Never padded."""

    start = serializers.RegexField(ISO_DATE, help_text="The first day, or else month or year.")
    end = serializers.RegexField(
        ISO_DATE, help_text="The last one; the same as the start where there is one alone."
    )
    precision = serializers.ChoiceField(
        choices=Precision.choices, help_text="Whether start and end are days, months or years."
    )


@extend_schema_field(PartialDateSerializer)
class PartialDateField(serializers.Field):
    """Null if nothing is known."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"allow_null": True, **kwargs})

    def reader(self, scope: Scope) -> Reader:
        first, last, exact = (
            scope.at(f"{self.source}_{part}") for part in ("earliest", "latest", "precision")
        )

        def read(row: Row, found: Found) -> dict[str, str] | None:
            return row[first] and partial_date(row[first], row[last], row[exact])

        return read


def partial_date(first: str, last: str, precision: str) -> dict[str, str]:
    length = ISO_LENGTH[Precision(precision)]
    return {"start": first[:length], "end": last[:length], "precision": precision}


@extend_schema_field({"type": "string", "format": "uri"})
class AddressField(WholeRecordField):
    """The absolute address of the record in this API."""

    def __init__(self, view_name: str, *, named_by: str = "slug", **kwargs: Any) -> None:
        """`named_by` is the column by which the address names it: what has no slug, has a number."""
        self.view_name, self.named_by = view_name, named_by
        super().__init__(**{"help_text": "The address of the record in this API.", **kwargs})

    def reader(self, scope: Scope) -> Reader:
        name = "slug" if self.named_by == "slug" else "id"
        before, after = around_slug(api_path(self.view_name, A_SLUG, name))
        place, before = scope.at(self.named_by), settings.SITE_URL + before
        return lambda row, found: f"{before}{row[place]}{after}"


A_SLUG = "a-slug-that-no-record-has"


def around_slug(address: str) -> tuple[str, str]:
    """What stands before and behind the slug in all addresses of a kind."""
    before, _slug, after = address.partition(A_SLUG)
    return before, after


@cache
def around_slug_of_page(model: Any) -> tuple[str, str]:
    """The same of a record's page, without the language at its beginning."""
    with translation.override(settings.LANGUAGE_CODE):
        page = model(slug=A_SLUG).get_absolute_url()
    return around_slug(page.removeprefix(f"/{settings.LANGUAGE_CODE}/"))


def api_path(view_name: str, slug: str, name: str = "slug") -> str:
    return reverse(view_name, kwargs={name: slug})


class PagesSerializer(serializers.Serializer):
    """The record's page in each language."""

    en = serializers.URLField(help_text="In English.")
    fr = serializers.URLField(help_text="In French.")
    ar = serializers.URLField(help_text="In Arabic.")


class LinksSerializer(serializers.Serializer):
    """Where else the record is."""

    html = PagesSerializer()


@extend_schema_field(LinksSerializer)
class LinksField(WholeRecordField):
    def reader(self, scope: Scope) -> Reader:
        slug, (before, after) = scope.at("slug"), around_slug_of_page(scope.model)
        return lambda row, found: {"html": self.pages(f"{before}{row[slug]}{after}")}

    @staticmethod
    def pages(path: str) -> dict[str, str]:
        site = settings.SITE_URL
        return {code: f"{site}/{code}/{path}" for code in LANGUAGES}


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


class PartSerializer(PublicSerializer):
    """What rows begin with that belong to a record, where they are a list of their own."""

    id = serializers.IntegerField(
        source="pk", help_text="Identifies the row among those of its kind, and never changes."
    )

    identity = ("id",)


class ProblemSerializer(serializers.Serializer):
    """A problem detail of RFC 9457."""

    type = serializers.CharField(default="about:blank")
    title = serializers.CharField(help_text="The status in words.")
    status = serializers.IntegerField(help_text="The HTTP status code, again.")
    detail = serializers.CharField(required=False, help_text="What is wrong and what to do, in English.")
    request_id = serializers.CharField(
        required=False, help_text="Of a 500 alone: by it the secretariat finds what went wrong."
    )


class BadParameterSerializer(serializers.Serializer):
    """A part of the query string that is not understood."""

    parameter = serializers.CharField(help_text="Its name.")
    detail = serializers.CharField(help_text="What is wrong with it, in English.")


class BadQuerySerializer(ProblemSerializer):
    """A problem detail of RFC 9457 that names the parameters that are not understood."""

    errors = BadParameterSerializer(many=True)


class WithdrawalSerializer(ProblemSerializer):
    """A problem detail of RFC 9457 that tells of a withdrawal."""

    withdrawn_at = serializers.DateTimeField(help_text="Since when it is withdrawn.")
    reason = TextField(help_text="Why it was withdrawn.")
