"""Under which name a change is told."""

import pytest
from django.utils import translation

from khartoum.whats_new import name_of, rows_of
from publishing.actions import withdraw
from publishing.dates import PartialDate
from publishing.languages import Text
from publishing.models import Change
from tests.factories import EventFactory, PictureFactory, ProgressEntryFactory

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def test_a_picture_goes_by_its_own_words_in_their_language():
    picture = PictureFactory(alt_en="Delegates", event=EventFactory(title_fr="Réunion"))

    with translation.override("fr"):
        assert name_of(picture) == (Text("Delegates", "en", is_fallback=True), "")


def test_what_is_said_after_a_name_is_not_marked_as_of_the_names_language(client):
    """A day in Arabic inside of an English name would stand back to front."""
    entry = ProgressEntryFactory(commitment__title_en="A fund", date=PartialDate.parse("2024-05-03"))
    ProgressEntryFactory(commitment=entry.commitment, date=PartialDate.parse("2024-05-04"))

    with translation.override("ar"):
        assert name_of(entry) == (Text("A fund", "en", is_fallback=True), " · 3 مايو 2024")
    page = client.get("/ar/whats-new/").content.decode()
    assert '<bdi lang="en" dir="ltr">A fund</bdi> · 3 مايو 2024</a>' in page


def test_what_a_record_did_is_not_told_of_the_one_that_took_its_address_since():
    earlier = EventFactory(slug="summit", title_en="First summit")
    earlier.slug = "first-summit"
    earlier.save()
    EventFactory(slug="summit", title_en="Second summit")

    assert [row.title for row in rows_of(Change.objects.all())] == [
        "First summit",
        "First summit",
        "Second summit",
    ]
    withdraw(record=earlier, reason="Why")
    assert [row.title for row in rows_of(Change.objects.all())] == ["", "", "Second summit", ""]
