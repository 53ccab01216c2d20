"""The gallery of components, for those who make the pages."""

import pytest

from khartoum.gallery.examples import examples

pytestmark = [pytest.mark.once, pytest.mark.django_db]
ADDRESS = "/{}/_components/"


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_gallery_shows_every_state_without_asking_the_database(
    client, settings, django_assert_num_queries, language
):
    settings.COMPONENT_GALLERY = True
    with django_assert_num_queries(0):
        page = client.get(ADDRESS.format(language)).content.decode()

    assert [example.component for example in examples() if example.states not in page] == []
    assert 'content="noindex"' in page


def test_there_is_no_gallery_where_pages_are_read(client, settings):
    settings.COMPONENT_GALLERY = False

    assert client.get(ADDRESS.format("en")).status_code == 404


def test_no_map_of_the_site_leads_to_the_gallery(client, settings):
    settings.COMPONENT_GALLERY = True

    assert b"_components" not in client.get("/sitemap-lists.xml").content
