"""What stands in the way of a deletion is said on the page that asks, not after it."""

import pytest
from django.urls import reverse

from events.models import Event, Theme
from tests import factories
from tests.html_forms import fields_of
from tests.publishing.pending_desk import prepared
from tests.staff import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return signed_in()


@pytest.fixture
def theme():
    """A theme that one event names."""
    theme = factories.ThemeFactory()
    factories.EventFactory(title_en="Meeting on returns", slug="returns").themes.add(theme)
    return theme


def link_to(event):
    address = reverse("admin:events_event_change", args=[event.pk])
    return f'Event: <a href="{address}">Meeting on returns</a>'


def test_page_names_the_records_that_name_it_in_a_list(desk, theme):
    page = desk.get(reverse("admin:events_theme_delete", args=[theme.pk]))

    assert page.context["protected"] == [link_to(theme.events.get())]


def test_page_for_several_names_them_and_deletes_none(desk, theme):
    other = factories.ThemeFactory()
    data = {"action": "delete_selected", "_selected_action": [theme.pk, other.pk], "post": "yes"}

    page = desk.post(reverse("admin:events_theme_changelist"), data)

    assert page.context["protected"] == [link_to(theme.events.get())]
    assert set(Theme.objects.all()) == {theme, other}


def test_page_for_several_asks_like_the_other_steps_and_says_what_goes_with_them(desk):
    event = factories.EventFactory(title_en="Meeting on returns")
    factories.SpeakerFactory(event=event, name_en="Amina Example")
    pending = prepared(desk, event, title_en="Conference")
    data = {"action": "delete_selected", "_selected_action": [event.pk]}

    page = desk.post(reverse("admin:events_event_changelist"), data)
    shown = page.content.decode()
    desk.post(reverse("admin:events_event_changelist"), fields_of(page, None))

    assert [words for words in ("Amina Example", "Prepared edit of nadia") if words not in shown] == []
    pending.refresh_from_db()
    assert (Event.objects.count(), pending.outcome) == (0, "discarded")
