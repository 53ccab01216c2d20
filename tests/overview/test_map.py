import pytest

from plots.map import located, miniature
from publishing.dates import PartialDate
from tests.factories import (
    ChairmanshipFactory,
    CompositionFactory,
    EventFactory,
    MembershipFactory,
    OrganisationFactory,
    PartnerFactory,
    SeatFactory,
)

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def member(code, **values):
    partner = PartnerFactory(iso=code, name_en=f"Land {code}", slug=f"land-{code.lower()}", **values)
    MembershipFactory(partner=partner)
    return partner


def told(response):
    return {
        row.code: (row.role.value, row.told) for _region, rows in response.context["regions"] for row in rows
    }


def test_each_country_is_shown_by_its_part_in_the_process(client):
    chair, seated, plain = member("FR"), member("ET"), member("KE")
    left = PartnerFactory(iso="GB")
    MembershipFactory(partner=left, end=PartialDate.parse("2020-01-31"))
    unlisted = PartnerFactory(iso="EG")
    MembershipFactory(partner=unlisted, unlisted=PartialDate.parse("2024"))
    ChairmanshipFactory(partner=chair, start=PartialDate.parse("2025-04-09"), nominal_years=[2025])
    ChairmanshipFactory(
        partner=seated,
        start=PartialDate.parse("2016-12-16"),
        end=PartialDate.parse("2017-12-07"),
        nominal_years=[2017],
    )
    composition = CompositionFactory()
    SeatFactory(composition=composition, partner=chair)
    SeatFactory(composition=composition, partner=seated)

    response = client.get("/en/map/")

    assert told(response) == {
        "FR": ("chair", "member, holds the chair, Steering Committee"),
        "ET": ("seat", "member, Steering Committee, held the chair: 2017"),
        plain.iso: ("member", "member"),
        "GB": ("not-now", "former member"),
        "EG": ("not-now", "not on the lists since 2024"),
    }
    looks = {area.code: area.look for area in response.context["map"].areas}
    assert looks["FR"] == "is-chair has-chaired"
    assert looks["ET"] == "is-seat has-chaired"
    assert looks["KE"] == "is-member"


def test_a_country_that_is_no_member_is_not_drawn_as_one(client):
    PartnerFactory(iso="TZ")
    for code, dates in (("NO", {}), ("TR", {"end": PartialDate.parse("2020")})):
        MembershipFactory(partner=PartnerFactory(iso=code), standing="observer", **dates)

    response = client.get("/en/map/")

    assert told(response) == {
        "TZ": ("not-now", "took part in meetings"),
        "NO": ("not-now", "observer"),
        "TR": ("not-now", "took part in meetings"),
    }
    assert [row["label"] for row in response.context["legend"]] == ["Not a member now, or standing not known"]
    assert client.get("/en/").context["miniature"] == miniature([], apart="")
    then = client.get("/en/map/?as_of=2019-05-08")
    assert told(then)["TZ"] == ("not-now", "took part in meetings")


def test_home_shows_todays_members_with_the_chair_apart_and_nothing_hidden(client):
    chair = member("FR")
    member("ET")
    MembershipFactory(partner=PartnerFactory(iso="GB"), end=PartialDate.parse("2020-01-31"))
    for code, state in (("KE", "draft"), ("UG", "scheduled"), ("SD", "withdrawn")):
        member(code, **{state: True})
    ChairmanshipFactory(partner=chair, start=PartialDate.parse("2025-04-09"))

    response = client.get("/en/")

    assert response.context["miniature"] == miniature(["FR", "ET"], apart="FR")
    assert located("KE").path not in response.content.decode()


def test_only_the_latest_composition_seats(client):
    before, now = member("ET"), member("KE")
    SeatFactory(composition=CompositionFactory(date=PartialDate.parse("2019-05-08")), partner=before)
    SeatFactory(composition=CompositionFactory(date=PartialDate.parse("2024-04-18")), partner=now)

    assert {code: role for code, (role, _words) in told(client.get("/en/map/")).items()} == {
        "ET": "member",
        "KE": "seat",
    }


def test_dots_count_the_events_held_in_a_country_and_lead_to_them(client):
    member("EG")
    EventFactory.create_batch(2, country="EG")
    EventFactory(country="MA")

    response = client.get("/en/map/")

    assert [(mark.title, mark.url) for mark in response.context["map"].marks] == [
        ("Land EG: 2 events", "/en/events/?country=EG"),
        ("Morocco: 1 event", "/en/events/?country=MA"),
    ]
    assert response.context["elsewhere"] == [{"name": "Morocco", "count": 1, "url": "/en/events/?country=MA"}]


def test_the_table_says_what_the_map_shows(client):
    member("EG")
    OrganisationFactory(name_en="African Union Commission")
    EventFactory(country="EG")

    page = client.get("/en/map/").content.decode().replace("\n", "")

    assert (
        '<th scope="row"><a href="/en/members/land-eg/"><bdi>Land EG</bdi></a></th>'
        '<td>Member</td><td><a href="/en/events/?country=EG">1</a></td>'
    ) in page
    assert "<bdi>African Union Commission</bdi>" in page


@pytest.mark.parametrize("trait", ["draft", "in_review", "scheduled", "withdrawn"])
def test_nothing_is_drawn_of_what_is_not_public(client, trait):
    hidden = PartnerFactory(iso="EG", name_en="Zzsecret", slug="zzsecret", **{trait: True})
    MembershipFactory(partner=hidden)
    ChairmanshipFactory(partner=hidden)
    SeatFactory(partner=hidden)
    OrganisationFactory(name_en="Zzsecret", **{trait: True})
    EventFactory(country="TZ", **{trait: True})
    member("KE")

    response = client.get("/en/map/")

    assert list(told(response)) == ["KE"]
    assert response.context["map"].marks == []
    assert "zzsecret" not in response.content.decode().lower()


@pytest.mark.parametrize("count", [1, 3])
def test_the_map_takes_the_same_queries_for_any_number_of_partners(
    client, django_assert_max_num_queries, count
):
    composition = CompositionFactory()
    for code in ["EG", "KE", "SD"][:count]:
        SeatFactory(composition=composition, partner=member(code))
        EventFactory(country=code)

    with django_assert_max_num_queries(6):
        response = client.get("/en/map/")

    assert len(response.context["map"].areas) == count


def test_the_map_of_another_day_shows_who_was_what_then_and_no_events(client):
    joined_late, chair = member("KE"), member("ET")
    joined_late.memberships.update(start_earliest="2021-03-01", start_latest="2021-03-01")
    ChairmanshipFactory(
        partner=chair,
        start=PartialDate.parse("2016-12-16"),
        end=PartialDate.parse("2017-12-07"),
        nominal_years=[2017],
    )
    SeatFactory(composition=CompositionFactory(date=PartialDate.parse("2024-04-18")), partner=chair)
    EventFactory(country="ET")

    then = client.get("/en/map/?as_of=2017-03-01")

    assert told(then) == {"ET": ("chair", "member, holds the chair"), "KE": ("not-now", "not a member yet")}
    assert then.context["map"].marks == []
    assert "Events held there" not in then.content.decode()
    assert told(client.get("/en/map/"))["ET"] == ("seat", "member, Steering Committee, held the chair: 2017")


@pytest.mark.parametrize("day", ["yesterday", "2010-01-01", "2999-01-01"])
def test_a_day_of_which_nothing_can_be_known_is_refused(client, day):
    response = client.get(f"/en/map/?as_of={day}")

    assert response.context["problems"]
    assert "<figure>" not in response.content.decode()


def test_a_question_it_does_not_know_is_named(client):
    assert client.get("/en/map/?year=2024").context["problems"] == ["There is no filter called “year”."]
