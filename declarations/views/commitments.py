from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from declarations.commitment_page import shown_with
from declarations.filters import CommitmentFilter
from declarations.models import Commitment, Document, ProgressEntry
from publishing.feeds.subscription import Subscription
from publishing.languages import text_in
from publishing.listed import Listed
from publishing.views import PublicDetailView, PublicListView

DOCUMENTS_TO_READ = 8
# The whole of the bar of statuses.
BAR = 1000


@dataclass(frozen=True)
class StatusShare:
    """One status with its number, and its stretch of a bar that is `BAR` long."""

    status: str
    label: str
    count: int
    url: str
    is_chosen: bool
    start: int
    length: int


def shares_of(question: CommitmentFilter, counts: dict[str, int], path: str) -> list[StatusShare]:
    """In the order of a commitment's life, those with none as well."""
    total, passed, found = sum(counts.values()), 0, []
    for status, label in Commitment.Status.choices:
        count = counts.get(status, 0)
        start = BAR * passed // total if total else 0
        passed += count
        end = BAR * passed // total if total else 0
        found.append(
            StatusShare(
                status=status,
                label=capfirst(str(label)),
                count=count,
                url=question.address_with("status", status, path),
                is_chosen=question.data.get("status") == status,
                start=start,
                length=end - start,
            )
        )
    return found


class CommitmentListView(PublicListView):
    """Of the newest documents first, with how many there are of each kind in what the filters leave."""

    queryset = Commitment.objects.for_list()
    filterset_class = CommitmentFilter
    template_name = "commitments/commitment_list.html"
    context_object_name = "commitments"

    @classmethod
    def more_of(cls, listed: Listed, question: Any) -> dict[str, Any]:
        counts = question.counts()
        question.offer_counted(counts)
        is_empty = not (listed.count or listed.active or listed.problems)
        return {
            "statuses": shares_of(question, counts["status"], listed.path),
            "are_counts_cut": question.are_counts_cut(listed.count),
            "is_empty": is_empty,
            "subscription": Subscription.of_list(listed.query_string, news="commitments:news"),
            "documents_to_read": documents_to_read() if is_empty else [],
        }


def documents_to_read() -> list[Document]:
    """The texts whose paragraphs can be read here, while no commitment says what followed from them."""
    documents = Document.objects.published().with_provisions().for_list().newest_first()
    return list(documents[:DOCUMENTS_TO_READ])


class CommitmentDetailView(PublicDetailView):
    """The trail from the paragraph to what followed."""

    model = Commitment
    queryset = Commitment.objects.for_detail()
    template_name = "commitments/commitment_detail.html"

    # An entry that is shown before it is public, on its own preview.
    previewed_entry: ProgressEntry | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        provision = self.object.provision
        text = text_in(provision, "text")
        return super().get_context_data(
            provision=provision,
            words=text if text.value else text_in(provision, "heading"),
            words_of="text" if text.value else "heading",
            document=self.object.document,
            **shown_with(self.object, previewed=self.previewed_entry),
            **kwargs,
        )


class ProgressEntryPreview(CommitmentDetailView):
    """The page of its commitment as it will be with the entry, for staff."""

    @staticmethod
    def _prepared(view: Any, record: ProgressEntry) -> Commitment:
        view.previewed_entry = record
        return CommitmentDetailView._prepared(view, record.commitment)
