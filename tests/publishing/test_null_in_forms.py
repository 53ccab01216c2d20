"""A null character in what was typed is told at its field: PostgreSQL refuses it with an error."""

import pytest
from django.urls import reverse

from tests import factories
from tests.html_forms import errors_of, fields_of
from tests.staff import signed_in

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.mark.parametrize(
    "name",
    [
        "title_en",
        "slug",
        "text_en",
        "sources",
        "mirrors",
        "editor_note",
        "venue_fr",
        "joint_processes",
        "type",
        "country",
        "time_zone",
        "date_from",
        "start_time",
    ],
)
def test_at_each_field_of_an_event(name):
    event = factories.EventFactory()
    desk = signed_in()
    address = reverse("admin:events_event_change", args=[event.pk])

    page = desk.post(address, {**fields_of(desk.get(address), "event_form"), name: "https://a.example/\0"})

    assert list(errors_of(page)) == [name.removesuffix("_from")]


@pytest.mark.parametrize("name", ["other_names", "acronym"])
def test_at_each_field_of_a_partner(name):
    partner = factories.PartnerFactory()
    desk = signed_in()
    address = reverse("admin:members_partner_change", args=[partner.pk])

    page = desk.post(address, {**fields_of(desk.get(address), "partner_form"), name: "fr: a\0"})

    assert list(errors_of(page)) == [name]
