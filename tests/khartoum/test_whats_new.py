"""Under which name a change is told."""

import pytest
from django.utils import translation

from khartoum.whats_new import name_of
from publishing.languages import Text
from tests.factories import EventFactory, PictureFactory

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def test_a_picture_goes_by_its_own_words_in_their_language():
    picture = PictureFactory(alt_en="Delegates", event=EventFactory(title_fr="Réunion"))

    with translation.override("fr"):
        assert name_of(picture) == Text("Delegates", "en", is_fallback=True)
