"""Documents as JSON."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from declarations.models import Document, DocumentVersion, Provision, Relation
from declarations.serializers.files import VersionSerializer
from declarations.serializers.provisions import ProvisionSerializer
from events.models import Event, Theme
from events.serializers import DocumentReferenceSerializer, EventReferenceSerializer, ThemeReferenceSerializer
from publishing.serializers import (
    AddressField,
    LinksField,
    PartialDateField,
    PublicSerializer,
    RecordSerializer,
    TextField,
    TextStatusField,
    WholeRecordField,
)
from publishing.shapes import Rows, Scope, object_reader

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

    kind = serializers.ChoiceField(choices=RELATION_KINDS, help_text="What this document is to the other.")
    document = DocumentReferenceSerializer()


@extend_schema_field(RelationSerializer(many=True))
class RelationsField(WholeRecordField):
    """Those that start from the document, then those that lead to it."""

    is_of_other_rows = True

    def reader(self, scope):
        readers = [
            self._end(scope, "relations", "other", {kind: kind for kind in Relation.Kind.values}),
            self._end(scope, "reverse_relations", "document", INVERSE),
        ]
        return lambda row, found: [relation for read in readers for relation in read(row, found)]

    def _end(self, scope, name, other, kinds):
        """`name` is the relation from the document; `other` that from its row to the document there."""
        of = "document" if other == "other" else "other"
        branch, key = scope.parts(name, lambda: Rows(Relation.objects.published(), of=of))
        relation = Scope(scope.statement, branch)
        kind, read = relation.at("kind"), object_reader(DocumentReferenceSerializer(), relation.joined(other))

        def read_end(row, found):
            parts = found[branch.number].get(row[key], ())
            return [{"kind": str(kinds[part[kind]]), "document": read(part, found)} for part in parts]

        return read_end


class DocumentSerializer(RecordSerializer):
    """A work: one declaration, action plan, set of conclusions, report, whatever languages it exists in."""

    url = AddressField("api:documents-detail")
    links = LinksField()
    title = TextField(help_text="What it is called.")
    title_status = TextStatusField()
    type = serializers.ChoiceField(choices=Document.Type.choices, help_text="What kind of document it is.")
    nature = serializers.ChoiceField(choices=Document.Nature.choices, help_text="What it is to the Process.")
    issuer = TextField(help_text="Who issued it.")
    issuer_status = TextStatusField()
    date = PartialDateField(help_text="The date the document bears.")
    adopted = PartialDateField(help_text="When a meeting adopted it.")
    adopting_event = EventReferenceSerializer(allow_null=True, help_text="The event that adopted it.")
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
    versions = VersionSerializer(
        many=True, help_text="Its public files in all languages and versions, the latest of each first."
    )
    provisions_note = TextField(help_text="How complete its provisions are, and what they rest on.")
    provisions_note_status = TextStatusField()
    themes = ThemeReferenceSerializer(many=True, help_text="What it is about.")
    relations = RelationsField()

    provisions = ProvisionSerializer(many=True, help_text="In the order of the text.")
    provisions_status = TextStatusField()

    # There may be hundreds.
    on_demand = ("provisions", "provisions_status")
    rows = {
        "adopting_event": Rows(Event.objects.published(), of="adopted_documents"),
        "related_events": Rows(Event.objects.published().newest_first(), of="discussed_documents"),
        "versions": Rows(DocumentVersion.objects.published().with_currency().latest_first(), of="document"),
        "themes": Rows(Theme.objects.published(), of="documents"),
        "provisions": Rows(Provision.objects.published().in_order(), of="document"),
    }
