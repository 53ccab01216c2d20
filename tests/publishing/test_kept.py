from datetime import timedelta

import pytest
from django.utils import timezone

from publishing.changes import together
from publishing.kept import MOST_KEPT, _kept, kept
from publishing.models import Change
from tests.clock import clock
from tests.factories import EventFactory, PartnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    """Each call makes another number."""
    numbers = iter(range(1000))
    return lambda: kept("key", lambda: next(numbers))


def test_it_is_made_once_while_the_record_stands(made, django_assert_num_queries):
    EventFactory()

    assert made() == 0
    with django_assert_num_queries(1):
        assert made() == 0


def test_every_change_makes_it_anew(made):
    event = EventFactory()
    assert made() == 0
    event.title_en = "Another title"
    event.save()
    assert made() == 1
    EventFactory(draft=True)
    assert made() == 1
    event.delete()
    assert made() == 2


def test_what_is_announced_makes_it_anew_when_its_time_has_come(made):
    event = EventFactory(scheduled=True)
    assert made() == 0
    # As if that time had passed.
    Change.objects.filter(slug=event.slug).update(at=timezone.now() - timedelta(seconds=1))

    assert made() == 1


def test_a_new_day_makes_it_anew(made, monkeypatch):
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert made() == 0
    monkeypatch.setattr("publishing.kept.timezone.localdate", lambda: tomorrow)

    assert made() == 1


def test_what_a_clock_has_written_that_is_ahead_makes_it_anew_when_the_databases_has_come_so_far(made):
    with clock() as now:
        EventFactory()
        Change.objects.update(recorded_at=now.now + timedelta(seconds=2))
        assert (made(), made()) == (0, 0)
        now.move(seconds=2)
        assert (made(), made()) == (1, 1)


def test_a_change_that_has_no_number_yet_leaves_nothing_and_finds_nothing(made):
    assert made() == 0
    with together():
        assert made() == 1
    assert made() == 0


def test_no_more_is_kept_than_fits():
    for number in range(MOST_KEPT + 5):
        kept(number, lambda: "made")

    assert len(_kept) == MOST_KEPT


@pytest.mark.parametrize("hidden", [{"draft": True}, {"scheduled": True}, {"withdrawn": True}])
def test_the_kept_form_of_a_list_offers_what_is_public_and_nothing_else(client, hidden):
    egypt = PartnerFactory(name_en="Egypt", slug="egypt")
    PartnerFactory(name_en="Zzsecret", **hidden)
    page = client.get("/en/events/").content.decode()
    assert 'value="egypt"' in page
    assert "Zzsecret" not in page

    egypt.withdrawn_at, egypt.withdrawal_reason = timezone.now(), "Wrong."
    egypt.save()

    assert 'value="egypt"' not in client.get("/en/events/").content.decode()


def test_of_a_state_that_is_past_nothing_is_kept():
    for number in range(5):
        kept(number, lambda: "made")
    EventFactory()
    assert kept("another", lambda: "made") == "made"

    assert list(_kept) == ["another"]


def test_what_took_until_the_record_had_changed_is_not_kept(made):
    def slowly():
        EventFactory()
        made()
        return "slow"

    assert kept("slow", slowly) == "slow"
    assert list(_kept) == ["key"]
