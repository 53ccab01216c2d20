"""Before an event is saved that is probably there already, its editor is shown the other one."""

import pytest
from django.urls import reverse

from events.models import Event
from publishing.dates import PartialDate
from tests import factories
from tests.html_forms import errors_of, fields_of
from tests.staff import signed_in

pytestmark = [pytest.mark.once, pytest.mark.django_db]

ADD = reverse("admin:events_event_add")
ASKED = {"__all__": ["It is probably there already. Look at what is listed: if it is another, say so."]}


@pytest.fixture
def nadia():
    return signed_in("nadia")


@pytest.fixture
def there():
    return factories.EventFactory(
        title_en="Thematic Meeting on returns",
        type="thematic_meeting",
        date=PartialDate.parse("2024-05-08", "2024-05-09"),
        country="KE",
        city_en="Nairobi",
    )


def send(client, **typed):
    new = {"title_en": "A new title", "type": "training", "date_from": "8 May 2024", "country": "KE", **typed}
    return client.post(ADD, {**fields_of(client.get(ADD), "event_form"), **new})


@pytest.mark.parametrize(
    "typed",
    [
        {"title_en": "Thematic meeting on Returns"},
        {"title_en": "Thematic Meeting on return", "date_from": ""},
        {"title_en": "Thematic Meeting on returns", "date_from": "2024"},
        {"type": "thematic_meeting"},
        {"type": "thematic_meeting", "city_en": "nairobi"},
        {"type": "thematic_meeting", "country": "", "date_from": "May 2024"},
    ],
)
def test_event_that_is_probably_there_is_shown_before_it_is_saved(nadia, there, typed):
    page = send(nadia, **typed)

    assert errors_of(page) == ASKED
    shown = page.content.decode()
    assert f'href="{reverse("admin:events_event_change", args=[there.pk])}"' in shown
    assert list(Event.objects.all()) == [there]
    again = {**fields_of(page, "event_form"), "alike_seen": str(there.pk)}
    assert nadia.post(ADD, again).status_code == 302
    assert Event.objects.count() == 2


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"title_en": "Thematic Meeting on returns", "date_from": "2025"},
        {"type": "thematic_meeting", "date_from": "10 May 2024"},
        {"type": "thematic_meeting", "city_en": "Mombasa"},
        {"type": "thematic_meeting", "country": "EG"},
        {"type": "thematic_meeting", "country": "", "mode": "online"},
    ],
)
def test_event_that_is_another_is_saved_at_once(nadia, there, typed):
    answer = send(nadia, **typed)

    assert answer.status_code == 302, errors_of(answer)


def test_what_was_seen_is_not_what_came_since(nadia, there):
    page = send(nadia, type="thematic_meeting")
    seen = {**fields_of(page, "event_form"), "alike_seen": str(there.pk)}
    factories.EventFactory(title_en="A new title", type="training", date=there.date)

    assert errors_of(nadia.post(ADD, seen)) == ASKED


def test_other_changes_of_an_event_ask_nothing(nadia, there):
    twin = factories.EventFactory(title_en=there.title_en, date=there.date)
    page = reverse("admin:events_event_change", args=[twin.pk])
    data = fields_of(nadia.get(page), "event_form")

    assert nadia.post(page, {**data, "venue_en": "Palace"}).status_code == 302
    data = fields_of(nadia.get(page), "event_form")
    assert (
        errors_of(nadia.post(page, {**data, "title_fr": "Réunion", "date_from": "2024", "date_to": ""}))
        == ASKED
    )


def test_form_with_other_mistakes_is_not_asked_about_yet(nadia, there):
    page = send(nadia, title_en=there.title_en, date_from="soon")

    assert list(errors_of(page)) == ["date"]
    assert "alike" not in page.context


@pytest.mark.parametrize(
    ("name", "make", "typed"),
    [
        ("events_theme", factories.ThemeFactory, {"name_en": "Returns and reintegration"}),
        ("events_series", factories.SeriesFactory, {"title_en": "Webinars on skills"}),
        ("members_partner", factories.OrganisationFactory, {"name_en": "Mixed Migration Centre"}),
        ("declarations_document", factories.DocumentFactory, {"title_en": "Cairo Declaration on returns"}),
    ],
)
def test_other_records_are_asked_about_by_their_title(nadia, name, make, typed):
    make(**typed)
    add = reverse(f"admin:{name}_add")
    form = nadia.get(add)
    data = {**fields_of(form, f"{name.split('_')[1]}_form"), **typed, "slug": "another"}
    data |= {"series_kind": "series", "partner_kind": "organisation", "type": "declaration"}
    data |= {"nature": "outcome", "availability": "text_seen"}

    page = nadia.post(add, data)

    assert errors_of(page) == ASKED
