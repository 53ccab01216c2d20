import pytest

from events.models import Event, Involvement, Participation
from publishing.dates import PartialDate
from publishing.paging import NEWEST_FIRST, OLDEST_FIRST, page_of
from tests.factories import ChairmanshipFactory, EventFactory, ParticipationFactory, PartnerFactory

pytestmark = pytest.mark.django_db


def held():
    rows = Involvement.objects.order_by("event", "partner")
    return list(rows.values_list("event", "partner", "sort_key", "open_until"))


def wanted():
    rows = Participation.objects.order_by("event", "partner").distinct()
    return list(rows.values_list("event", "partner", "event__sort_key", "event__open_until"))


def test_they_follow_every_change_of_an_event_and_its_participations():
    first, second = EventFactory(), EventFactory()
    host = ParticipationFactory(event=first, role="host")
    ParticipationFactory(event=first, partner=host.partner, role="chair")
    other = ParticipationFactory(event=second)
    assert (len(held()), held()) == (2, wanted())

    first.date = PartialDate.parse("2031-05")
    first.save()
    assert held() == wanted()

    host.delete()
    assert (len(held()), held()) == (2, wanted())

    other.partner = PartnerFactory()
    other.save()
    assert (len(held()), held()) == (2, wanted())

    second.delete()
    assert (len(held()), held()) == (1, wanted())


def test_they_follow_an_event_that_moves_with_its_chair_term():
    term = ChairmanshipFactory(start=PartialDate.parse("2018-01-01"))
    undated = EventFactory(date=None, chair_term=term, status="held")
    ParticipationFactory(event=undated)
    before = held()

    EventFactory(date=PartialDate.parse("2018-06-07"), status="held")

    assert held() == wanted()
    assert held() != before


@pytest.mark.parametrize("order", [NEWEST_FIRST, OLDEST_FIRST])
def test_the_events_of_a_partner_are_cut_into_pages_as_all_are(order):
    partner = PartnerFactory()
    for day in ("2015-03-01", "2019-03-01", "2019-03-01", "2017", "2031-01-01"):
        ParticipationFactory(event=EventFactory(date=PartialDate.parse(day)), partner=partner)
    ParticipationFactory(event=EventFactory(draft=True), partner=partner)
    ParticipationFactory(event=EventFactory(date=None), partner=partner)
    ParticipationFactory()
    rows = Event.objects.published().with_partner(partner.slug)
    every = list(order.applied(Event.objects.published().filter(partners=partner)))

    found, after = [], ""
    while after is not None:
        page = page_of(rows, order=order, size=2, after=after)
        found, after = [*found, *page.rows], page.next_cursor

    assert len(every) == 6
    assert found == every


def test_one_of_several_partners_is_enough_and_an_event_of_both_is_found_once(client):
    one, other = ParticipationFactory(), ParticipationFactory()
    ParticipationFactory(event=one.event, partner=other.partner)
    ParticipationFactory()

    found = Event.objects.published().with_any_partner([one.partner.slug, other.partner.slug])

    assert set(found) == {one.event, other.event}
    assert found.count() == 2
