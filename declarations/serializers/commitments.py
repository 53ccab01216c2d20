"""Commitments, and what followed from them, as JSON."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from declarations.models import Commitment, Document, ProgressEntry, Provision
from declarations.serializers.provisions import ProvisionLinksField
from events.models import Event, Theme
from events.serializers import DocumentReferenceSerializer, EventReferenceSerializer, ThemeReferenceSerializer
from members.models import Partner
from members.serializers import PartnerReferenceSerializer
from publishing.serializers import (
    AddressField,
    LinksField,
    PartialDateField,
    PartialDateSerializer,
    PublicSerializer,
    RecordSerializer,
    TextField,
    TextStatusField,
    WholeRecordField,
    states_reader,
)
from publishing.shapes import Rows, Scope


class ProvisionTextStatusField(TextStatusField):
    """The texts of all provisions stand together under their document's name for them."""

    def reader(self, scope):
        return self.status_reader("provisions", states_reader(scope, Document, key="document"))


class ProvisionReferenceSerializer(PublicSerializer):
    """A provision, as other records name it."""

    eid = serializers.CharField(help_text="Identifies it in its document.")
    number = serializers.CharField(allow_null=True, help_text="As printed.")
    heading = TextField(help_text="Its heading.")
    text = TextField(help_text="What it says.")
    text_status = ProvisionTextStatusField()
    standing = serializers.ChoiceField(
        choices=Provision.Standing.choices,
        help_text="Whether the text is that of the document, or a paraphrase of a summary.",
    )
    links = ProvisionLinksField()


class ProgressEntrySerializer(PublicSerializer):
    """What followed on a day, with the event or document that shows it."""

    slug = serializers.SlugField(help_text="Identifies the entry.")
    date = PartialDateField(help_text="When it was.")
    text = TextField(help_text="HTML of a few plain elements.")
    text_status = TextStatusField()
    status = serializers.ChoiceField(
        choices=Commitment.Status.choices, allow_null=True, help_text="The status it set; null if none."
    )
    event = EventReferenceSerializer(allow_null=True, help_text="The event that shows it.")
    document = DocumentReferenceSerializer(allow_null=True, help_text="The document that shows it.")

    rows = {
        "event": Rows(Event.objects.published(), of="progress_entries"),
        "document": Rows(Document.objects.published(), of="progress_entries"),
    }


PROGRESS = Rows(ProgressEntry.objects.published().latest_first(), of="commitment")


@extend_schema_field(PartialDateSerializer(allow_null=True))
class StatusSinceField(WholeRecordField):
    """When the latest entry was that sets a status."""

    def reader(self, scope):
        branch, key = scope.parts("progress", lambda: PROGRESS)
        entry = Scope(scope.statement, branch)
        status, read_date = entry.at("status"), PartialDateField(source="date").reader(entry)

        def read(row, found):
            entries = found[branch.number].get(row[key], ())
            return next((read_date(entry, found) for entry in entries if entry[status]), None)

        return read


class CommitmentSerializer(RecordSerializer):
    """What a provision commits partners to, and how far it is."""

    url = AddressField("api:commitments-detail")
    links = LinksField()
    title = TextField(help_text="What is promised, in short.")
    title_status = TextStatusField()
    description = TextField(help_text="HTML of a few plain elements.")
    description_status = TextStatusField()
    document = DocumentReferenceSerializer(
        source="provision.document", help_text="The document it stands in."
    )
    provision = ProvisionReferenceSerializer()
    theme = ThemeReferenceSerializer(allow_null=True, help_text="What it is about.")
    actors = PartnerReferenceSerializer(many=True, help_text="The partners that committed themselves.")
    is_of_all_partners = serializers.BooleanField(
        help_text="No partner is named, so all committed themselves. False where those named are not public."
    )
    due = PartialDateField(help_text="By when; null where no date was set.")
    status = serializers.ChoiceField(
        choices=Commitment.Status.choices, help_text="That of the latest progress entry that sets one."
    )
    status_since = StatusSinceField(help_text="When that entry was; null while there is none.")
    progress = ProgressEntrySerializer(many=True, help_text="The latest first.")

    rows = {
        "theme": Rows(Theme.objects.published(), of="commitments"),
        "actors": Rows(Partner.objects.published().order_by("name", "pk"), of="commitments"),
        "progress": PROGRESS,
    }
