"""Which records are told to have changed with another, where colleagues write at the same moment."""

import pytest

from events.models import Event, Participation
from publishing.models import Change, RecordVersion
from tests.factories import EventFactory, ParticipationFactory, PartnerFactory, PictureFactory, hours_from_now

pytestmark = pytest.mark.django_db


def echoed():
    return set(Change.objects.filter(batch=Change.ECHO).values_list("slug", flat=True))


def withdrawn(event):
    told = {"withdrawn_at": hours_from_now(-1), "withdrawal_reason": "Published in error."}
    Event.objects.rewrite(False).filter(pk=event.pk).write_bookkeeping(**told)


def written_by_another_before_the_lock_is_had(monkeypatch, write):
    """As if the other's transaction ended while this one waited for it."""
    had = RecordVersion.lock

    def lock():
        write()
        return had()

    monkeypatch.setattr(RecordVersion, "lock", lock)


def test_what_is_withdrawn_meanwhile_is_not_told_to_have_changed_after_that(monkeypatch):
    partner = PartnerFactory()
    event = ParticipationFactory(partner=partner).event
    Change.objects.all().delete()
    written_by_another_before_the_lock_is_had(monkeypatch, lambda: withdrawn(event))

    partner.name_en = "Another name"
    partner.save()

    assert echoed() == set()


def test_what_is_renamed_meanwhile_is_told_to_have_changed_at_its_new_address(monkeypatch):
    partner = PartnerFactory()
    event = ParticipationFactory(partner=partner).event
    Change.objects.all().delete()
    written_by_another_before_the_lock_is_had(
        monkeypatch, lambda: Event.objects.filter(pk=event.pk).write_bookkeeping(slug="renamed")
    )

    partner.name_en = "Another name"
    partner.save()

    assert echoed() == {"renamed"}


def test_what_shows_it_only_since_meanwhile_is_told_to_have_changed(monkeypatch):
    partner, event = PartnerFactory(), EventFactory()
    Change.objects.all().delete()
    written_by_another_before_the_lock_is_had(
        monkeypatch,
        lambda: Participation.objects.bulk_create(
            [Participation(event=event, partner=partner, role=Participation.Role.PARTICIPANT)]
        ),
    )

    partner.name_en = "Another name"
    partner.save()

    assert echoed() == {event.slug}


def test_what_showed_a_deleted_record_and_is_withdrawn_meanwhile_is_not_told_to_have_changed(monkeypatch):
    picture = PictureFactory()
    Change.objects.all().delete()
    written_by_another_before_the_lock_is_had(monkeypatch, lambda: withdrawn(picture.event))

    picture.delete()

    assert echoed() == set()
