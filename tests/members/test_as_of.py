"""Who was a member, who chaired and who sat on the committee on a day: on pages and in the API alike."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

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
on = PartialDate.parse


def api(client, path):
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200, response.content
    return response.json()["results"]


@pytest.fixture
def partners():
    """One for each answer; what is not public is of a country that would be a member."""
    dates = {
        "joined": {"start": on("2014-11-28")},
        "left": {"start": on("2014-11-28"), "end": on("2016")},
        "coming": {"start": on("2021-03-01")},
        "unclear": {"start": None},
        "hidden": {},
    }
    for slug, values in dates.items():
        traits = {"draft": True} if slug == "hidden" else {}
        MembershipFactory(partner=PartnerFactory(slug=slug, name_en=slug.title(), **traits), **values)
    office = OrganisationFactory(slug="office", name_en="Office")
    MembershipFactory(partner=office, standing="observer", start=on("2018"), end=on("2018-12"))
    MembershipFactory(partner=office, standing="observer", start=on("2019-01"))
    MembershipFactory(partner=office, standing="secretariat", start=on("2019"))


def test_each_standing_is_told_as_held_not_held_or_not_known(client, partners):
    rows = api(client, "members/?as_of=2019-05-08&fields=slug")

    told = {row["slug"]: {one["standing"]: one["held"] for one in row["as_of"]["standings"]} for row in rows}
    assert told == {
        "joined": {"member": "yes"},
        "left": {"member": "no"},
        "coming": {"member": "no"},
        "unclear": {"member": "not_known"},
        "office": {"observer": "yes", "secretariat": "not_known"},
    }
    assert {row["as_of"]["day"] for row in rows} == {"2019-05-08"}
    memberships = api(client, "memberships/?as_of=2019-05-08&standing=observer")
    assert [row["as_of"]["held"] for row in memberships] == ["no", "yes"]
    assert "as_of" not in api(client, "members/")[0]
    table = b"".join(client.get("/api/v1/memberships.csv?as_of=2019-05-08&fields=standing").streaming_content)
    assert table.decode().splitlines()[1].endswith(",2019-05-08,yes")


def test_the_page_of_a_day_tells_apart_who_was_who_was_not_and_of_whom_it_is_not_known(client, partners):
    context = client.get("/en/members/?as_of=2019-05-08").context

    def names(partners):
        return [str(partner) for partner in partners]

    assert [names(rows) for _region, rows in context["regions"]] == [["Joined"]]
    assert (names(context["former"]), names(context["not_yet"])) == (["Left"], ["Coming"])
    assert names(context["undetermined"]) == ["Unclear"]
    assert [(label, [(str(row), row.note) for row in rows]) for label, rows in context["organisations"]] == [
        ("Secretariat", [("Office", "not known whether on that day")]),
        ("Observers", [("Office", "")]),
    ]
    before = client.get("/en/members/?as_of=2015-05-08").context["organisations"]
    assert [(str(label), names(rows)) for label, rows in before] == [
        ("Organisations without a standing on that day", ["Office"])
    ]


def test_chair_and_committee_are_those_of_the_day_with_date_and_source(client):
    first = ChairmanshipFactory(slug="first", start=on("2014"), end=on("2016-03-10"))
    second = ChairmanshipFactory(slug="second", start=on("2016-03-10"), end=on("2018"))
    ChairmanshipFactory(slug="hidden", start=on("2016"), partner=PartnerFactory(draft=True))
    old = CompositionFactory(slug="old", date=on("2015-04"), sources=["https://example.org/old"])
    SeatFactory(composition=old, partner=first.partner)
    SeatFactory(composition=old, partner=PartnerFactory(scheduled=True))
    CompositionFactory(slug="new", date=on("2016-11-21"))
    CompositionFactory(slug="doubtful", date=on("2015-12"), confidence="low")
    CompositionFactory(slug="undated", date=None)

    def chairs(day):
        rows = api(client, f"chairmanships/?as_of={day}&fields=slug&ordering=number")
        return [(row["slug"], row["as_of"]["held"]) for row in rows]

    def committee(day):
        return [row["slug"] for row in api(client, f"committee-compositions/?as_of={day}")]

    assert chairs("2015-05-08") == [("first", "yes")]
    assert chairs("2016-03-10") == [("first", "yes"), ("second", "yes")]
    assert chairs("2018-05-08") == [("second", "not_known")]
    assert chairs("2020-05-08") == []
    assert [committee(day) for day in ("2015-04-29", "2015-04-30", "2016-11-20", "2016-11-21")] == [
        [],
        ["old"],
        ["old"],
        ["new"],
    ]
    response = client.get("/en/members/?as_of=2016-11-20")
    assert response.context["terms"] == [(second, True)]
    assert [[str(row) for row in rows] for _side, rows in response.context["seats"]] == [[str(first.partner)]]
    page = response.content.decode()
    assert 'for <time datetime="2015-04">April 2015</time>' in page
    assert 'href="https://example.org/old"' in page
    page = client.get("/en/chairmanships/?as_of=2018-05-08")
    assert page.context["terms"] == [second]
    assert "Not known whether on that day." in page.content.decode()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2014-11-27", "founded on 28 November 2014"),
        ("2019-02-30", "“2019-02-30” is not a day"),
        ("2019-W18-3", "is not a day"),
        ("20190508", "is not a day"),
        ("٢٠١٩-٠٥-٠٨", "is not a day"),
        ("2019-05", "is not a day"),
        ("9999-12-31", "31 December 9999 is still to come"),
    ],
)
def test_a_day_of_which_nothing_can_be_known_is_refused(client, text, told):
    for path in ("members", "memberships", "chairmanships", "committee-compositions"):
        response = client.get(f"/api/v1/{path}/", {"as_of": text})
        (error,) = response.json()["errors"]
        assert (response.status_code, error["parameter"]) == (400, "as_of")
        assert told in error["detail"]
    for path in ("members", "chairmanships"):
        page = client.get(f"/en/{path}/", {"as_of": text})
        (problem,) = page.context["problems"]
        assert told in problem
        assert page.context["asked_day"] is None


def test_today_can_be_asked_for_wherever_it_has_begun(client):
    today = timezone.localdate()
    days = [date(2014, 11, 28), today, today + timedelta(days=1), today + timedelta(days=2)]

    assert [client.get(f"/api/v1/members/?as_of={day}").status_code for day in days] == [200, 200, 200, 400]


@pytest.mark.parametrize("address", ["members/", "members/m/", "memberships/", "chairmanships/c/"])
def test_the_key_of_a_day_needs_a_day(client, address):
    ChairmanshipFactory(slug="c", partner=MembershipFactory(partner=PartnerFactory(slug="m")).partner)

    for asked in ("include=as_of", "fields=as_of", "include=as_of&as_of="):
        (error,) = client.get(f"/api/v1/{address}?{asked}").json()["errors"]
        assert error == {"parameter": "as_of", "detail": "“as_of”: give the day of which it shall be told."}
    assert "as_of" not in str(client.get(f"/api/v1/{address}").json())


def test_one_record_can_be_asked_of_a_day_as_its_list_can(client):
    membership = MembershipFactory(partner=PartnerFactory(slug="m"), start=on("2015"), end=on("2019-05"))
    ChairmanshipFactory(slug="c", partner=membership.partner, start=on("2016"), end=on("2017-03-01"))

    def told(address, day):
        answer = client.get(f"/api/v1/{address}/?fields=as_of&as_of={day}").json()["as_of"]
        assert answer.pop("day") == day
        return answer

    for day, was_member, was_chair in (
        ("2014-12-31", "no", "no"),
        ("2016-03-01", "yes", "not_known"),
        ("2019-05-08", "not_known", "no"),
    ):
        assert told("members/m", day) == {"standings": [{"standing": "member", "held": was_member}]}
        assert told(f"memberships/{membership.pk}", day) == {"held": was_member}
        assert told("chairmanships/c", day) == {"held": was_chair}
    response = client.get("/api/v1/members/m/?as_of=2014-11-27")
    (error,) = response.json()["errors"]
    assert (response.status_code, error["parameter"]) == (400, "as_of")
    assert "founded on 28 November 2014" in error["detail"]
    several = client.get("/api/v1/members/?as_of=2014-11-27&kind=club").json()["errors"]
    assert {error["parameter"] for error in several} == {"as_of", "kind"}


def test_another_day_keeps_the_other_filters_and_leads_back(client, partners):
    page = client.get("/en/members/?kind=organisation&as_of=2019-05-08").content.decode()

    assert '<input type="hidden" name="kind" value="organisation">' in page
    assert 'href="/en/members/?kind=organisation">Back to today' in page
    assert 'value="2019-05-08"' in page
    assert '<time datetime="2019-05-08">8 May 2019</time>' in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_day_takes_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    for _ in range(count):
        partner = MembershipFactory().partner
        ChairmanshipFactory(partner=partner, start=on("2015"))
        SeatFactory(partner=partner, composition=CompositionFactory(date=on("2015")))

    for number, address in (
        (6, "/en/members/?as_of=2019-05-08"),
        (2, "/api/v1/members/?as_of=2019-05-08"),
        (2, "/api/v1/chairmanships/?as_of=2019-05-08"),
        (2, "/api/v1/committee-compositions/?as_of=2019-05-08"),
    ):
        with django_assert_num_queries(number):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("", "Other countries that took part in meetings"),
        ("?as_of=2019-05-08", "Countries without a standing on that day"),
    ],
)
def test_a_country_without_any_standing_has_a_group_of_its_own(client, query, label):
    guest = PartnerFactory(name_en="Guest")

    response = client.get(f"/en/members/{query}")

    assert response.context["took_part"] == [guest]
    assert f"<h2>{label}</h2>" in response.content.decode()
    assert "Former members" not in response.content.decode()
