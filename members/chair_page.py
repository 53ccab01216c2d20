"""What the pages of the chair show besides the terms themselves: meetings, and what these adopted."""

from typing import Any

from declarations.models import Document
from declarations.rows import Adopted, DocumentRow, by_meeting
from events.models import Event
from events.rows import EventRow
from members.chair_story import Term
from members.models import Chairmanship
from members.partner_page import DOCUMENTS_SHOWN, EVENTS_SHOWN
from publishing.kept import kept
from publishing.together import Shaped, asked_once

# Of all terms together, on their list.
MEETINGS_SHOWN = 500


def add_meetings(terms: list[Any]) -> None:
    """Give each term its political meetings and the documents they adopted."""
    meetings, adopted = kept("meetings of chair terms", meetings_with_documents)
    dated = [(event, event.date, event.chair_term_id) for event in meetings]
    for term in terms:
        term.events = [event for event, date, placed_in in dated if term.covers(date, placed_in)]
        term.documents = [document for event in term.events for document in adopted.get(event.pk, [])]


def meetings_with_documents() -> tuple[list[EventRow], dict[int | None, list[DocumentRow]]]:
    """Political meetings of the Process, and by the key of each what it adopted."""
    meetings = Event.objects.published().own().of_level("political").newest_first()[:MEETINGS_SHOWN]
    found = asked_once(meetings=Shaped(meetings, EventRow))["meetings"]
    adopted = Document.objects.published().adopted_at_any([event.pk for event in found])
    return found, by_meeting(asked_once(adopted=Shaped(adopted.newest_first(), Adopted))["adopted"])


def around(term: Chairmanship) -> dict[str, Any]:
    """What happened while it held the chair, in order, and the terms before and after."""
    during = Event.objects.published().own().during(term)
    documents = Document.objects.published().of_events(during).newest_first()
    terms = Chairmanship.objects.published().for_naming()
    found = asked_once(
        events=Shaped(during[: EVENTS_SHOWN + 1], EventRow),
        documents=Shaped(documents[: DOCUMENTS_SHOWN + 1], Adopted),
        previous=terms.before(term)[:1],
        next=terms.after(term)[:1],
    )
    events, looked_at = found["events"], found["documents"]
    shown, documents_shown = events[EVENTS_SHOWN - 1 :: -1], looked_at[:DOCUMENTS_SHOWN]
    adopted = by_meeting(reversed(documents_shown))
    told = Term(
        term,
        shown,
        [document for event in shown for document in adopted.get(event.pk, [])],
        previous=next(iter(found["previous"]), None),
        next=next(iter(found["next"]), None),
        has_more_events=len(events) > EVENTS_SHOWN,
        has_more_documents=len(looked_at) > DOCUMENTS_SHOWN,
    )
    everything = [DocumentRow(*columns) for _meeting, *columns in documents_shown]
    return {
        "told": told,
        "events": shown,
        "adopted_at": adopted,
        "other_documents": [document for document in everything if document not in told.adopted],
        "previous_term": told.previous,
        "next_term": told.next,
    }
