"""Pages that write what the public sees, and cannot keep it beside the record: for those who may publish."""

import pytest
from django.urls import reverse
from reversion.models import Version

from accounts.roles import EDITOR, PUBLISHER
from declarations.models import Provision
from events.models import Event
from members.models import Chairmanship
from publishing import changes
from publishing.history import versions_of
from tests.factories import ChairmanshipFactory, DocumentFactory, EventFactory
from tests.staff import client_of, person_with

pytestmark = pytest.mark.django_db


def changed_event(**state):
    with changes.together():
        event = EventFactory(title_en="As it was", **state)
    event.title_en = "As it became"
    event.save()
    return event


def restoring(event):
    return reverse("admin:events_event_restore", args=[event.pk, versions_of(event).last().pk])


@pytest.mark.parametrize("state", [{}, {"scheduled": True}])
def test_an_editor_restores_nothing_before_the_public(state):
    event = changed_event(**state)
    client = client_of(person_with(EDITOR))

    assert client.post(restoring(event)).status_code == 403
    assert (
        "restore/" not in client.get(reverse("admin:events_event_history", args=[event.pk])).content.decode()
    )
    assert Event.objects.get().title_en == "As it became"


@pytest.mark.parametrize(("role", "state"), [(EDITOR, {"draft": True}), (PUBLISHER, {})])
def test_drafts_are_restored_by_editors_and_all_else_by_publishers(role, state):
    event = changed_event(**state)

    answer = client_of(person_with(role)).post(restoring(event), {"revision": event.revision})

    assert answer.status_code == 302
    assert Event.objects.get().title_en == "As it was"


PROPOSED = {"text": "1. We agree.\n2. We follow up.", "language": "en", "authority": "authentic"}


@pytest.mark.parametrize(
    ("role", "state", "status"), [(EDITOR, {}, 403), (EDITOR, {"draft": True}, 200), (PUBLISHER, {}, 200)]
)
def test_provisions_are_taken_over_at_once_by_those_who_may_write_at_once(role, state, status):
    document = DocumentFactory(**state)
    client = client_of(person_with(role))
    form = reverse("admin:declarations_document_change", args=[document.pk])
    address = reverse("admin:declarations_document_propose_provisions", args=[document.pk])

    assert client.post(address, PROPOSED).status_code == status
    assert (address in client.get(form).content.decode()) == (status == 200)
    assert not Provision.objects.exists()


@pytest.mark.parametrize(("role", "status"), [(EDITOR, 403), (PUBLISHER, 302)])
def test_what_is_public_when_saved_is_recovered_by_those_who_may_publish(role, status):
    with changes.together():
        term = ChairmanshipFactory()
    term.delete()
    client = client_of(person_with(role))
    pages = client.get(reverse("admin:members_chairmanship_recover_list"))
    key = reversion_of(term)

    assert pages.status_code == (200 if status == 302 else 403)
    assert client.post(reverse("admin:members_chairmanship_recover", args=[key])).status_code == status
    assert Chairmanship.objects.exists() == (status == 302)


def reversion_of(record):
    return Version.objects.get_deleted(type(record)).get().pk
