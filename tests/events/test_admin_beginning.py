"""A new event that begins as the next of its type, or as a copy."""

import pytest
from django.urls import reverse

from events.models import Event
from publishing.dates import PartialDate
from tests import factories
from tests.html_forms import errors_of, fields_of
from tests.staff import signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]

ADD = reverse("admin:events_event_add")
SOM = "senior_officials_meeting"


@pytest.fixture
def tenth():
    return factories.EventFactory(
        type=SOM,
        title_en="10th Senior Officials’ Meeting",
        title_fr="10e réunion de hauts fonctionnaires",
        title_ar="الاجتماع العاشر لكبار المسؤولين",
        ordinal_scheme="som",
        ordinal_number=10,
    )


def test_next_event_of_a_type_is_entered_by_adding_what_is_new(tenth):
    theme = factories.ThemeFactory()
    tenth.themes.add(theme)
    factories.ChairmanshipFactory()
    client = signed_in()

    data = fields_of(client.get(ADD, {"type": SOM}), "event_form")
    answer = client.post(ADD, {**data, "date_from": "8–9 May 2099", "city_en": "Khartoum", "country": "SD"})

    assert answer.status_code == 302, errors_of(answer)
    event = Event.objects.latest("pk")
    assert (event.title_en, event.title_fr, event.title_ar) == (
        "11th Senior Officials’ Meeting",
        "11e réunion de hauts fonctionnaires",
        "الاجتماع الحادي عشر لكبار المسؤولين",
    )
    assert (event.ordinal_number, event.slug, event.state) == (
        11,
        "11th-senior-officials-meeting-khartoum-2099",
        "draft",
    )
    # The day tells the chair.
    assert (list(event.themes.all()), event.chair_term) == ([theme], None)


def test_event_known_only_by_its_year_keeps_the_chair_in_office(tenth):
    term = factories.ChairmanshipFactory()
    client = signed_in()
    data = fields_of(client.get(ADD, {"type": SOM}), "event_form")

    client.post(ADD, {**data, "date_from": "2099"})

    assert Event.objects.latest("pk").chair_term == term


def test_day_that_becomes_known_later_tells_the_chair_too(tenth):
    term = factories.ChairmanshipFactory(start=PartialDate.parse("2024-04-17"))
    event = factories.EventFactory(date=None, status="planned", chair_term=term)
    page = reverse("admin:events_event_change", args=[event.pk])
    client = signed_in()
    data = fields_of(client.get(page), "event_form")

    answer = client.post(page, {**data, "date_from": "8–9 May 2099"})

    assert answer.status_code == 302, errors_of(answer)
    event.refresh_from_db()
    assert (str(event.date), event.chair_term) == ("8–9 May 2099", None)


def test_copy_brings_its_partners_along_in_rows_that_are_saved(tenth):
    parts = [factories.ParticipationFactory(event=tenth, role=role) for role in ("host", "participant")]
    client = signed_in()

    data = fields_of(client.get(ADD, {"from": tenth.pk}), "event_form")
    answer = client.post(ADD, {**data, "title_en": "A copy", "alike_seen": tenth.pk})

    assert answer.status_code == 302, errors_of(answer)
    copied = Event.objects.latest("pk")
    assert list(copied.participations.values_list("partner", "role")) == [
        (part.partner_id, part.role) for part in parts
    ]
    assert (copied.slug, copied.date, copied.ordinal_number) == ("a-copy-kampala", None, None)


def test_page_says_what_it_was_filled_in_from(tenth):
    page = signed_in().get(ADD, {"type": SOM}).content.decode()

    assert "Filled in after “10th Senior Officials’ Meeting” (3–4 May 2023)." in page
    assert f'<a href="?type={SOM}" aria-current="true">' in page


@pytest.mark.parametrize("query", [{}, {"type": "party"}, {"from": "9999"}, {"from": "x"}])
def test_nothing_to_begin_with_is_an_empty_form(tenth, query):
    page = signed_in().get(ADD, query)

    assert fields_of(page, "event_form")["title_en"] == [""]
    assert "Choose the type" in page.content.decode()


def test_what_the_address_says_comes_before_what_is_taken_over(tenth):
    page = signed_in().get(ADD, {"type": SOM, "title_en": "Extraordinary Meeting"})

    data = fields_of(page, "event_form")
    assert (data["title_en"], data["title_fr"]) == (
        ["Extraordinary Meeting"],
        ["11e réunion de hauts fonctionnaires"],
    )


def test_copy_is_offered_to_those_who_may_add(tenth):
    page = reverse("admin:events_event_change", args=[tenth.pk])
    offered = f'href="{ADD}?from={tenth.pk}"'

    assert offered in signed_in().get(page).content.decode()
    assert offered not in signed_in_with("events.view_event").get(page).content.decode()


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ({}, "meeting-2020"),
        ({"slug": "meeting"}, "meeting-2020"),
        ({"slug": "my-own"}, "my-own"),
        ({"title_en": "", "title_fr": "Réunion"}, None),
        ({"title_en": "اجتماع"}, "event-2020"),
        ({"title_en": "x" * 300}, "x" * 115),
    ],
)
def test_address_that_is_left_empty_or_taken_is_made_from_title_and_year(typed, slug):
    factories.EventFactory(slug="meeting", date=PartialDate.parse("2019"))
    client = signed_in()
    data = fields_of(client.get(ADD), "event_form")

    page = client.post(ADD, {**data, "title_en": "Meeting", "type": "training", "date_from": "2020", **typed})

    if slug is None:
        assert list(errors_of(page)) == ["title_en"]
    else:
        assert page.status_code == 302, errors_of(page)
        assert Event.objects.latest("pk").slug == slug


def test_address_that_somebody_chose_and_that_is_taken_is_told():
    factories.EventFactory(slug="taken")
    client = signed_in()
    data = fields_of(client.get(ADD), "event_form")

    page = client.post(ADD, {**data, "title_en": "Meeting", "type": "training", "slug": "taken"})

    assert list(errors_of(page)) == ["slug"]


def test_two_meetings_of_one_title_place_and_year_have_two_addresses():
    client = signed_in()
    data = {**fields_of(client.get(ADD), "event_form"), "title_en": "Meeting", "type": "training"}
    client.post(ADD, data)
    client.post(ADD, {**data, "alike_seen": Event.objects.get().pk})

    assert sorted(Event.objects.values_list("slug", flat=True)) == ["meeting", "meeting-2"]
