"""What the page promises of a record that is recovered."""

import pytest
from django.urls import reverse

from publishing.history import versions_of
from tests import factories
from tests.staff import signed_in

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
