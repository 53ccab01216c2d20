from datetime import date

import pytest

from members.models import Chairmanship, CommitteeComposition, Membership, Partner
from publishing.dates import PartialDate
from tests.factories import (
    ChairmanshipFactory,
    CompositionFactory,
    MembershipFactory,
    OrganisationFactory,
    PartnerFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db


def on(text):
    return text and PartialDate.parse(*text.split())


def term(start, end=None, **facts):
    return ChairmanshipFactory(start=on(start), end=on(end), **facts)


# Partners


def test_organisations_are_no_countries():
    country, _organisation = PartnerFactory(), OrganisationFactory()

    assert list(Partner.objects.countries()) == [country]


@pytest.mark.parametrize("words", ["Czech Republic", "tcheque", "المجر", "czechia"])
def test_a_partner_is_found_by_its_other_names_too(words):
    czechia = PartnerFactory(
        name_en="Czechia",
        other_names={"en": ["Czech Republic"], "fr": ["République tchèque"], "ar": ["المجر", "تشيكيا"]},
    )
    PartnerFactory(name_en="Kenya")

    assert list(Partner.objects.search(words)) == [czechia]


def test_secretariat_is_who_held_it_that_day_or_may_have():
    def secretariat(slug, **dates):
        return MembershipFactory(
            partner=OrganisationFactory(slug=slug), standing="secretariat", **dates
        ).partner

    certain = secretariat("b", start=on("2014-11-28"))
    perhaps = secretariat("a", start=None)
    secretariat("c", start=on("2021"))
    MembershipFactory(partner=OrganisationFactory(slug="d"), standing="secretariat_support")

    assert list(Partner.objects.secretariat_on(date(2020, 1, 1))) == [perhaps, certain]


# Committee


def test_composition_is_the_latest_dated_on_or_before_the_day():
    early, late = CompositionFactory(date=on("2021")), CompositionFactory(date=on("2024-04-18"))
    CompositionFactory(date=None)

    def held(year, month, day):
        return CommitteeComposition.objects.as_of(date(year, month, day)).first()

    assert held(2021, 12, 30) is None
    assert held(2021, 12, 31) == early
    assert held(2024, 4, 17) == early
    assert held(2024, 4, 18) == late
    assert held(2030, 1, 1) == late


def test_of_two_compositions_of_one_day_the_one_entered_last_holds():
    first, second = CompositionFactory.create_batch(2, date=on("2024-04-18"))

    assert list(CommitteeComposition.objects.as_of(date(2024, 4, 18))) == [second, first]


def test_uncertain_composition_is_not_published():
    shown = CompositionFactory()
    CompositionFactory(confidence="low")

    assert list(CommitteeComposition.objects.published()) == [shown]


def test_seats_of_hidden_partners_are_left_out():
    composition = CompositionFactory()
    shown = SeatFactory(composition=composition)
    SeatFactory(composition=composition, partner=PartnerFactory(draft=True))

    found = CommitteeComposition.objects.with_public_seats().get()

    assert list(found.seats.all()) == [shown]


def test_seats_of_a_partner_are_told_latest_first_and_whether_temporary():
    partner = PartnerFactory()
    for day, is_temporary in (("2016", False), (None, True), ("2024-04-18", True)):
        SeatFactory(partner=partner, composition=CompositionFactory(date=on(day)), is_temporary=is_temporary)
    SeatFactory()

    found = CommitteeComposition.objects.with_seat_of(partner)

    assert [(str(row.date), row.seat_is_temporary) for row in found] == [
        ("18 April 2024", True),
        ("2016", False),
        ("None", True),
    ]


# Chairmanships


def test_both_terms_run_on_the_day_of_the_handover():
    outgoing = term("2024-04-17", "2025-04-09", number=9)
    incoming = term("2025-04-09", number=10)

    def running(year, month, day):
        return list(Chairmanship.objects.as_of(date(year, month, day)))

    assert running(2024, 4, 16) == []
    assert running(2025, 4, 8) == [outgoing]
    assert running(2025, 4, 9) == [incoming, outgoing]
    assert running(2026, 11, 25) == [incoming]


def test_the_chair_is_in_office_on_the_days_on_which_its_term_certainly_ran():
    terms = [
        term(start, end, number=number)
        for number, (start, end) in enumerate(
            [
                ("2024-04-17", "2025-04-09"),
                ("2025-04-09", None),
                ("2025", "2026"),
                ("2025-06", "2025-06-20 2025-06-30"),
                (None, "2026"),
                (None, None),
            ],
            start=1,
        )
    ]

    for day in (
        "2024-12-31",
        "2025-04-09",
        "2025-06-15",
        "2025-06-30",
        "2025-12-31",
        "2026-01-01",
        "2027-01-01",
    ):
        asked = date.fromisoformat(day)
        certain = [one for one in reversed(terms) if one.held_on(asked) == Membership.Held.YES]
        assert list(Chairmanship.objects.in_office(asked)) == certain
    assert list(Chairmanship.objects.in_office(date(2025, 4, 9))) == [terms[1], terms[0]]


def test_term_known_by_year_may_run_on_any_day_of_it():
    found = term("2016", "2016")

    assert list(Chairmanship.objects.as_of(date(2016, 1, 1))) == [found]
    assert list(Chairmanship.objects.as_of(date(2016, 12, 31))) == [found]
    assert list(Chairmanship.objects.as_of(date(2017, 1, 1))) == []


def test_neighbouring_terms_are_told_nearest_first():
    terms = [term("2014", number=number) for number in (1, 2, 3, 4)]

    assert list(Chairmanship.objects.before(terms[2])) == [terms[1], terms[0]]
    assert list(Chairmanship.objects.after(terms[1])) == [terms[2], terms[3]]
    assert list(Chairmanship.objects.of_partner(terms[3].partner)) == [terms[3]]


OVERLAPS = [
    # one, the other, whether they certainly share more than the handover day
    (("2024-04-17", "2025-04-09"), ("2025-04-09", None), False),
    (("2024-04-17", "2025-04-09"), ("2025-04-08", None), True),
    (("2024-04-17", "2025-04-09"), ("2024-06-01", "2024-07-01"), True),
    (("2024-04-17", "2025-04-09"), ("2024-04-17", "2025-04-09"), True),
    (("2024-04-17", None), ("2026-01-01", None), True),
    (("2024-04-17", None), ("2014", "2015"), False),
    (("2014", "2015"), ("2015", "2016"), False),
    (("2014", "2015"), ("2016", "2017"), False),
    (("2014", "2017"), ("2015", "2016"), True),
    (("2014", "2017"), ("2015", "2018"), True),
    (("2014", "2018"), ("2016-02-01", "2016-02-01"), True),
    (("2014", "2018"), ("2016", "2016"), True),
    (("2024-04-17", None), (None, None), False),
    (("2024-04-17", None), (None, "2025"), False),
    (("2016", "2016"), ("2016", "2016"), False),
]


@pytest.mark.parametrize(("one", "other", "overlap"), OVERLAPS)
def test_terms_overlap_if_they_certainly_share_more_than_the_handover_day(one, other, overlap):
    partner = PartnerFactory()
    terms = [term(*dates, partner=partner) for dates in (one, other)]

    for mine, theirs in (terms, reversed(terms)):
        assert list(Chairmanship.objects.overlapping(mine)) == ([theirs] if overlap else [])


def test_terms_of_other_partners_do_not_overlap():
    first = term("2024-04-17")
    term("2024-04-17")

    assert list(Chairmanship.objects.overlapping(first)) == []
