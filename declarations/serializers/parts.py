"""Provisions, files and progress entries where they are lists of their own."""

from django.conf import settings
from drf_spectacular.utils import extend_schema_field

from declarations.serializers.commitments import ProgressEntrySerializer, ProvisionTextStatusField
from declarations.serializers.files import VersionSerializer
from declarations.serializers.provisions import CommitmentReferenceSerializer, ProvisionSerializer
from events.serializers import DocumentReferenceSerializer
from publishing.serializers import (
    A_SLUG,
    AddressField,
    RecordSerializer,
    WholeRecordField,
    api_path,
    around_slug,
)

# Between the slug of the document and the identifier inside it.
INSIDE = "~"


@extend_schema_field({"type": "string", "example": "rome-declaration-2014~para-3"})
class ProvisionNameField(WholeRecordField):
    def reader(self, scope):
        slug, eid = scope.joined("document").at("slug"), scope.at("eid")
        return lambda row, found: f"{row[slug]}{INSIDE}{row[eid]}"


@extend_schema_field({"type": "string", "format": "uri"})
class ProvisionAddressField(ProvisionNameField):
    def reader(self, scope):
        name = super().reader(scope)
        before, after = around_slug(api_path("api:provisions-detail", A_SLUG, "id"))
        return lambda row, found: f"{settings.SITE_URL}{before}{name(row, found)}{after}"


class DocumentProvisionSerializer(ProvisionSerializer):
    """A provision, with the document it stands in."""

    id = ProvisionNameField(help_text="The slug of its document, and its `eid` there.")
    url = ProvisionAddressField(help_text="The address of the provision in this API.")
    document = DocumentReferenceSerializer()
    text_status = ProvisionTextStatusField()

    identity = ("id",)


class DocumentVersionSerializer(VersionSerializer, RecordSerializer):
    """A file, with the document it is of."""

    detail_url = AddressField("api:document-versions-detail", help_text="The address of this record.")
    document = DocumentReferenceSerializer()


class CommitmentProgressSerializer(ProgressEntrySerializer, RecordSerializer):
    """What followed from a commitment on a day."""

    url = AddressField("api:progress-entries-detail")
    commitment = CommitmentReferenceSerializer()
