"""Provisions as JSON."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from declarations.models import Commitment, Provision
from publishing.serializers import (
    AddressField,
    LinksField,
    LinksSerializer,
    PublicSerializer,
    TextField,
    WholeRecordField,
    around_slug_of_page,
)
from publishing.shapes import Rows


class CommitmentReferenceSerializer(PublicSerializer):
    """A commitment, as other records name it."""

    slug = serializers.SlugField(help_text="Identifies the commitment.")
    title = TextField()
    url = AddressField("api:commitments-detail")


@extend_schema_field(LinksSerializer)
class ProvisionLinksField(LinksField):
    """Its place on the page of the document."""

    def reader(self, scope):
        eid, document = scope.at("eid"), scope.joined("document")
        slug, (before, after) = document.at("slug"), around_slug_of_page(document.model)
        return lambda row, found: {"html": self.pages(f"{before}{row[slug]}{after}#{row[eid]}")}


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": len(Provision.Kind)})
class LevelField(WholeRecordField):
    def reader(self, scope):
        kind = scope.at("kind")
        return lambda row, found: Provision(kind=row[kind]).level


class ProvisionSerializer(PublicSerializer):
    """An addressable part, article or paragraph. In the order of the text, levels make the tree."""

    eid = serializers.CharField(
        help_text="Identifies it in its document, in every language and for ever, such as `para-12`."
    )
    kind = serializers.ChoiceField(
        choices=Provision.Kind.choices, help_text="What it is in the text: a part, an article, a paragraph …"
    )
    level = LevelField(
        help_text="From 1, the highest: it belongs to the nearest one before it of a higher level."
    )
    number = serializers.CharField(allow_null=True, help_text="As printed.")
    heading = TextField(help_text="Its heading.")
    text = TextField(help_text="What it says.")
    standing = serializers.ChoiceField(
        choices=Provision.Standing.choices,
        help_text="`paraphrase`: a paraphrase of a summary; not the authentic text.",
    )
    sources = serializers.ListField(
        child=serializers.URLField(), help_text="The public addresses a paraphrase rests on."
    )
    commitments = CommitmentReferenceSerializer(many=True)
    links = ProvisionLinksField()

    rows = {"commitments": Rows(Commitment.objects.published().newest_first(), of="provision")}
