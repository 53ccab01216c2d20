from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone, translation

from pages.views import PageDetailView
from publishing.dates import PartialDate
from tests.factories import (
    ChairmanshipFactory,
    CompositionFactory,
    MembershipFactory,
    OrganisationFactory,
    PageFactory,
    PartnerFactory,
    SeatFactory,
)

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def test_a_page_shows_its_words_and_falls_back_to_those_it_has(client):
    reuse = PageFactory(slug="reuse", title_en="Reuse", body_en="<p>Take it.</p>", title_fr="Réutilisation")
    with translation.override("fr"):
        address = reuse.get_absolute_url()

    page = client.get(address).content.decode()

    assert '<div class="prose" lang="en" dir="ltr"><p>Take it.</p></div>' in page
    assert "<h1><bdi>Réutilisation</bdi></h1>" in page


def test_about_tells_who_governs_the_process_today(client):
    PageFactory(slug="about", body_en="<p>Aims of the Process.</p>")
    commission = OrganisationFactory(name_en="The Commission")
    MembershipFactory(partner=commission, standing="secretariat")
    seat = SeatFactory(partner=PartnerFactory(name_en="Kenya"))
    SeatFactory(composition=CompositionFactory(date=PartialDate.parse("2016")), partner=seat.partner)

    response = client.get("/en/about/")

    assert response.context["composition"] == seat.composition
    assert response.context["secretariat"] == [commission]
    assert "Aims of the Process." in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_about_takes_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    PageFactory(slug="about")
    ChairmanshipFactory()
    composition = CompositionFactory(note_en="As of spring.")
    for _ in range(count):
        SeatFactory(composition=composition)
        MembershipFactory(partner=OrganisationFactory(), standing="secretariat")

    # Who governs is kept for as long as the record stands.
    for number in (12, 4):
        with django_assert_num_queries(number):
            client.get("/en/about/")


def test_a_draft_of_the_page_about_the_process_is_previewed_as_it_will_be():
    draft = PageFactory(slug="about", draft=True, body_en="<p>Aims of the Process.</p>")
    seat = SeatFactory(partner=PartnerFactory(name_en="Kenya"))

    response = PageDetailView.preview(RequestFactory().get("/"), draft, "en")

    assert response.context_data["composition"] == seat.composition
    assert "Aims of the Process." in response.content.decode()


def test_about_names_no_chair_whose_term_may_not_have_begun(client):
    PageFactory(slug="about")
    tomorrow = timezone.localdate() + timedelta(days=1)
    ChairmanshipFactory(start=PartialDate.parse("2025-04-09", tomorrow.isoformat()))

    assert client.get("/en/about/").context["term"] is None


def test_the_page_about_the_process_has_one_address(client):
    PageFactory(slug="about")

    response = client.get("/fr/pages/about/")

    assert (response.status_code, response.headers["Location"]) == (301, "/fr/about/")
