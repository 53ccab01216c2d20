from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from members.models import Chairmanship, CommitteeComposition, Membership, Partner
from publishing.dates import PartialDate
from tests.factories import (
    ChairmanshipFactory,
    ChairPersonFactory,
    CompositionFactory,
    MembershipFactory,
    MilestoneFactory,
    OrganisationFactory,
    PartnerFactory,
    SeatFactory,
)

DAY = date(2020, 6, 15)


def on(text):
    return text and PartialDate.parse(*text.split())


def refusal(record):
    with pytest.raises(ValidationError) as refused:
        record.validate_constraints()
    return refused.value.messages


def database_refuses(row, **columns):
    rows = type(row).objects.filter(pk=row.pk)
    write = getattr(rows, "write_bookkeeping", rows.update)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        write(**columns)
    return str(refused.value)


@pytest.mark.django_db
class TestPartner:
    @pytest.mark.parametrize("facts", [{"iso": None}, {"iso": ""}])
    def test_country_needs_its_code(self, facts):
        country = PartnerFactory()
        message = "A country needs its ISO code; an organisation has none."

        assert refusal(PartnerFactory.build(**facts)) == [message]
        assert "partner_country_has_an_iso_code" in database_refuses(country, **facts)

    def test_organisation_has_no_code(self):
        assert refusal(OrganisationFactory.build(iso="EG")) == [
            "A country needs its ISO code; an organisation has none."
        ]

    def test_country_belongs_to_a_region(self):
        assert refusal(PartnerFactory.build(region="")) == ["Say which region the country belongs to."]
        assert "partner_country_has_a_region" in database_refuses(PartnerFactory(), region="")

    def test_code_is_used_once_and_organisations_without_one_are_many(self):
        PartnerFactory(iso="EG")
        OrganisationFactory.create_batch(2)

        with pytest.raises(IntegrityError), transaction.atomic():
            PartnerFactory(iso="EG")

    def test_what_others_rest_on_is_not_deleted(self):
        term, seat = ChairmanshipFactory(), SeatFactory()

        for partner in (term.partner, seat.partner):
            with pytest.raises(ProtectedError):
                partner.delete()

    def test_memberships_and_milestones_go_with_their_partner(self):
        partner = MembershipFactory().partner
        MilestoneFactory(partner=partner)

        partner.delete()

        assert (Partner.objects.count(), Membership.objects.count()) == (0, 0)

    def test_partner_is_called_by_its_name_and_lives_at_its_address(self):
        partner = PartnerFactory(slug="egypt", name_en="Egypt")

        assert (str(partner), partner.get_absolute_url()) == ("Egypt", "/en/members/egypt/")
        assert (partner.is_country, OrganisationFactory().is_country) == (True, False)


HELD = [
    # start, end, not before, attested, unlisted, held on 15 June 2020
    ("2014-11-28", None, None, None, None, "yes"),
    ("2020-06-15", None, None, None, None, "yes"),
    ("2020-06-16", None, None, None, None, "no"),
    ("2020", None, None, None, None, "not_known"),
    ("2020-06", None, None, None, None, "not_known"),
    ("2020-05", None, None, None, None, "yes"),
    ("2021", None, None, None, None, "no"),
    ("2014", "2019", None, None, None, "no"),
    ("2014", "2020", None, None, None, "not_known"),
    ("2014", "2020-06-15", None, None, None, "yes"),
    ("2014", "2020-06-14", None, None, None, "no"),
    ("2014", "2021", None, None, None, "yes"),
    ("2020", "2020", None, None, None, "not_known"),
    (None, None, None, None, None, "not_known"),
    (None, None, None, "2017", None, "yes"),
    (None, None, None, "2020", None, "not_known"),
    (None, None, None, "2024-04", None, "not_known"),
    (None, None, date(2014, 11, 28), "2024-04", None, "not_known"),
    (None, None, date(2020, 6, 15), "2024-04", None, "no"),
    (None, None, date(2020, 6, 14), None, None, "not_known"),
    (None, "2019", None, None, None, "no"),
    (None, "2021", None, "2017", None, "yes"),
    ("2014", None, None, None, "2019", "not_known"),
    ("2014", None, None, None, "2020", "not_known"),
    ("2014", None, None, None, "2020-06-16", "yes"),
    ("2014", "2021", None, None, "2019", "yes"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("start", "end", "not_before", "attested", "unlisted", "held"), HELD)
def test_membership_was_held_not_held_or_it_is_not_known(start, end, not_before, attested, unlisted, held):
    membership = MembershipFactory(
        start=on(start), end=on(end), not_before=not_before, attested=on(attested), unlisted=on(unlisted)
    )

    assert membership.held_on(DAY) == held
    assert Membership.objects.as_of(DAY).get().held == held


near = st.dates(DAY - timedelta(days=700), DAY + timedelta(days=700))


@st.composite
def spans(draw):
    length = draw(st.sampled_from([4, 7, 10]))
    start, end = sorted(draw(near).isoformat()[:length] for _end in range(2))
    return PartialDate.parse(start, draw(st.sampled_from([start, end])))


@st.composite
def memberships(draw):
    start, end = draw(st.none() | spans()), draw(st.none() | spans())
    if start and end and end.latest < start.earliest:
        start, end = end, start
    return Membership(
        standing=Membership.Standing.MEMBER,
        start=start,
        end=end,
        not_before=draw(st.none() | near),
        attested=draw(st.none() | spans()),
        unlisted=draw(st.none() | spans()),
    )


class TestRowRuleAndQuerysetRuleAgree(TestCase):
    @given(
        rows=st.lists(memberships(), min_size=10, max_size=30), days=st.lists(near, min_size=5, max_size=20)
    )
    @settings(max_examples=30, deadline=None)
    def test_for_any_membership_on_any_day(self, rows, days):
        partner = PartnerFactory(slug="partner")
        for row in rows:
            row.partner = partner
        Membership.objects.bulk_create(rows)

        edges = {
            edge for row in rows for edge in (row.start_earliest, row.end_latest, row.not_before) if edge
        }
        for day in {*days, *edges}:
            for row in Membership.objects.as_of(day):
                assert row.held == row.held_on(day), (row.start, row.end, row.attested, row.unlisted, day)


@pytest.mark.django_db
class TestMembership:
    def test_it_does_not_end_before_it_starts(self):
        row = MembershipFactory(start=on("2018"))
        row.end = on("2017")

        assert refusal(row) == ["The membership ends before it starts."]
        assert "membership_ends_after_it_started" in database_refuses(
            row, end_earliest="2017-01-01", end_latest="2017-12-31", end_precision="year"
        )

    def test_it_may_end_in_the_year_it_starts(self):
        row = MembershipFactory(start=on("2018"), end=on("2018"))

        row.validate_constraints()

    def test_it_tells_partner_and_standing(self):
        row = MembershipFactory(partner__name_en="Egypt")

        assert str(row) == "Egypt: member"


@pytest.mark.django_db
class TestChairmanship:
    def test_it_does_not_end_before_it_starts(self):
        term = ChairmanshipFactory(start=on("2024-04-17"))
        term.end = on("2024-04-16")

        assert refusal(term) == ["The term ends before it starts."]
        assert "chairmanship_ends_after_it_started" in database_refuses(
            term, end_earliest="2017-01-01", end_latest="2017-12-31", end_precision="year"
        )

    def test_numbers_are_used_once(self):
        ChairmanshipFactory(number=7)

        with pytest.raises(IntegrityError), transaction.atomic():
            ChairmanshipFactory(number=7)

    @pytest.mark.parametrize(
        ("years", "name"),
        [([], "France"), ([2025], "France 2025"), ([2021, 2020], "France 2020–2021"), (None, "France")],
    )
    def test_it_is_called_by_partner_and_nominal_years(self, years, name):
        assert str(ChairmanshipFactory(partner__name_en="France", nominal_years=years or [])) == name

    @pytest.mark.parametrize(
        ("start", "end", "held"),
        [
            ("2020-06-15", None, "yes"),
            ("2020-06-15", "2020-06-15", "yes"),
            ("2020-06-16", None, "no"),
            ("2019", "2020-06-14", "no"),
            ("2019", "2020", "not_known"),
            ("2020", None, "not_known"),
            (None, None, "not_known"),
            (None, "2019", "no"),
            (None, "2021", "not_known"),
        ],
    )
    def test_it_ran_did_not_run_or_it_is_not_known(self, start, end, held):
        assert ChairmanshipFactory(start=on(start), end=on(end)).held_on(DAY) == held

    def test_it_is_public_with_its_partner_and_unless_uncertain(self):
        terms = [
            ChairmanshipFactory(),
            ChairmanshipFactory(partner=PartnerFactory(draft=True)),
            ChairmanshipFactory(partner=PartnerFactory(withdrawn=True)),
            ChairmanshipFactory(confidence="low"),
        ]

        assert [term.is_public for term in terms] == [True, False, False, False]
        assert list(Chairmanship.objects.published()) == terms[:1]

    def test_people_go_with_their_term(self):
        person = ChairPersonFactory()

        person.chairmanship.delete()

        assert not type(person).objects.exists()


@pytest.mark.django_db
class TestCommittee:
    def test_partner_has_one_seat_in_a_composition(self):
        seat = SeatFactory()
        again = SeatFactory.build(composition=seat.composition, partner=seat.partner)

        assert refusal(again) == ["This partner already has a seat in this composition."]
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save()

    def test_composition_is_called_by_its_date_as_known(self):
        names = [
            str(CompositionFactory(date=on(day), slug=slug)) for day, slug in (("2021", "a"), (None, "b"))
        ]

        assert names == ["2021", "b"]


@pytest.mark.django_db
def test_what_has_no_date_stands_last_on_every_database():
    partner = PartnerFactory()
    days = [None, "2020", "2018"]
    undated_standing, late_standing, early_standing = (
        MembershipFactory(partner=partner, start=on(day)) for day in days
    )
    undated, late, early = (MilestoneFactory(partner=partner, date=on(day)) for day in days)
    unknown, latest, earlier = (CompositionFactory(date=on(day)) for day in days)

    assert list(partner.memberships.all()) == [early_standing, late_standing, undated_standing]
    assert list(partner.milestones.all()) == [early, late, undated]
    assert list(CommitteeComposition.objects.all()) == [latest, earlier, unknown]
