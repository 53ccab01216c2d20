"""Records that stand on the page of another: what happens to them changes that one, too."""

import pytest

from publishing.actions import withdraw
from publishing.models import Change
from tests.factories import DocumentVersionFactory, PictureFactory, ProgressEntryFactory

pytestmark = pytest.mark.django_db
OWNED = [DocumentVersionFactory, PictureFactory, ProgressEntryFactory]


def owner_is_told_to_have_changed(record):
    owner = record.owner
    return Change.objects.filter(kind=owner.kind, slug=owner.slug, verb="changed", batch="").exists()


@pytest.mark.parametrize("factory", OWNED)
def test_its_owner_has_changed_when_it_is_withdrawn(factory):
    record = factory()
    before = type(record.owner).objects.get(pk=record.owner.pk).updated_at
    Change.objects.all().delete()

    withdraw(record=record, reason="Published in error.")

    assert owner_is_told_to_have_changed(record)
    assert type(record.owner).objects.get(pk=record.owner.pk).updated_at > before


@pytest.mark.parametrize("factory", OWNED)
def test_its_owner_has_changed_when_it_is_deleted(factory):
    record = factory()
    Change.objects.all().delete()

    record.delete()

    assert owner_is_told_to_have_changed(record)


@pytest.mark.parametrize("factory", OWNED)
@pytest.mark.parametrize("trait", ["draft", "in_review", "scheduled"])
def test_its_owner_has_not_changed_for_what_nobody_sees(factory, trait):
    record = factory(**{trait: True})
    Change.objects.all().delete()

    record.save()
    record.delete()

    assert not owner_is_told_to_have_changed(record)
