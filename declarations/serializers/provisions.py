"""Provisions as JSON."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from declarations.models import Provision
from publishing.serializers import AddressField, LinksField, LinksSerializer, PublicSerializer, TextField


class CommitmentReferenceSerializer(PublicSerializer):
    """A commitment, as other records name it."""

    slug = serializers.SlugField()
    title = TextField()
    url = AddressField("api:commitments-detail")


@extend_schema_field(LinksSerializer)
class ProvisionLinksField(LinksField):
    """Its place on the page of the document."""

    def to_representation(self, provision):
        pages = super().to_representation(provision.document)["html"]
        return {"html": {code: f"{page}#{provision.eid}" for code, page in pages.items()}}


class ProvisionSerializer(PublicSerializer):
    """An addressable part, article or paragraph. In the order of the text, levels make the tree."""

    eid = serializers.CharField(
        help_text="Identifies it in its document, in every language and for ever, such as `para-12`."
    )
    kind = serializers.ChoiceField(choices=Provision.Kind.choices)
    level = serializers.IntegerField(
        help_text="From 1, the highest: it belongs to the nearest one before it of a higher level."
    )
    number = serializers.CharField(allow_null=True, help_text="As printed.")
    heading = TextField()
    text = TextField()
    standing = serializers.ChoiceField(
        choices=Provision.Standing.choices,
        help_text="`paraphrase`: a paraphrase of a summary; not the authentic text.",
    )
    sources = serializers.ListField(
        child=serializers.URLField(), help_text="The public addresses a paraphrase rests on."
    )
    commitments = CommitmentReferenceSerializer(many=True)
    links = ProvisionLinksField()
