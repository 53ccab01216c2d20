import pytest

from members.partner_page import _questions
from publishing.dates import PartialDate
from publishing.together import Together
from tests.factories import (
    ChairmanshipFactory,
    ChairPersonFactory,
    DocumentFactory,
    EventFactory,
    MembershipFactory,
    MilestoneFactory,
    ParticipationFactory,
    PartnerFactory,
    ProgressEntryFactory,
    SeatFactory,
)

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def busy_partner(**values):
    partner = PartnerFactory(**values)
    MembershipFactory(partner=partner)
    MilestoneFactory(partner=partner)
    ChairmanshipFactory(partner=partner)
    SeatFactory(partner=partner)
    event = EventFactory()
    ParticipationFactory(event=event, partner=partner, role="host")
    ParticipationFactory(event=event, partner=partner, role="chair")
    DocumentFactory(adopting_event=event)
    ProgressEntryFactory().commitment.actors.add(partner)
    return partner


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    for _ in range(count):
        busy_partner()

    with django_assert_num_queries(6):
        client.get("/en/members/")


PARTS = ("memberships", "milestones", "terms", "seats", "documents", "commitments")


def test_a_partner_s_page_tells_its_part_in_the_process(client):
    partner = busy_partner(name_en="Egypt")

    context = client.get(partner.get_absolute_url()).context

    assert [row["role_labels"] for row in context["roles"]] == [["host", "chair"]]
    assert [len(context[name]) for name in PARTS] == [1] * len(PARTS)


@pytest.mark.parametrize("hidden", [{}, {"draft": True}, {"withdrawn": True}])
def test_what_a_partner_hosted_and_chaired_is_counted_as_its_lists_have_it(client, hidden):
    partner = busy_partner(slug="egypt")
    co_hosted = EventFactory(**hidden)
    ParticipationFactory(event=co_hosted, partner=partner, role="co_host")

    figures = client.get(partner.get_absolute_url()).context["figures"]

    assert [amount.text for _label, amount in figures] == ["1" if hidden else "2", "1"]
    for _label, amount in figures:
        assert len(client.get(amount.url).context["page"].rows) == amount.value


@pytest.mark.parametrize("more", [0, 3])
def test_a_partner_s_page_takes_the_same_queries_whatever_it_did(client, django_assert_num_queries, more):
    partner = busy_partner()
    for _ in range(more):
        event = EventFactory()
        ParticipationFactory(event=event, partner=partner)
        DocumentFactory(adopting_event=event)
        SeatFactory(partner=partner)
        MilestoneFactory(partner=partner)
        ProgressEntryFactory().commitment.actors.add(partner)

    # The partner; what hangs off it; actors and latest steps of the commitments.
    with django_assert_num_queries(4):
        client.get(partner.get_absolute_url())


def test_chairmanships_are_a_timeline_with_their_meetings_and_documents(client):
    first = ChairmanshipFactory(start=PartialDate.parse("2023-03-16"), end=PartialDate.parse("2024-04-17"))
    second = ChairmanshipFactory(start=PartialDate.parse("2024-04-17"))
    handover = EventFactory(type="senior_officials_meeting", date=PartialDate.parse("2024-04-17"))
    later = EventFactory(type="ministerial_conference", date=PartialDate.parse("2025-04-09"))
    EventFactory(type="webinar", date=PartialDate.parse("2025-09-17"))
    declaration = DocumentFactory(adopting_event=later)

    terms = client.get("/en/chairmanships/").context["terms"]

    assert terms == [second, first]
    assert [[event.pk for event in term.events] for term in terms] == [[later.pk, handover.pk], [handover.pk]]
    assert [[document.pk for document in term.documents] for term in terms] == [[declaration.pk], []]
    assert [term.is_current for term in terms] == [True, False]


@pytest.mark.parametrize("count", [1, 3])
def test_the_timeline_takes_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    for _ in range(count):
        ChairPersonFactory()
        EventFactory(type="ministerial_conference", date=PartialDate.parse("2025-04-09"))

    with django_assert_num_queries(6):
        client.get("/en/chairmanships/")
    # The terms, who held them, their translations, and how the record stands; their meetings are kept.
    with django_assert_num_queries(4):
        client.get("/en/chairmanships/")


@pytest.mark.parametrize("count", [1, 3])
def test_a_term_s_page_takes_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    term = ChairPersonFactory().chairmanship
    for _ in range(count):
        DocumentFactory(adopting_event=EventFactory(date=PartialDate.parse("2025-04-09")))

    # The term, who held it, its translations, and all that is shown around it.
    with django_assert_num_queries(4):
        response = client.get(term.get_absolute_url())

    assert len(response.context["events"]) == len(response.context["told"].adopted) == count


def test_a_partner_with_more_events_than_are_shown_leads_to_the_others(client, monkeypatch):
    partner = busy_partner()
    ParticipationFactory(event=EventFactory(), partner=partner)
    assert not client.get(partner.get_absolute_url()).context["has_more_roles"]

    monkeypatch.setattr("members.partner_page.EVENTS_SHOWN", 1)
    monkeypatch.setattr("members.partner_page.PAGE", Together(_questions))

    context = client.get(partner.get_absolute_url()).context
    assert (len(context["roles"]), context["has_more_roles"]) == (1, True)
    # What is not all here is not counted here.
    assert context["figures"] == []
