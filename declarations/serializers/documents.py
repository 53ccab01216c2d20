"""Documents as JSON."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from declarations.models import Document, Relation
from declarations.serializers.files import VersionSerializer, versions_as_json
from declarations.serializers.provisions import ProvisionSerializer
from events.serializers import DocumentReferenceSerializer, EventReferenceSerializer, ThemeReferenceSerializer
from publishing.serializers import (
    AddressField,
    LinksField,
    PartialDateField,
    PublicSerializer,
    RecordSerializer,
    TextField,
    TextStatusField,
)

# How a relation reads from the other document.
INVERSE = {
    Relation.Kind.SUPERSEDES: "superseded_by",
    Relation.Kind.IMPLEMENTS: "implemented_by",
    Relation.Kind.CITES: "cited_by",
    Relation.Kind.CORRECTS: "corrected_by",
}
RELATION_KINDS = [(kind, kind.replace("_", " ")) for kind in (*Relation.Kind.values, *INVERSE.values())]


class RelationSerializer(PublicSerializer):
    """What this document is to another: it supersedes that one, or is superseded by it."""

    kind = serializers.ChoiceField(choices=RELATION_KINDS)
    document = DocumentReferenceSerializer()


class DocumentSerializer(RecordSerializer):
    """A work: one declaration, action plan, set of conclusions, report, whatever languages it exists in."""

    url = AddressField("api:documents-detail")
    links = LinksField()
    title = TextField()
    title_status = TextStatusField()
    type = serializers.ChoiceField(choices=Document.Type.choices)
    nature = serializers.ChoiceField(choices=Document.Nature.choices)
    issuer = TextField(help_text="Who issued it.")
    issuer_status = TextStatusField()
    date = PartialDateField(help_text="The date the document bears.")
    adopted = PartialDateField(help_text="When a meeting adopted it.")
    adopting_event = EventReferenceSerializer(allow_null=True)
    related_events = EventReferenceSerializer(
        many=True, help_text="Events after which it was issued, or where it was presented or discussed."
    )
    languages_seen = serializers.ListField(
        child=serializers.ChoiceField(choices=Document.Language.choices),
        help_text="In which a text of it was seen anywhere; not which ones exist.",
    )
    availability = serializers.ChoiceField(
        choices=Document.Availability.choices, help_text="How much of the text was seen."
    )
    summary = TextField(help_text="What it is about; HTML of a few plain elements.")
    summary_status = TextStatusField()
    versions = serializers.SerializerMethodField()
    provisions_note = TextField(help_text="How complete its provisions are, and what they rest on.")
    provisions_note_status = TextStatusField()
    themes = ThemeReferenceSerializer(many=True)
    relations = serializers.SerializerMethodField()

    @extend_schema_field(VersionSerializer(many=True))
    def get_versions(self, document):
        """Its public files in all languages and versions, the latest of each first."""
        return versions_as_json(document.versions.all())

    @extend_schema_field(RelationSerializer(many=True))
    def get_relations(self, document):
        forward = [(row.kind, row.other) for row in document.relations.all()]
        backward = [(INVERSE[row.kind], row.document) for row in document.reverse_relations.all()]
        return [
            {"kind": str(kind), "document": DOCUMENT.to_representation(other)}
            for kind, other in [*forward, *backward]
        ]


class DocumentDetailSerializer(DocumentSerializer):
    """A work with its provisions: a list of documents leaves them out, there may be hundreds."""

    provisions = ProvisionSerializer(many=True, help_text="In the order of the text.")
    provisions_status = TextStatusField()


DOCUMENT = DocumentReferenceSerializer()
