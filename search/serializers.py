"""What the search finds, as JSON."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from publishing.serializers import LANGUAGES, LinksSerializer, PublicSerializer, api_path
from search.asking import Hit

# Kind → where the API has one record of it. A speaker is found in an event.
RECORDS = {
    "event": "api:events-detail",
    "speaker": "api:events-detail",
    "document": "api:documents-detail",
    "commitment": "api:commitments-detail",
    "partner": "api:members-detail",
    "chairmanship": "api:chairmanships-detail",
    "theme": "api:themes-detail",
    "series": "api:series-detail",
    "page": "api:pages-detail",
    "term": "api:terms-detail",
}


class FoundTextSerializer(PublicSerializer):
    """A text in the one language it is given in here; the record has it in the others."""

    text = serializers.CharField(source="value")
    language = serializers.CharField(help_text="Its code, such as `ar`.")


class SnippetPartSerializer(serializers.Serializer):
    text = serializers.CharField(trim_whitespace=False)
    is_match = serializers.BooleanField(help_text="Whether it is one of the words looked for.")


class SnippetSerializer(serializers.Serializer):
    """A piece of plain text around the words: joined, its parts are the text."""

    language = serializers.CharField(help_text="Of the text that was found, as a code such as `ar`.")
    parts = SnippetPartSerializer(many=True)


class SpotSerializer(serializers.Serializer):
    """Where inside the record the words stand."""

    label = serializers.CharField(help_text="In English, such as “page 12” or “paragraph 4”.")
    url = serializers.URLField(help_text="Leads to that page of the file, or that paragraph.")


class HitSerializer(PublicSerializer):
    """A record that was found, by the text of it that matches best."""

    kind = serializers.CharField(help_text="What it is, as the parameter `kind` knows it.")
    slug = serializers.SlugField(help_text="Of the record; of a speaker, that of the event.")
    url = serializers.SerializerMethodField(help_text="The record in this API; null where it is not in it.")
    links = serializers.SerializerMethodField()
    title = FoundTextSerializer()
    type = serializers.CharField(allow_null=True, help_text="Of an event or a document.")
    year = serializers.IntegerField(allow_null=True)
    snippet = serializers.SerializerMethodField()
    spot = serializers.SerializerMethodField()

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_url(self, hit: Hit) -> str | None:
        view_name = RECORDS.get(hit.kind)
        return settings.SITE_URL + api_path(view_name, hit.slug) if view_name else None

    @extend_schema_field(LinksSerializer)
    def get_links(self, hit: Hit) -> dict[str, Any]:
        return {"html": {code: settings.SITE_URL + in_language(hit.record_url, code) for code in LANGUAGES}}

    @extend_schema_field(SnippetSerializer(allow_null=True))
    def get_snippet(self, hit: Hit) -> dict[str, Any] | None:
        parts = [{"text": text, "is_match": is_match} for text, is_match in hit.snippet]
        return {"language": hit.language, "parts": parts} if parts else None

    @extend_schema_field(SpotSerializer(allow_null=True))
    def get_spot(self, hit: Hit) -> dict[str, str] | None:
        return {"label": hit.place, "url": settings.SITE_URL + hit.url} if hit.place else None


def in_language(path: str, code: str) -> str:
    """The address of the same page in another language."""
    _before, _language, page = path.split("/", 2)
    return f"/{code}/{page}"


class FacetValueSerializer(PublicSerializer):
    value = serializers.CharField(help_text="As the parameter takes it.")
    count = serializers.IntegerField(help_text="Records found that have it; at least, where `is_capped`.")


class FacetsSerializer(serializers.Serializer):
    """Parameter → the values that what was found has, the most frequent first."""

    kind = FacetValueSerializer(many=True)
    type = FacetValueSerializer(many=True)
    year = FacetValueSerializer(many=True)
    language = FacetValueSerializer(many=True)
    theme = FacetValueSerializer(many=True)


class AnswerSerializer(serializers.Serializer):
    """One page of what was found, the best first."""

    words = serializers.CharField(help_text="What was looked for: `q`, cut where it is too long.")
    total = serializers.IntegerField(help_text="Records found; of those looked at, where `is_capped`.")
    is_capped = serializers.BooleanField(
        help_text="More texts match than are looked at for one question. Narrow it to see the others."
    )
    next = serializers.URLField(allow_null=True, help_text="The page after this one; null on the last.")
    previous = serializers.URLField(allow_null=True, help_text="The page before this one; null on the first.")
    results = HitSerializer(many=True)
    facets = FacetsSerializer()
