"""Commitments, and what followed from them, as JSON."""

from rest_framework import serializers

from declarations.models import Commitment, Provision
from declarations.serializers.provisions import ProvisionLinksField
from events.serializers import DocumentReferenceSerializer, EventReferenceSerializer, ThemeReferenceSerializer
from members.serializers import PartnerReferenceSerializer
from publishing.serializers import (
    LANGUAGES,
    AddressField,
    LinksField,
    PartialDateField,
    PublicSerializer,
    RecordSerializer,
    TextField,
    TextStatusField,
)
from publishing.translations import status_of


class ProvisionTextStatusField(TextStatusField):
    """The texts of all provisions stand together under their document's name for them."""

    def to_representation(self, provision):
        found = status_of(provision.document, "provisions")
        return {code: found[code] for code in LANGUAGES if code in found}


class ProvisionReferenceSerializer(PublicSerializer):
    """A provision, as other records name it."""

    eid = serializers.CharField()
    number = serializers.CharField(allow_null=True)
    heading = TextField()
    text = TextField()
    text_status = ProvisionTextStatusField()
    standing = serializers.ChoiceField(choices=Provision.Standing.choices)
    links = ProvisionLinksField()


class ProgressEntrySerializer(PublicSerializer):
    """What followed on a day, with the event or document that shows it."""

    slug = serializers.SlugField()
    date = PartialDateField()
    text = TextField(help_text="HTML of a few plain elements.")
    text_status = TextStatusField()
    status = serializers.ChoiceField(
        choices=Commitment.Status.choices, allow_null=True, help_text="The status it set; null if none."
    )
    event = EventReferenceSerializer(allow_null=True)
    document = DocumentReferenceSerializer(allow_null=True)


class CommitmentSerializer(RecordSerializer):
    """What a provision commits partners to, and how far it is."""

    url = AddressField("api:commitments-detail")
    links = LinksField()
    title = TextField()
    title_status = TextStatusField()
    description = TextField(help_text="HTML of a few plain elements.")
    description_status = TextStatusField()
    document = DocumentReferenceSerializer()
    provision = ProvisionReferenceSerializer()
    theme = ThemeReferenceSerializer(allow_null=True)
    actors = PartnerReferenceSerializer(many=True, help_text="The partners that committed themselves.")
    is_of_all_partners = serializers.SerializerMethodField()
    due = PartialDateField()
    status = serializers.ChoiceField(
        choices=Commitment.Status.choices, help_text="That of the latest progress entry that sets one."
    )
    status_since = PartialDateField(help_text="When that entry was; null while there is none.")
    progress = ProgressEntrySerializer(many=True, source="shown_entries", help_text="The latest first.")

    def get_is_of_all_partners(self, commitment) -> bool:
        """No partner is named, so all committed themselves. False where those named are not public."""
        return not commitment.names_actors
