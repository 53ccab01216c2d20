from declarations.filters import DocumentFilter
from declarations.models import Document
from declarations.serializers import DocumentSerializer
from publishing.api import BY_DATE, ORDERS_OF_RECORDS, PublicViewSet


class DocumentViewSet(PublicViewSet):
    """What events adopted, issued or discussed; the latest first."""

    queryset = Document.objects.all()
    serializer_class = DocumentSerializer
    filterset_class = DocumentFilter
    orders = BY_DATE | ORDERS_OF_RECORDS
    view_name = "api:documents-detail"
    parameter_notes = {
        "q": "Words that all occur in the title, in any of the languages.",
        "type": "The type of the document.",
        "nature": "What it is to the Process.",
        "year": "Documents adopted in that year, or else dated in it; `unknown`: without a date.",
        "language": "A text in that language was seen, or there is a file.",
        "event": "The slug of an event that adopted or discussed the document.",
        "theme": "The slug of a theme, its topics included: of the document, or of an event it belongs to.",
    }
    parameter_examples = {"q": "declaration", "year": "2025"}
