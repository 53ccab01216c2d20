from datetime import date, timedelta

import pytest
from django.utils import timezone

from events.models import Event, Participation, Theme
from publishing.dates import PartialDate
from tests.factories import (
    ChairmanshipFactory,
    DomainFactory,
    EventFactory,
    ParticipationFactory,
    PartnerFactory,
    SeriesFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
HIDDEN = [{"draft": True}, {"scheduled": True}, {"withdrawn": True}]


def on(text):
    return text and PartialDate.parse(*text.split())


def days_from_today(*counts):
    return " ".join(str(timezone.localdate() + timedelta(days=count)) for count in counts)


def slugs(events):
    return [event.slug for event in events]


# Upcoming and past


def times():
    """As of now: the day may have changed since the tests were collected."""
    return {
        "over": {"date": days_from_today(-2, -1)},
        "ends today": {"date": days_from_today(-1, 0)},
        "today": {"date": days_from_today(0)},
        "tomorrow": {"date": days_from_today(1)},
        "this year": {"date": str(timezone.localdate().year)},
        "last year": {"date": str(timezone.localdate().year - 1)},
        "planned without a date": {"date": None, "status": "planned"},
        "postponed without a date": {"date": None, "status": "postponed"},
        "held without a date": {"date": None, "status": "held"},
        "cancelled without a date": {"date": None, "status": "cancelled"},
        "planned, and over": {"date": days_from_today(-3), "status": "planned"},
        "cancelled tomorrow": {"date": days_from_today(1), "status": "cancelled"},
    }


UPCOMING = {
    "ends today", "today", "tomorrow", "this year", "planned without a date", "postponed without a date",
    "cancelled tomorrow",
}  # fmt: skip


@pytest.mark.parametrize("name", times())
def test_event_is_upcoming_until_its_last_possible_day_is_over(name):
    facts = times()[name]
    event = EventFactory(**{**facts, "date": on(facts["date"])})

    upcoming, past = list(Event.objects.upcoming()), list(Event.objects.past())

    assert (upcoming, past) == (([event], []) if name in UPCOMING else ([], [event]))
    assert list(Event.objects.when("upcoming")) == upcoming
    assert list(Event.objects.when("past")) == past


def test_upcoming_events_are_soonest_first_and_undated_ones_last():
    days = {
        "undated": None,
        "later": days_from_today(30),
        "long": days_from_today(-20, 25),
        "soon": days_from_today(3),
    }
    for slug, day in days.items():
        EventFactory(slug=slug, date=on(day), status="planned")

    assert slugs(Event.objects.upcoming()) == ["soon", "long", "later", "undated"]


def test_past_events_are_latest_first_and_undated_ones_last():
    for slug, day in (("undated", None), ("early", "2014-11-28"), ("late", "2024-10-16")):
        EventFactory(slug=slug, date=on(day))

    assert slugs(Event.objects.past()) == ["late", "early", "undated"]


# Years


@pytest.mark.parametrize(
    ("day", "years"),
    [
        ("2016-06-15", [2016]),
        ("2016-01-01", [2016]),
        ("2016-12-31", [2016]),
        ("2016-12-30 2017-01-02", [2016, 2017]),
        ("2016", [2016]),
        ("2016-12", [2016]),
        ("2015 2017", [2015, 2016, 2017]),
        (None, []),
    ],
)
def test_event_is_in_each_year_in_which_it_may_have_taken_place(day, years):
    event = EventFactory(date=on(day))

    found = [year for year in range(2013, 2020) if event in Event.objects.in_year(year)]

    assert found == years
    assert [year for year in range(2013, 2020) if event in Event.objects.in_year(str(year))] == years


def test_a_year_holds_what_runs_into_it_together_with_its_own():
    for slug, day in (("other", "2015"), ("into", "2016-12-30 2017-01-02"), ("long", "2014 2018")):
        EventFactory(slug=slug, date=on(day))
    EventFactory(slug="within", date=on("2017-05-03"))
    EventFactory(slug="after", date=on("2018-01-01"))
    term = ChairmanshipFactory(start=on("2017-04-01"))
    EventFactory(slug="placed", date=on("2017"), chair_term=term)
    EventFactory(slug="undated", date=None, chair_term=term)

    assert slugs(Event.objects.in_year(2017).newest_first()) == ["within", "placed", "into", "long"]


def test_years_run_from_the_latest_to_the_earliest():
    for day in ("2016-12-30 2017-01-02", "2014", None):
        EventFactory(date=on(day))

    assert Event.objects.years() == [2017, 2016, 2015, 2014]
    assert Event.objects.filter(date_earliest=None).years() == []


# Kinds of events


def test_own_meetings_are_those_held_by_the_process_alone_or_with_another():
    for scope in Event.Scope.values:
        EventFactory(slug=scope, scope=scope)

    assert sorted(slugs(Event.objects.own())) == ["core", "joint"]
    assert sorted(slugs(Event.objects.not_own())) == ["precursor", "related"]
    assert set(Event.objects.of_own("yes")) == set(Event.objects.own())
    assert set(Event.objects.of_own("no")) == set(Event.objects.not_own())
    assert {event.slug for event in Event.objects.all() if event.is_own} == {"core", "joint"}


def test_row_and_queryset_agree_on_the_level():
    for kind in Event.Type.values:
        EventFactory(type=kind)

    for level in Event.Level.values:
        expected = {event.slug for event in Event.objects.all() if event.level == level}
        assert set(slugs(Event.objects.of_level(level))) == expected != set()


def test_events_in_a_country():
    here = EventFactory(country="KE")
    EventFactory(country="UG")
    EventFactory(country="", mode="online")

    assert list(Event.objects.in_country("KE")) == [here]


def test_calendar_holds_what_is_known_to_the_day():
    exact = EventFactory(date=on("2018-05-08"))
    for day in ("2018-05", "2018", None):
        EventFactory(date=on(day))

    assert list(Event.objects.in_calendar()) == [exact]


# Partners


@pytest.mark.parametrize("role", Participation.Role.values)
def test_event_is_found_by_a_partner_in_any_role(role):
    partner = PartnerFactory(slug="egypt")
    event = ParticipationFactory(partner=partner, role=role).event
    ParticipationFactory(role=role)

    assert list(Event.objects.with_partner("egypt")) == [event]


def test_event_is_found_once_by_a_partner_of_several_roles():
    partner, event = PartnerFactory(slug="egypt"), EventFactory()
    for role in ("host", "chair"):
        ParticipationFactory(partner=partner, event=event, role=role)

    assert list(Event.objects.with_partner("egypt")) == [event]


@pytest.mark.parametrize("trait", HIDDEN)
def test_hidden_partner_finds_nothing(trait):
    ParticipationFactory(partner=PartnerFactory(slug="hidden", **trait))

    assert list(Event.objects.with_partner("hidden")) == []
    assert list(Participation.objects.published()) == []


@pytest.mark.parametrize("trait", HIDDEN)
def test_hidden_event_is_not_found_among_the_published_ones(trait):
    partner, theme = PartnerFactory(slug="egypt"), ThemeFactory(slug="topic")
    hidden = ParticipationFactory(partner=partner, event=EventFactory(**trait)).event
    hidden.themes.add(theme)

    assert list(Event.objects.published().with_partner("egypt")) == []
    assert list(Event.objects.published().about("topic")) == []
    assert list(Participation.objects.of(partner).published()) == []


@pytest.mark.parametrize("trait", HIDDEN)
def test_rows_bring_public_partners_only(trait, django_assert_num_queries):
    event = EventFactory()
    ParticipationFactory(event=event, partner=PartnerFactory(**trait))
    shown = ParticipationFactory(event=event)

    found = Event.objects.for_list().get()

    with django_assert_num_queries(0):
        assert [row.partner for row in found.participations.all()] == [shown.partner]


# Themes


def test_event_is_found_by_its_theme_and_by_the_domain_above_it():
    domain = DomainFactory(slug="domain")
    topic = ThemeFactory(slug="topic", parent=domain)
    by_topic, by_domain, by_both = EventFactory.create_batch(3)
    by_topic.themes.add(topic)
    by_domain.themes.add(domain)
    by_both.themes.add(topic, domain)
    EventFactory().themes.add(ThemeFactory())

    assert set(Event.objects.about("topic")) == {by_topic, by_both}
    assert slugs(Event.objects.about("domain").oldest_first()) == slugs([by_topic, by_domain, by_both])


@pytest.mark.parametrize("trait", HIDDEN)
def test_hidden_theme_finds_nothing(trait):
    EventFactory().themes.add(ThemeFactory(slug="hidden", **trait))

    assert list(Event.objects.about("hidden")) == []


@pytest.mark.parametrize("trait", HIDDEN)
def test_hidden_topic_is_not_found_by_its_domain(trait):
    EventFactory().themes.add(ThemeFactory(parent=DomainFactory(slug="domain"), **trait))

    assert list(Event.objects.about("domain")) == []


@pytest.mark.parametrize("trait", HIDDEN)
def test_hidden_domain_finds_nothing_not_even_by_its_topics(trait):
    topic = ThemeFactory(slug="topic", parent=DomainFactory(slug="hidden", **trait))
    event = EventFactory()
    event.themes.add(topic)

    assert list(Event.objects.about("hidden")) == []
    assert list(Event.objects.about("topic")) == [event]


def test_domains_bring_their_public_topics():
    second, first = DomainFactory(number=2), DomainFactory(number=1)
    shown = ThemeFactory(parent=first)
    ThemeFactory(parent=first, draft=True)

    found = list(Theme.objects.domains().with_topics())

    assert found == [first, second]
    assert [domain.topics_list for domain in found] == [[shown], []]


def test_topics_without_a_public_domain_stand_alone():
    ThemeFactory(parent=DomainFactory())
    of_none = ThemeFactory(slug="a")
    of_draft = ThemeFactory(slug="b", parent=DomainFactory(draft=True))

    assert list(Theme.objects.topics().without_domain()) == [of_none, of_draft]


# Chair terms


def test_events_of_a_term_are_those_dated_within_it_and_those_placed_in_it():
    term = ChairmanshipFactory(start=on("2024-04-17"), end=on("2025-04-09"))
    other = ChairmanshipFactory(start=on("2025-04-09"))
    for slug, day, place in (
        ("before", "2024-04-16", None),
        ("first day", "2024-04-17 2024-04-18", None),
        ("within", "2024-10", None),
        ("last day", "2025-04-09", None),
        ("after", "2025-04-10", None),
        ("placed", None, term),
        ("placed elsewhere", "2024-10", other),
        ("unknown", None, None),
    ):
        EventFactory(slug=slug.replace(" ", "-"), date=on(day), chair_term=place)

    assert slugs(Event.objects.during(term)) == ["placed", "last-day", "within", "first-day"]
    assert slugs(Event.objects.during(other)) == ["after", "last-day", "placed-elsewhere"]


def test_a_meeting_of_two_days_on_whose_second_the_chair_passes_belongs_to_both_terms():
    outgoing = ChairmanshipFactory(start=on("2020-03-05"), end=on("2022-03-23"))
    incoming = ChairmanshipFactory(start=on("2022-03-23"), end=on("2023-03-16"))
    EventFactory(slug="kampala", date=on("2022-03-22 2022-03-23"))
    # Of a month only that is told in which term it may have begun.
    EventFactory(slug="march", date=on("2022-03"))

    assert slugs(Event.objects.during(outgoing)) == ["kampala", "march"]
    assert slugs(Event.objects.during(incoming)) == ["kampala"]


def test_a_known_day_tells_more_than_the_term_in_which_an_event_was_placed():
    earlier = ChairmanshipFactory(start=on("2024-04-17"), end=on("2025-04-09"))
    later = ChairmanshipFactory(start=on("2025-04-09"))
    EventFactory(slug="moved", date=on("2025-09-17"), chair_term=earlier)

    assert slugs(Event.objects.during(earlier)) == []
    assert slugs(Event.objects.during(later)) == ["moved"]


def test_row_and_queryset_agree_on_the_events_of_a_term():
    terms = [
        ChairmanshipFactory(start=on(start), end=on(end))
        for start, end in (("2016", "2016"), ("2016-12-16", "2017-12-07"), ("2017-12-07", None), (None, None))
    ]
    days = ("2016", "2016-12-16", "2016-12 2017-01", "2017-12-06 2017-12-08", "2017-12-07", "2018-05", "2015")
    for day in (*days, None):
        for place in (None, *terms):
            EventFactory(date=on(day), chair_term=place)

    for term in terms:
        expected = {
            event.slug for event in Event.objects.all() if term.covers(event.date, event.chair_term_id)
        }
        assert set(slugs(Event.objects.during(term))) == expected


# Series


def test_series_is_in_the_order_in_which_it_was_held():
    series = SeriesFactory()
    late, early = (EventFactory(series=series, date=on(day)) for day in ("2021-06-30", "2021-03-31"))
    EventFactory(series=SeriesFactory())
    EventFactory()

    assert list(Event.objects.of_series(series)) == [early, late]
    assert list(Event.objects.of_public_series(series)) == [early, late]


@pytest.mark.parametrize("trait", HIDDEN)
def test_a_series_that_is_not_public_has_no_events_for_visitors(trait):
    series = SeriesFactory(**trait)
    event = EventFactory(series=series)

    assert list(Event.objects.of_series(series)) == [event]
    assert list(Event.objects.of_public_series(series)) == []


# What comes along


@pytest.mark.parametrize("count", [1, 3])
def test_facts_for_sentences_take_the_same_queries_for_any_number(count, django_assert_num_queries):
    domain = DomainFactory()
    for _each in range(count):
        event = EventFactory(series=SeriesFactory(), chair_term=ChairmanshipFactory())
        event.themes.add(ThemeFactory(parent=domain))
        ParticipationFactory(event=event)

    with django_assert_num_queries(6):
        found = list(Event.objects.for_summary())

    with django_assert_num_queries(0):
        for event in found:
            assert [row.partner.name for row in event.participations.all()] != []
            assert [theme.name for theme in event.themes.all()] != []
            assert (event.series.title, event.chair_term.partner.name) != ("", "")


@pytest.mark.parametrize("trait", HIDDEN)
def test_sentences_name_no_hidden_series_or_theme(trait):
    event = EventFactory(series=SeriesFactory(**trait))
    event.themes.add(ThemeFactory(**trait))

    found = Event.objects.for_summary().get()

    assert (found.series, list(found.themes.all())) == (None, [])


def test_events_dated_within_a_time_are_those_that_began_in_it_and_are_public_or_will_be():
    inside = EventFactory(date=on("2018-05-08"))
    EventFactory(date=on("2018-05-08"), draft=True)
    EventFactory(date=on("2018-05-08"), withdrawn=True)
    EventFactory(date=on("2018-04-30 2018-05-08"))
    coming = EventFactory(date=on("2018-05-07"), scheduled=True)

    found = Event.objects.dated_within(date(2018, 5, 1), date(2018, 5, 8))

    assert list(found) == [inside, coming]
    assert found.latest_day() == date(2018, 5, 8)
    assert Event.objects.none().latest_day() is None


def test_past_holds_what_has_no_day_though_it_stands_with_the_end_of_a_term_that_still_runs():
    term = ChairmanshipFactory(start=PartialDate.parse("2020-01-01"), end=None)
    EventFactory(date=PartialDate.parse("2190-01-01"), status=Event.Status.PLANNED)
    cancelled = EventFactory(date=None, status=Event.Status.CANCELLED, chair_term=term)
    held = EventFactory(date=PartialDate.parse("2020-02-01"))

    assert cancelled.sort_key > 21900101 * 10
    assert list(Event.objects.past()) == [cancelled, held]


class TestWhatTheQuestionSaysIsEmpty:
    @pytest.mark.parametrize(
        "rows_of",
        [
            lambda events: events.when("upcoming").past(),
            lambda events: events.when("past").upcoming(),
            lambda events: events.in_year(timezone.localdate().year + 1).past(),
        ],
    )
    def test_it_is_not_asked_of_the_database(self, rows_of, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert list(rows_of(Event.objects.published())) == []

    def test_what_began_in_a_past_year_and_is_not_over_is_upcoming_in_that_year(self):
        year = timezone.localdate().year
        running = EventFactory(date=PartialDate.parse(f"{year - 2}-05-01", f"{year + 1}-05-01"))
        EventFactory(date=PartialDate.parse(f"{year - 2}-05-01", f"{year - 1}-05-01"))
        EventFactory(date=PartialDate.parse(f"{year + 1}-05-01"))

        assert list(Event.objects.in_year(year - 2).upcoming()) == [running]
        assert list(Event.objects.in_year(year - 2).when("upcoming")) == [running]
