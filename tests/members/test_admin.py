import pytest
from django.urls import reverse

from members.models import Chairmanship, CommitteeComposition, Partner
from publishing.dates import PartialDate
from publishing.history import versions_of
from tests import factories
from tests.html_forms import errors_of, fields_of
from tests.staff import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return signed_in()


def empty_form(desk, name):
    address = reverse(f"admin:members_{name}_add")
    return address, fields_of(desk.get(address), f"{name}_form")


def test_overlapping_terms_of_one_partner_are_told_in_the_form(desk):
    term = factories.ChairmanshipFactory(start=PartialDate.parse("2020-01"), end=PartialDate.parse("2021-01"))
    address, data = empty_form(desk, "chairmanship")
    data |= {
        "partner": term.partner.pk,
        "number": 99,
        "slug": "again",
        "start_from": "2020-06",
        "end_from": "2022",
    }

    page = desk.post(address, data)

    assert errors_of(page) == {
        "__all__": [f"The term overlaps another of the same partner: {term}. Correct one of the two dates."]
    }
    assert Chairmanship.objects.get() == term


def test_term_is_created_with_its_years(desk):
    partner = factories.PartnerFactory()
    address, data = empty_form(desk, "chairmanship")
    data |= {
        "partner": partner.pk,
        "number": 1,
        "slug": "first",
        "start_from": "2014-11",
        "nominal_years": "2014, 2015",
    }

    desk.post(address, data)

    term = Chairmanship.objects.get()
    assert (str(term.start), term.nominal_years) == ("November 2014", [2014, 2015])


def test_years_that_are_none_are_told_at_the_field(desk):
    term = factories.ChairmanshipFactory()
    address = reverse("admin:members_chairmanship_change", args=[term.pk])
    data = fields_of(desk.get(address), "chairmanship_form")

    page = desk.post(address, {**data, "nominal_years": "24"})

    assert errors_of(page) == {"nominal_years": ["“24” is not a year. Write 2024, or 2020, 2021."]}


def test_partner_is_created_with_other_names_and_membership(desk):
    address, data = empty_form(desk, "partner")
    data |= {
        "name_en": "Egypt",
        "slug": "egypt",
        "partner_kind": "country",
        "iso": "EG",
        "region": "north_africa",
        "other_names": "fr: Égypte\nfr: République arabe d’Égypte\n",
        "memberships-TOTAL_FORMS": 1,
        "memberships-0-standing": "member",
        "memberships-0-start_from": "2014-11-28",
    }

    answer = desk.post(address, data)

    assert answer.status_code == 302, errors_of(answer)
    partner = Partner.objects.get()
    assert partner.other_names == {"fr": ["Égypte", "République arabe d’Égypte"]}
    assert [str(row.start) for row in partner.memberships.all()] == ["28 November 2014"]


def test_membership_that_ends_before_it_starts_is_told_in_its_row(desk):
    membership = factories.MembershipFactory()
    address = reverse("admin:members_partner_change", args=[membership.partner.pk])
    data = fields_of(desk.get(address), "partner_form")

    page = desk.post(address, {**data, "memberships-0-end_from": "2010"})

    assert errors_of(page) == {"memberships-0-__all__": ["The membership ends before it starts."]}


def test_composition_is_created_with_its_seats(desk):
    partner = factories.PartnerFactory()
    address, data = empty_form(desk, "committeecomposition")
    data |= {
        "slug": "2024-04",
        "date_from": "2024-04-18",
        "seats-TOTAL_FORMS": 1,
        "seats-0-partner": partner.pk,
        "seats-0-is_temporary": "on",
    }

    desk.post(address, data)

    composition = CommitteeComposition.objects.get()
    assert list(composition.seats.values_list("partner", "is_temporary")) == [(partner.pk, True)]


def test_list_of_terms_finds_the_partner_by_name(desk):
    term = factories.ChairmanshipFactory(partner__name_en="Eritrea")
    factories.ChairmanshipFactory()

    page = desk.get(reverse("admin:members_chairmanship_changelist"), {"q": "eritrea"})

    assert list(page.context["cl"].result_list) == [term]


def test_restoring_a_term_over_another_of_the_same_partner_is_refused(desk):
    term = factories.ChairmanshipFactory(start=PartialDate.parse("2020-01"), end=PartialDate.parse("2021-01"))
    version = versions_of(term)[0]
    term.start, term.end = PartialDate.parse("2022-01"), PartialDate.parse("2023-01")
    term.save()
    other = factories.ChairmanshipFactory(partner=term.partner, start=PartialDate.parse("2020-06"), end=None)
    other.end = PartialDate.parse("2021-06")
    other.save()

    address = reverse("admin:members_chairmanship_restore", args=[term.pk, version.pk])
    page = desk.post(address, {"revision": term.revision})

    assert page.context["problems"] == [
        f"The term overlaps another of the same partner: {other}. Correct one of the two dates."
    ]
    term.refresh_from_db()
    assert str(term.start) == "January 2022"
