"""News feeds of documents and of commitments."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from declarations.filters import CommitmentFilter, DocumentFilter
from declarations.models import Commitment, Document, ProgressEntry
from publishing.feeds.atom import Entry, identifier, labels, told_at
from publishing.feeds.views import AtomListView
from publishing.languages import text_in


class DocumentsNewsView(AtomListView):
    queryset = Document.objects.for_list()
    filterset_class = DocumentFilter
    page_name = "documents:list"

    def name(self) -> str:
        return _("Khartoum Process: documents")

    def entry(self, record: Document) -> Entry:
        date = str(record.shown_date) if record.shown_date else _("date not known")
        facts = [record.get_type_display(), text_in(record, "issuer").value, date]
        return Entry(
            identifier=identifier("document", record.pk),
            title=text_in(record, "title"),
            path=record.get_absolute_url(),
            updated=told_at(record),
            published=record.published_at,
            summary=_(", ").join(str(fact) for fact in facts if fact),
            categories=labels([(record.type, record.get_type_display())]),
        )


class CommitmentsNewsView(AtomListView):
    """With the status each has now."""

    queryset = Commitment.objects.for_list()
    filterset_class = CommitmentFilter
    page_name = "commitments:list"

    def name(self) -> str:
        return _("Khartoum Process: commitments")

    def news_in(self, changed: list[tuple[str, str]]) -> list[str]:
        """With the steps that followed: one that was scheduled is not told as a change of the commitment."""
        steps = [slug for kind, slug in changed if kind == "progressentry"]
        rows = ProgressEntry.objects.published().with_slugs(steps).values_list("slug", "commitment__slug")
        followed = {("progressentry", step): commitment for step, commitment in rows}
        return super().news_in([("commitment", followed[one]) if one in followed else one for one in changed])

    def entry(self, record: Commitment) -> Entry:
        # A step that followed is news of the commitment.
        steps = [told_at(step) for step in record.latest_entries]
        return Entry(
            identifier=identifier("commitment", record.pk),
            title=text_in(record, "title"),
            path=record.get_absolute_url(),
            updated=max([told_at(record), *steps]),
            published=record.published_at,
            summary=_(", ").join([capfirst(record.status_label), text_in(record.document, "title").value]),
            categories=labels([(record.status, capfirst(record.status_label))]),
        )
