"""Partners that take part together."""

from datetime import date

import pytest

from events.groups import groups_on
from publishing.dates import PartialDate
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 1)


def member(name, *, region="eu", standing="member", start="2014-11-28", end=None):
    make = factories.PartnerFactory if region else factories.OrganisationFactory
    one = make(slug=name, name_en=name, region=region)
    factories.MembershipFactory(
        partner=one, standing=standing, start=PartialDate.parse(start), end=end and PartialDate.parse(end)
    )
    return one


def keys_and_slugs(**given):
    return {group.key: [one.slug for one in group.partners] for group in groups_on(DAY, **given)}


def test_members_are_those_of_the_day_by_region():
    member("france")
    member("kenya", region="horn_and_east_africa")
    member("morocco", region="north_africa", start="2025-01-01")
    member("united-kingdom", end="2020-01-31")
    member("iom", region="", standing="partner_organisation")
    member("icmpd", region="", standing="observer")

    assert keys_and_slugs() == {
        "members": ["france", "kenya"],
        "african": ["kenya"],
        "european": ["france"],
        "organisations": ["iom"],
        "observers": ["icmpd"],
    }


def test_steering_committee_is_its_latest_make_up_before_the_day():
    for text, name in [("2023-01-01", "egypt"), ("2024-04-18", "sudan"), ("2024-06-01", "malta")]:
        composition = factories.CompositionFactory(date=PartialDate.parse(text))
        factories.SeatFactory(composition=composition, partner=factories.PartnerFactory(slug=name))

    [group] = groups_on(DAY)

    assert [one.slug for one in group.partners] == ["sudan"]
    assert group.label == "Steering Committee, as of 18 April 2024"


def test_previous_meeting_is_the_last_of_its_type_of_which_anybody_is_known():
    egypt = factories.PartnerFactory(slug="egypt")
    for text, type_, partner in [
        ("2022-01-01", "training", factories.PartnerFactory(slug="malta")),
        ("2023-01-01", "training", egypt),
        ("2024-01-01", "webinar", factories.PartnerFactory(slug="sudan")),
        ("2024-06-01", "training", factories.PartnerFactory(slug="kenya")),
    ]:
        event = factories.EventFactory(type=type_, title_en=f"Of {text}", date=PartialDate.parse(text))
        factories.ParticipationFactory(event=event, partner=partner, role="host")
        factories.ParticipationFactory(event=event, partner=partner, role="chair")
    factories.EventFactory(type="training", date=PartialDate.parse("2024-02-01"))

    [group] = groups_on(DAY, event_type="training")

    assert (group.label, [one.slug for one in group.partners]) == (
        "As at “Of 2023-01-01”, 1 January 2023",
        ["egypt"],
    )


@pytest.mark.parametrize("count", [1, 5])
def test_groups_take_the_same_queries_for_any_number_of_partners(count, django_assert_num_queries):
    composition = factories.CompositionFactory()
    event = factories.EventFactory(type="training")
    for number in range(count):
        partner = member(f"member-{number}")
        factories.SeatFactory(composition=composition, partner=partner)
        factories.ParticipationFactory(event=event, partner=partner)

    with django_assert_num_queries(7):
        groups = groups_on(DAY, event_type="training")

    assert {group.key: len(group.partners) for group in groups} == {
        "members": count,
        "european": count,
        "committee": count,
        "previous": count,
    }
