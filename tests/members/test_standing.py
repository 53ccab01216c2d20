from datetime import date

import pytest
from django.utils import translation

from members.models import CommitteeComposition, Membership, Partner
from members.standing import partners_on, seats_by_region
from publishing.dates import PartialDate
from tests.factories import (
    ChairmanshipFactory,
    MembershipFactory,
    OrganisationFactory,
    PartnerFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 1)


def groups(*, term=None, composition=None):
    partners = Partner.objects.published().with_memberships()
    return partners_on(TODAY, partners, term=term, composition=composition)


def test_current_countries_stand_under_their_region():
    kenya = PartnerFactory(name_en="Kenya", region=Partner.Region.HORN_AND_EAST_AFRICA)
    france = PartnerFactory(name_en="France", region=Partner.Region.EU)
    for partner in (kenya, france):
        MembershipFactory(partner=partner)

    assert groups().regions == [("Horn of Africa and East Africa", [kenya]), ("European Union", [france])]


def test_countries_stand_in_the_order_of_the_readers_alphabet():
    egypt, djibouti, finland = (
        PartnerFactory(name_fr=name, region=Partner.Region.EU) for name in ("Égypte", "Djibouti", "Finlande")
    )
    for partner in (egypt, djibouti, finland):
        MembershipFactory(partner=partner)

    with translation.override("fr"):
        found = groups().regions

    assert found == [("Union européenne", [djibouti, egypt, finland])]


def test_a_country_that_left_is_former_and_one_off_the_lists_is_undetermined():
    left, unlisted = PartnerFactory(), PartnerFactory()
    MembershipFactory(partner=left, end=PartialDate.parse("2020"))
    MembershipFactory(partner=unlisted, unlisted=PartialDate.parse("2024-04"))

    found = groups()

    assert (found.regions, found.former, found.undetermined) == ([], [left], [unlisted])
    assert found.undetermined[0].note == "not on the lists since April 2024"


def test_a_country_that_never_was_a_member_is_no_former_one():
    guest, observer, left = (PartnerFactory(name_en=name) for name in ("A guest", "An observer", "Who left"))
    MembershipFactory(partner=observer, standing="observer", end=PartialDate.parse("2020"))
    MembershipFactory(partner=left, end=PartialDate.parse("2020"))

    found = groups()

    assert (found.regions, found.took_part, found.former) == ([], [guest, observer], [left])


def test_of_a_country_that_is_no_member_its_standing_is_noted():
    observer = PartnerFactory()
    MembershipFactory(partner=observer, standing="observer")
    MembershipFactory(partner=observer, end=PartialDate.parse("2020"))

    ((_region, (found,)),) = groups().regions

    assert (found, found.note) == (observer, "observer")


def test_a_membership_that_ends_next_month_is_current_today():
    partner = PartnerFactory()
    MembershipFactory(partner=partner, end=PartialDate.parse("2026-02"))

    assert groups().regions == [("Horn of Africa and East Africa", [partner])]


@pytest.mark.parametrize(
    ("terms", "group"),
    [
        ([{"end": "2016"}, {"start": "2020"}], "member"),
        # Without a start it stands first on one database and last on another.
        ([{"start": None, "attested": "2020"}, {"end": "2016"}], "member"),
        ([{"end": "2016"}, {"start": "2020", "unlisted": "2024"}], "undetermined"),
        ([{"end": "2016"}, {"start": "2020", "end": "2022"}], "former"),
    ],
)
@pytest.mark.parametrize("order", [1, -1])
def test_who_left_and_joined_again_stands_by_the_better_of_its_memberships(terms, group, order):
    country, organisation = PartnerFactory(), OrganisationFactory()
    for term in terms[::order]:
        dates = {name: value and PartialDate.parse(value) for name, value in term.items()}
        MembershipFactory(partner=country, **dates)
        MembershipFactory(partner=organisation, **dates)

    found = groups()

    assert {
        "member": [row for _region, rows in found.regions for row in rows],
        "undetermined": found.undetermined,
        "former": found.former,
    } == {"member": [], "undetermined": [], "former": [], group: [country]}
    standing = "Took part in meetings" if group == "former" else "Member organisations"
    assert found.organisations == [(standing, [organisation])]


def test_who_joined_again_is_not_said_to_be_off_the_lists():
    partner = PartnerFactory()
    MembershipFactory(partner=partner, unlisted=PartialDate.parse("2018"))
    MembershipFactory(partner=partner, start=PartialDate.parse("2020"))

    ((_region, (found,)),) = groups().regions

    assert found.note == ""


def test_an_organisation_stands_under_each_of_its_standings():
    commission, agency = OrganisationFactory(name_en="Commission"), OrganisationFactory(name_en="Agency")
    MembershipFactory(partner=commission, standing=Membership.Standing.MEMBER)
    MembershipFactory(partner=commission, standing=Membership.Standing.SECRETARIAT)

    assert groups().organisations == [
        ("Member organisations", [commission]),
        ("Secretariat", [commission]),
        ("Took part in meetings", [agency]),
    ]


def test_the_chair_and_the_committee_are_noted():
    seat = SeatFactory()
    MembershipFactory(partner=seat.partner)
    composition = CommitteeComposition.objects.published().with_public_seats().get()

    ((_region, (partner,)),) = groups(
        term=ChairmanshipFactory(partner=seat.partner), composition=composition
    ).regions

    assert partner.note == "holds the chair, Steering Committee"


def test_seats_are_told_by_side_without_partners_that_are_not_public():
    composition = SeatFactory(partner=PartnerFactory(name_en="Kenya")).composition
    SeatFactory(composition=composition, partner=PartnerFactory(region=Partner.Region.EU, draft=True))
    SeatFactory(composition=composition, partner=OrganisationFactory(name_en="Commission"), is_temporary=True)

    sides = seats_by_region(CommitteeComposition.objects.published().with_public_seats().get())

    assert [(side, [(str(row), row.note) for row in rows]) for side, rows in sides] == [
        ("African states", [("Kenya", "")]),
        ("Organisations", [("Commission", "temporary seat")]),
    ]
