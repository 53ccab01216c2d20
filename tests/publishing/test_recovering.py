"""What the page promises of a record that is recovered."""

import pytest
from django.urls import reverse

from events.models import Event
from publishing.history import versions_of
from tests import factories
from tests.publishing.test_pending_at_once import at_once
from tests.staff import client_of, signed_in

pytestmark = pytest.mark.django_db

KINDS = {
    "members_partner": (factories.OrganisationFactory, "The record comes back as a draft"),
    "members_committeecomposition": (
        factories.CompositionFactory,
        "It is public as soon as it is saved, unless its confidence is low.",
    ),
    "members_chairmanship": (
        factories.ChairmanshipFactory,
        "A term is public as soon as it is saved, if its partner is and its confidence is not low.",
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_page_says_whether_it_is_public_at_once(name):
    make, sentence = KINDS[name]
    record = make()
    version = versions_of(record)[0]
    record.delete()
    desk = signed_in()

    pages = [
        desk.get(reverse(f"admin:{name}_recover_list")).content.decode(),
        desk.get(reverse(f"admin:{name}_recover", args=[version.pk])).content.decode(),
    ]

    is_draft = name == "members_partner"
    assert ["it is a draft again" in pages[0], "comes back as a draft" in pages[1]] == [is_draft, is_draft]
    assert [sentence in page for page in pages] == [not is_draft, True]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_record_whose_recovery_is_pressed_twice_comes_back_once_and_both_are_led_to_it():
    event = factories.EventFactory(title_en="Deleted in error")
    version, key = versions_of(event)[0], event.pk
    event.delete()
    desk = signed_in()
    clients = [client_of(desk.get("/admin/").wsgi_request.user) for _press in range(2)]
    address = reverse("admin:events_event_recover", args=[version.pk])

    answers = at_once(*(lambda client=client: client.post(address) for client in clients))

    assert [answer.url for answer in answers] == [reverse("admin:events_event_change", args=[key])] * 2
    assert Event.objects.get().pk == key
