"""No record stands where the portal has a page of its own."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import URLPattern

import declarations.urls
import events.urls
from declarations.models import Document
from events.models import Event
from publishing.addresses import free_slug
from tests.factories import DocumentFactory, EventFactory

KINDS = [(EventFactory, Event, events.urls), (DocumentFactory, Document, declarations.urls)]


@pytest.mark.parametrize(("factory", "model", "addresses"), KINDS)
def test_every_page_beside_those_of_records_has_its_address_reserved(factory, model, addresses):
    patterns = [pattern for pattern in addresses.urlpatterns if isinstance(pattern, URLPattern)]
    routes = {str(pattern.pattern).partition("/") for pattern in patterns}
    # A slug has no dot: files such as feeds are in nobody's way.
    fixed = {first for first, slash, _rest in routes if slash and "<" not in first and "." not in first}

    assert fixed <= model.reserved_slugs


@pytest.mark.parametrize(("factory", "model", "addresses"), KINDS)
def test_a_reserved_address_is_refused_at_its_field_with_what_to_do(factory, model, addresses, db):
    for slug in model.reserved_slugs:
        with pytest.raises(ValidationError) as refusal:
            factory.build(slug=slug).full_clean()

        assert refusal.value.message_dict["slug"] == [
            f"“{slug}” is the address of a page of the portal itself. Choose another, "
            "for example with the year at its end."
        ]


def test_an_address_that_is_made_from_a_title_passes_by_what_is_reserved(db):
    assert free_slug(Event.objects.all(), "calendar") == "calendar-2"
