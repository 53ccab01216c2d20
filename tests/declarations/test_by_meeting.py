"""Documents under the meetings that adopted or discussed them."""

import pytest

from publishing.dates import PartialDate
from publishing.paging import ROWS_ON_A_PAGE
from tests.factories import DocumentFactory, EventFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/en/documents/by-meeting/"


def shown(client, query=""):
    context = client.get(f"{ADDRESS}{query}").context
    meetings = [
        (
            meeting.event.slug,
            [document.slug for document in meeting.adopted],
            [document.slug for document in meeting.discussed],
        )
        for meeting in context["meetings"]
    ]
    return meetings, [document.slug for document in context["without_meeting"]]


def discussed(*events, **values):
    document = DocumentFactory(**values)
    document.related_events.set(events)
    return document


def test_documents_stand_under_their_meetings_the_latest_first(client):
    old = EventFactory(slug="old", date=PartialDate.parse("2016-05-03"))
    new = EventFactory(slug="new", date=PartialDate.parse("2024-05-03"))
    EventFactory(slug="without-documents")
    DocumentFactory(slug="declaration", adopting_event=old)
    # Named at both ends, it is adopted there and no more.
    adopted = discussed(old, new, slug="plan", adopting_event=new)
    discussed(new, slug="report")
    DocumentFactory(slug="alone")

    assert shown(client) == (
        [("new", ["plan"], ["report"]), ("old", ["declaration"], [adopted.slug])],
        ["alone"],
    )


def test_the_filters_are_those_of_the_list(client):
    event = EventFactory(slug="meeting")
    DocumentFactory(slug="plan", adopting_event=event, type="action_plan")
    DocumentFactory(slug="declaration", adopting_event=event, type="declaration")
    DocumentFactory(adopting_event=EventFactory(), type="declaration")

    assert shown(client, "?type=action_plan") == ([("meeting", ["plan"], [])], [])
    ways = client.get(f"{ADDRESS}?type=action_plan").context["ways"]
    assert [way.url for way in ways] == ["/en/documents/?type=action_plan", f"{ADDRESS}?type=action_plan"]


@pytest.mark.parametrize("state", ["draft", "scheduled", "withdrawn"])
def test_neither_a_hidden_document_nor_a_hidden_meeting_is_shown(client, state):
    hidden_event, event = EventFactory(**{state: True}), EventFactory(slug="shown")
    discussed(event, adopting_event=event, **{state: True})
    discussed(hidden_event, slug="known", adopting_event=hidden_event)
    DocumentFactory(**{state: True})

    assert shown(client) == ([], ["known"])


def test_a_filter_that_is_not_understood_shows_nothing_and_says_so(client):
    DocumentFactory(adopting_event=EventFactory())

    assert shown(client, "?colour=red") == ([], [])
    assert client.get(f"{ADDRESS}?colour=red").context["problems"]


def test_long_lists_are_cut_by_meeting_and_end_with_what_has_none(client):
    DocumentFactory(slug="of-2016", adopting_event=EventFactory(slug="2016", date=PartialDate.parse("2016")))
    for _ in range(ROWS_ON_A_PAGE):
        DocumentFactory(adopting_event=EventFactory(date=PartialDate.parse("2017")))
    DocumentFactory(slug="alone")

    meetings, without_meeting = shown(client)
    rest = client.get(ADDRESS).context["page"].next_url.removeprefix(ADDRESS)

    assert (len(meetings), without_meeting) == (ROWS_ON_A_PAGE, [])
    assert shown(client, rest) == ([("2016", ["of-2016"], [])], ["alone"])


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    for _ in range(count):
        event = EventFactory()
        discussed(event, adopting_event=event)
        DocumentFactory()
    client.get(ADDRESS)

    # As what the record stands, the meetings, and their documents.
    with django_assert_num_queries(3):
        client.get(ADDRESS)
