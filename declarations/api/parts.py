from django.http import Http404

from declarations.filters import ProgressFilter, ProvisionFilter, VersionFilter
from declarations.models import Document, DocumentVersion, ProgressEntry, Provision
from declarations.serializers.parts import (
    INSIDE,
    CommitmentProgressSerializer,
    DocumentProvisionSerializer,
    DocumentVersionSerializer,
)
from publishing.addresses import moved_to, record_at
from publishing.api import BY_DATE, ORDERS_OF_RECORDS, PartViewSet, PublicViewSet
from publishing.paging import IN_ORDER_OF_THE_TEXT
from publishing.serializers import api_path


class ProvisionViewSet(PartViewSet):
    """The addressable paragraphs and articles of all documents, each document's in the order of its text."""

    queryset = Provision.objects.all()
    serializer_class = DocumentProvisionSerializer
    filterset_class = ProvisionFilter
    orders = {"document": IN_ORDER_OF_THE_TEXT, "-document": IN_ORDER_OF_THE_TEXT.reversed()}
    view_name = "api:provisions-detail"
    lookup_value_converter = "str"
    changed_with = "document__slug"
    parameter_notes = {
        "document": "The slug of a document.",
        "kind": "What it is in the text.",
        "standing": "Whether it is the text of the document or a paraphrase of a summary.",
    }

    def named(self):
        document, _inside, eid = self.kwargs["id"].partition(INSIDE)
        return {} if "\0" in document + eid else {"document__slug": document, "eid": eid}

    def not_there(self):
        named = self.named()
        record = record_at(Document.objects.all(), named["document__slug"]) if named else None
        if record is None:
            raise Http404
        if not record.is_public:
            return self.withdrawn_response(record)
        if not self.get_queryset().filter(document=record, eid=named["eid"]).exists():
            raise Http404
        present = f"{record.slug}{INSIDE}{named['eid']}"
        return moved_to(api_path(self.view_name, present, name="id"), self.request)


class VersionViewSet(PublicViewSet):
    """The files of documents: each language, format and number."""

    queryset = DocumentVersion.objects.with_currency()
    serializer_class = DocumentVersionSerializer
    filterset_class = VersionFilter
    view_name = "api:document-versions-detail"
    parameter_notes = {
        "document": "The slug of a document.",
        "language": "The language of the file.",
        "format": "The format of the file.",
        "authority": "What the file is worth: the authentic text, or a translation.",
    }


class ProgressViewSet(PublicViewSet):
    """What followed from commitments; the latest first."""

    queryset = ProgressEntry.objects.all()
    serializer_class = CommitmentProgressSerializer
    filterset_class = ProgressFilter
    orders = BY_DATE | ORDERS_OF_RECORDS
    view_name = "api:progress-entries-detail"
    parameter_notes = {
        "commitment": "The slug of a commitment.",
        "status": "The status that the entry sets.",
    }
