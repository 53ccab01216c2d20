"""Every list says what it does not understand, and then lists nothing: never a silent "all"."""

import re

import pytest

from tests.factories import (
    ChairmanshipFactory,
    CommitmentFactory,
    DocumentFactory,
    DomainFactory,
    EventFactory,
    MembershipFactory,
    OrganisationFactory,
    PartnerFactory,
)

pytestmark = pytest.mark.django_db
LISTS = ["events", "documents", "commitments", "members", "chairmanships", "themes", "whats-new"]
NOT_CUT_INTO_PAGES = ["members", "chairmanships", "themes"]


@pytest.fixture
def _record():
    MembershipFactory(partner=PartnerFactory(slug="listed"))
    ChairmanshipFactory(slug="listed")
    for factory in (EventFactory, DocumentFactory, CommitmentFactory, DomainFactory):
        factory(slug="listed")


def content(client, path):
    return client.get(path).content.decode()


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("foo=1", "There is no filter called “foo”."),
        ("foo=", "There is no filter called “foo”."),
        ("foo=1&foo=2", "“foo” is given more than once."),
    ],
)
def test_an_unknown_parameter_is_told_and_nothing_listed(client, name, query, told):
    assert "/listed/" in content(client, f"/en/{name}/")

    page = content(client, f"/en/{name}/?{query}")

    assert told in page
    assert "/listed/" not in page
    assert f'<a href="/en/{name}/">' in page


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize("name", sorted({*LISTS} - {*NOT_CUT_INTO_PAGES, "whats-new"}))
@pytest.mark.parametrize("query", ["after=&after=", "before=1~1&before=2~2"])
def test_what_one_asks_oddly_is_not_told_to_the_next(client, name, query):
    odd = content(client, f"/en/{name}/?{query}")
    plain = content(client, f"/en/{name}/")
    again = content(client, f"/en/{name}/?{query}")

    told = f"“{query[: query.index('=')]}” is given more than once."
    assert (told in odd, told in plain, told in again) == (True, False, True)
    assert "/listed/" in plain


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize("name", NOT_CUT_INTO_PAGES)
@pytest.mark.parametrize("cursor", ["after", "before"])
def test_a_whole_list_knows_no_place_to_start_from(client, name, cursor):
    assert f"There is no filter called “{cursor}”." in content(client, f"/en/{name}/?{cursor}=1~1")


def test_members_can_be_narrowed_as_in_the_api_and_say_to_what(client):
    PartnerFactory(name_en="Kenya", slug="kenya")
    OrganisationFactory(name_en="Commission", slug="commission")

    whole = client.get("/en/members/")
    narrowed = client.get("/en/members/?kind=organisation")

    assert whole.context["active_filters"] == []
    assert [partner.slug for partner in narrowed.context["object_list"]] == ["commission"]
    (chosen,) = narrowed.context["active_filters"]
    assert (chosen.label, chosen.value, chosen.remove_url) == ("Kind", "organisation", "/en/members/")
    assert "1 found" in narrowed.content.decode()
    assert "/kenya/" not in narrowed.content.decode()


def test_a_kind_of_member_that_there_is_none_of_is_told(client):
    PartnerFactory(slug="kenya")

    page = content(client, "/en/members/?kind=zzz")

    assert "Kind: Select a valid choice. zzz is not one of the available choices." in page
    assert "/kenya/" not in page


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize(
    "path",
    [
        "events/?year=20x6&country=XX",
        "events/calendar/?month=nothing",
        "events/map/?type=party",
        "documents/?event=nothing",
        "commitments/?status=forgotten",
        "members/?as_of=yesterday",
        "chairmanships/?as_of=2010-01-01",
        "map/?as_of=yesterday",
        "verify/?sha256=nothing",
    ],
)
def test_a_box_that_holds_something_wrong_points_to_what_is_said_of_it(client, path):
    page = content(client, f"/en/{path}")

    boxes = re.findall(r'<[^>]+aria-invalid="true"[^>]*>', page)
    assert boxes
    for box in boxes:
        said = re.search(r' aria-describedby="([^"]+)"', box)[1]
        assert re.search(rf'<\w+ [^>]*id="{said}">(?:<li>)?[^<]', page), box
