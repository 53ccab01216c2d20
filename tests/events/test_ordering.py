import pytest
from django.utils import timezone

from events.models import Event
from events.ordering import sort_key_of
from publishing import changes
from publishing.actions import publish, withdraw
from publishing.dates import PartialDate
from tests.factories import ChairmanshipFactory, EventFactory

pytestmark = pytest.mark.django_db


def on(text):
    return text and PartialDate.parse(*text.split())


def event(slug, day, **facts):
    return EventFactory(slug=slug, date=on(day), **facts)


def newest_first():
    return [found.slug for found in Event.objects.newest_first()]


@pytest.fixture
def french_term():
    return ChairmanshipFactory(number=10, start=on("2025-04-09"), end=None)


def test_undated_event_of_a_term_stands_after_the_last_dated_one_of_it(french_term):
    event("cairo", "2025-04-09")
    event("aswan", None, chair_term=french_term)
    event("webinar", "2025-09-17")
    event("addis", "2025-02-19 2025-02-20")

    assert newest_first() == ["aswan", "webinar", "cairo", "addis"]


def test_event_known_by_its_year_stands_no_earlier_than_its_term(french_term):
    event("addis", "2025-02-19 2025-02-20")
    event("paris", "2025", chair_term=french_term)
    event("webinar", "2025-09-17")

    assert newest_first() == ["webinar", "paris", "addis"]
    assert Event.objects.get(slug="paris").sort_key == 202504090


def test_term_of_another_time_moves_no_event(french_term):
    assert event("a", "2016", chair_term=french_term).sort_key == 201601010


def test_event_without_date_and_term_stands_last():
    event("unknown", None)
    event("founding", "2014-11-28")

    assert newest_first() == ["founding", "unknown"]


def test_events_of_one_day_stand_in_the_order_in_which_they_were_entered():
    event("first", "2025-04-09")
    event("second", "2025-04-09")

    assert newest_first() == ["second", "first"]
    assert [found.slug for found in Event.objects.oldest_first()] == ["first", "second"]


def test_undated_event_of_a_term_without_events_stands_at_its_beginning(french_term):
    assert event("aswan", None, chair_term=french_term).sort_key == 202504091


def test_undated_event_of_a_term_that_is_over_stays_within_it():
    term = ChairmanshipFactory(number=9, start=on("2024-04-17"), end=on("2025-04-09"))
    event("helsinki", "2024-09-11 2024-09-12")
    event("after", "2025-09-17")

    assert event("undated", None, chair_term=term).sort_key == 202409121


@pytest.mark.parametrize("trait", ["draft", "withdrawn"])
def test_hidden_event_moves_no_other(french_term, trait):
    event("cairo", "2025-04-09")
    event("hidden", "2025-09-17", **{trait: True})

    assert event("aswan", None, chair_term=french_term).sort_key == 202504091


def test_event_stands_where_it_will_belong_once_what_is_scheduled_has_appeared(french_term):
    event("cairo", "2025-04-09")
    aswan = event("aswan", None, chair_term=french_term)
    webinar = event("webinar", "2025-09-17", scheduled=True)

    # Nothing is written when its moment comes.
    Event.objects.filter(pk=webinar.pk).write_bookkeeping(published_at=timezone.now())

    assert Event.objects.get(pk=aswan.pk).sort_key == 202509171
    assert sort_key_of(aswan) == 202509171


def test_undated_event_follows_when_a_later_one_comes_moves_or_goes(french_term):
    event("cairo", "2025-04-09")
    aswan = event("aswan", None, chair_term=french_term)

    def key():
        return Event.objects.get(pk=aswan.pk).sort_key

    keys = [key()]
    webinar = event("webinar", "2025-09-17")
    keys.append(key())
    webinar.date = on("2025-10-01")
    webinar.save()
    keys.append(key())
    withdraw(record=webinar, reason="Why")
    keys.append(key())
    publish(record=webinar)
    keys.append(key())
    webinar.delete()
    keys.append(key())

    assert keys == [202504091, 202509171, 202510011, 202504091, 202510011, 202504091]


@pytest.mark.parametrize(
    ("day", "before", "after"), [(None, 202504091, 202505011), ("2025", 202504090, 202505010)]
)
def test_event_follows_when_its_term_is_dated_anew(french_term, day, before, after):
    found = event("found", day, chair_term=french_term)
    french_term.start = on("2025-05-01")
    french_term.save()

    assert (before, Event.objects.get(pk=found.pk).sort_key) == (found.sort_key, after)


def test_following_is_no_change_of_the_event_itself(french_term):
    aswan = event("aswan", None, chair_term=french_term)
    event("webinar", "2025-09-17")

    aswan.country = "EG"
    aswan.save()

    assert Event.objects.get(pk=aswan.pk).sort_key == 202509171


def test_events_written_together_are_put_in_order_once_all_are_there(french_term):
    with changes.together("first load"):
        event("aswan", None, chair_term=french_term)
        event("webinar", "2025-09-17")

    assert newest_first() == ["aswan", "webinar"]


def test_key_of_a_term_whose_start_is_unknown_is_that_of_no_term():
    term = ChairmanshipFactory(start=None)

    assert sort_key_of(EventFactory.build(date=None, chair_term=term)) == 0
    assert sort_key_of(EventFactory.build(date=on("2018"), chair_term=term)) == 201801010


def test_nearest_events_of_the_type_are_found_on_both_sides():
    first, second, third = (event(slug, "2018-05-08", type="training") for slug in ("a", "b", "c"))
    event("other", "2018-05-08", type="webinar")

    assert list(Event.objects.before(third)) == [second, first]
    assert list(Event.objects.after(first)) == [second, third]
    assert (list(Event.objects.before(first)), list(Event.objects.after(third))) == ([], [])


def test_year_of_today_has_room_in_the_key():
    today = timezone.localdate()

    assert event("today", str(today)).sort_key == int(f"{today:%Y%m%d}0")
    assert event("far", "2199-12-31").sort_key == 2199_12_31_0


def test_a_meeting_that_was_held_does_not_wait_for_one_that_is_planned():
    term = ChairmanshipFactory(start=on("2025-04-09"))
    EventFactory(date=on("2025-09-17"))
    EventFactory(date=on("2027-01-20"), status="planned")

    held = EventFactory(date=None, chair_term=term, status="held")

    assert held.sort_key == 20250917_1


def test_an_event_of_which_no_date_is_known_has_no_neighbours():
    EventFactory(date=on("2021-03-31"))
    unknown = EventFactory(date=None, status="planned")

    assert (list(Event.objects.before(unknown)), list(Event.objects.after(unknown))) == ([], [])
