"""Pages and the glossary as JSON."""

import orjson
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from pages.models import Page, Term
from publishing.serializers import (
    LANGUAGES,
    AddressField,
    LinksField,
    LinksSerializer,
    RecordSerializer,
    TextField,
    TextStatusField,
    WholeRecordField,
    around_slug_of_page,
)


@extend_schema_field(LinksSerializer)
class PageLinksField(LinksField):
    """The page about the Process has an address of its own."""

    def reader(self, scope):
        slug, (before, after) = scope.at("slug"), around_slug_of_page(Page)

        def read(row, found):
            path = "about/" if row[slug] == "about" else f"{before}{row[slug]}{after}"
            return {"html": self.pages(path)}

        return read


class PageSerializer(RecordSerializer):
    """A page whose words the secretariat writes: about the Process, accessibility, reuse."""

    url = AddressField("api:pages-detail")
    links = PageLinksField()
    title = TextField(help_text="Its heading.")
    title_status = TextStatusField()
    body = TextField(help_text="HTML of a few plain elements.")
    body_status = TextStatusField()


class NamesSerializer(serializers.Serializer):
    """Names in each language; none where the list is empty."""

    en = serializers.ListField(child=serializers.CharField(), help_text="In English.")
    fr = serializers.ListField(child=serializers.CharField(), help_text="In French.")
    ar = serializers.ListField(child=serializers.CharField(), help_text="In Arabic.")


@extend_schema_field(NamesSerializer)
class NamesField(WholeRecordField):
    """SQLite keeps them as text."""

    def reader(self, scope):
        place = scope.at(self.field_name)

        def read(row, found):
            names = orjson.loads(row[place]) if isinstance(row[place], str) else row[place]
            return {code: names.get(code, []) for code in LANGUAGES}

        return read


class GlossaryTermSerializer(RecordSerializer):
    """An entry of the glossary. The pages that it points to are named on its page alone."""

    url = AddressField("api:terms-detail")
    links = LinksField()
    kind = serializers.ChoiceField(
        source="term_kind", choices=Term.Kind.choices, help_text="A body or office, a text, or a concept."
    )
    name = TextField(help_text="What is explained.")
    name_status = TextStatusField()
    other_names = NamesField(help_text="What else it is called, abbreviations above all.")
    definition = TextField(help_text="One to three sentences of plain text.")
    definition_status = TextStatusField()
