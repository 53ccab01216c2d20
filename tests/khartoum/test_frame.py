"""What every page is framed by, and what stands on those that are not there."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from PIL import Image

from khartoum.staticfiles import joined_stylesheet
from tests.factories import (
    DocumentFactory,
    DocumentVersionFactory,
    DomainFactory,
    EventFactory,
    ThemeFactory,
)

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def test_a_shared_link_carries_a_picture_of_the_size_that_is_shown_whole(client):
    page = client.get("/fr/").content.decode()
    address = re.search(r'<meta property="og:image" content="([^"]+)"', page)[1]

    assert address.startswith(f"{settings.SITE_URL}/static/")
    with Image.open(finders.find(address.removeprefix(f"{settings.SITE_URL}/static/"))) as picture:
        assert picture.size == (1200, 630)


def test_no_page_shows_the_pictures_that_are_for_others(client):
    body = client.get("/en/").content.decode().partition("<body>")[2]

    assert "shared.png" not in body
    assert "home-screen.png" not in body


@pytest.mark.parametrize("name", ["map", "numbers", "timeline", "years", "glossary", "whats-new"])
def test_the_foot_leads_to_all_that_looks_at_the_whole_record(client, name):
    foot = client.get("/ar/members/").content.decode().partition("<footer")[2]

    assert f'href="/ar/{name}/"' in foot


def test_where_nothing_is_a_reader_can_look_for_it(client):
    page = client.get("/en/nowhere/").content.decode()

    assert 'id="page-search"' in page
    assert 'href="/en/events/"' in page.partition('class="ways-on"')[2].partition("</nav>")[0]


@pytest.mark.parametrize("status", [400, 403, 500, 503])
def test_every_error_leads_on_also_where_nothing_of_the_request_is_known(status):
    page = render_to_string(f"{status}.html", {"list_url": "/en/events/"})

    assert 'class="ways-on"' in page


def test_without_styles_the_menu_stands_once(client):
    page = client.get("/en/members/").content.decode()
    # Styles show it where there is room.
    hidden = page.partition('<div class="wide" hidden>')[2].partition("</div>")[0]

    assert (page.count('class="menu"'), hidden.count('class="menu"')) == (2, 1)
    assert ".wide[hidden] {" in joined_stylesheet()


def test_the_way_up_says_in_which_language_a_name_is(client):
    met = EventFactory(slug="met", title_en="Meeting")
    document = DocumentFactory(slug="one", title_en="Declaration", adopting_event=met)
    for _ in range(2):
        DocumentVersionFactory(document=document)
    ThemeFactory(slug="topic", parent=DomainFactory(name_en="Domain"))

    for path, name in (
        ("documents/one/text/?of=file", "Declaration"),
        ("documents/one/compare/en@2.txt/", "Declaration"),
        ("events/met/package/", "Meeting"),
        ("themes/topic/", "Domain"),
    ):
        page = client.get(f"/ar/{path}").content.decode()
        trail = page.partition('<ol class="trail">')[2].partition("</ol>")[0]
        assert f'<bdi lang="en" dir="ltr">{name}</bdi>' in trail, path


def test_files_that_cannot_be_kept_are_listed_as_the_language_lists():
    with translation.override("ar"):
        page = render_to_string("away.html", {"fields": [("a", "b")], "files": ["one.pdf", "two.pdf"]})

    assert "<bdi>one.pdf</bdi>، <bdi>two.pdf</bdi>" in page
