"""Documents under the meetings that adopted or discussed them."""

from dataclasses import dataclass
from typing import Any

from declarations.filters import DocumentFilter
from declarations.models import Document
from declarations.rows import Adopted, Discussed, DocumentRow, by_meeting
from declarations.ways_of_looking import ways_of_looking_at_documents
from events.rows import EventRow
from publishing.feeds.subscription import Subscription
from publishing.together import Shaped, Together
from publishing.views import PublicListView

# Of all the meetings on a page together.
DOCUMENTS_SHOWN = 500
WITHOUT_MEETING_SHOWN = 100


@dataclass
class Meeting:
    event: EventRow
    adopted: list[DocumentRow]
    discussed: list[DocumentRow]


class DocumentsByMeetingView(PublicListView):
    """The latest meeting first; at the end of it all, what is known of no meeting."""

    queryset = Document.objects.all()
    filterset_class = DocumentFilter
    template_name = "documents/documents_by_meeting.html"

    @classmethod
    def asked(cls, found, cut, is_first):
        return {"rows": Shaped(cut(found.meetings()), EventRow)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        page, query = context["page"], context["query_string"]
        is_end = not (page.next_cursor or context["problems"])
        return {
            **context,
            **documents_of(page.rows, context["found"], is_end=is_end),
            "ways": ways_of_looking_at_documents("documents:by_meeting", query),
            "subscription": Subscription.of_list(query, news="documents:news"),
        }


def documents_of(events: list[EventRow], found: Any, *, is_end: bool) -> dict[str, Any]:
    """What of the documents that were found belongs to these meetings, and at the end to none."""
    keys = [event.pk for event in events]
    rows = found.newest_first()
    shown = Together(
        lambda: {
            "adopted": Shaped(rows.adopted_at_any(keys)[:DOCUMENTS_SHOWN], Adopted),
            "discussed": Shaped(rows.discussed_at_any(keys)[:DOCUMENTS_SHOWN], Discussed),
            "without_meeting": Shaped(
                rows.without_meeting()[:WITHOUT_MEETING_SHOWN] if is_end else rows.none(), DocumentRow
            ),
        }
    ).ask()
    adopted, discussed = by_meeting(shown["adopted"]), by_meeting(shown["discussed"])
    meetings = []
    for event in events:
        its_own = adopted.get(event.pk, [])
        others = [document for document in discussed.get(event.pk, []) if document not in its_own]
        meetings.append(Meeting(event, its_own, others))
    return {"meetings": meetings, "without_meeting": shown["without_meeting"]}
