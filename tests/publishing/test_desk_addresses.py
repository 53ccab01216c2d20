"""Addresses of the desk that somebody has typed, cut short or made up: never an error page."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.urls import reverse

from accounts.roles import EDITOR
from events.models import Event
from tests import factories
from tests.html_forms import errors_of, fields_of
from tests.staff import client_of, person_with, signed_in

pytestmark = [pytest.mark.once, pytest.mark.django_db]

EVENTS = "/admin/events/event/"
TOO_LONG = "9" * 20


@pytest.fixture
def desk():
    return signed_in()


def test_no_address_tells_the_slug_of_a_draft():
    event = factories.EventFactory(draft=True, slug="not-yet-known")
    key = ContentType.objects.get_for_model(Event).pk

    for client in (client_of(person_with()), client_of(person_with(EDITOR, name="nadia"))):
        answer = client.get(f"/admin/r/{key}/{event.pk}/")
        assert (answer.status_code, answer.get("Location")) == (404, None)


@pytest.mark.parametrize("state", [{}, {"draft": True}])
def test_paragraph_leads_to_its_place_only_where_that_is_public(desk, state):
    provision = factories.ProvisionFactory(document=factories.DocumentFactory(**state))
    page = desk.get(reverse("admin:declarations_provision_change", args=[provision.pk])).content.decode()

    assert (f'href="{provision.get_absolute_url()}"' in page, "/admin/r/" in page) == (not state, False)


@pytest.fixture
def _no_query_has_a_null_character():
    """PostgreSQL refuses them, where SQLite does not."""

    def watched(execute, sql, params, many, context):
        assert "\0" not in repr(params).replace("\\x00", "\0"), (sql, params)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watched):
        yield


@pytest.mark.parametrize(
    "query",
    [
        {"state": "foo"},
        {"missing": "xx"},
        {"missing": "en"},
        {"translations": "foo"},
        {"translations": "unofficial-xx"},
        {"year": "abc"},
        {"year": "99999"},
        {"year": "0"},
        {"year": "٢٠٢٥"},
    ],
    ids=str,
)
def test_filter_that_is_none_leads_to_the_whole_list(desk, query):
    factories.EventFactory()

    answer = desk.get(EVENTS, query)

    assert (answer.status_code, answer.headers.get("Location")) == (302, f"{EVENTS}?e=1")
    assert desk.get(EVENTS, {"e": "1"}).status_code == 200


def test_number_beyond_those_of_the_database_is_no_error(desk):
    assert desk.get(EVENTS, {"id__in": TOO_LONG}).status_code in {200, 302}


def test_year_of_no_event_is_an_empty_list(desk):
    factories.EventFactory()

    page = desk.get(EVENTS, {"year": "1999"})

    assert list(page.context["cl"].result_list) == []


@pytest.mark.usefixtures("_no_query_has_a_null_character")
@pytest.mark.parametrize("name", ["type", "country", "state", "year", "missing", "translations", "q", "a\0b"])
def test_null_character_reaches_no_query_of_a_list(desk, name):
    for value in ("\0", "a\0b"):
        assert desk.get(EVENTS, {name: value}).status_code in {200, 302}


@pytest.mark.usefixtures("_no_query_has_a_null_character")
@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/admin/accounts/user/", "username"),
        ("/admin/auth/group/", "name"),
        ("/admin/publishing/oldaddress/", "path"),
    ],
)
def test_null_character_reaches_no_query_of_a_list_without_records(desk, address, name):
    assert desk.get(address, {name: "\0"}).status_code == 302


@pytest.mark.usefixtures("_no_query_has_a_null_character")
@pytest.mark.parametrize(
    ("label", "model", "field"), [("events", "event", "series"), ("admin", "logentry", "user")]
)
def test_null_character_finds_nothing_to_choose_from(desk, label, model, field):
    factories.SeriesFactory()
    query = {"app_label": label, "model_name": model, "field_name": field, "term": "\0"}

    assert desk.get("/admin/autocomplete/", query).json()["results"] == []


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("events_event", "date"),
        ("declarations_document", "date"),
        ("declarations_document", "adopted"),
        ("members_chairmanship", "start"),
        ("members_committeecomposition", "date"),
    ],
)
@pytest.mark.parametrize("value", ["2018-05", "x", "\0"])
def test_date_in_the_address_of_an_empty_form_stands_in_its_box(desk, name, field, value):
    page = desk.get(reverse(f"admin:{name}_add"), {field: value})

    assert page.status_code == 200
    assert fields_of(page, f"{name.partition('_')[2]}_form")[f"{field}_from"] == [value]


@pytest.mark.parametrize("value", ["abc", "\0", TOO_LONG, f"-{TOO_LONG}", "٣"])
@pytest.mark.parametrize("field", ["series", "chair_term", "themes"])
def test_link_that_is_none_in_the_address_of_an_empty_form_is_left_out(desk, field, value):
    page = desk.get(f"{EVENTS}add/", {field: value})

    assert page.status_code == 200


@pytest.mark.parametrize("value", ["abc", "\0", TOO_LONG])
@pytest.mark.parametrize("field", ["series", "chair_term", "themes"])
def test_link_that_is_none_is_told_at_its_field(desk, field, value):
    event = factories.EventFactory()
    address = reverse("admin:events_event_change", args=[event.pk])

    page = desk.post(address, {**fields_of(desk.get(address), "event_form"), field: value})

    assert list(errors_of(page)) == [field]
    assert Event.objects.get().revision == event.revision


@pytest.mark.parametrize("value", ["abc", "\0", TOO_LONG])
def test_link_that_is_none_is_told_in_its_row(desk, value):
    part = factories.ParticipationFactory()
    address = reverse("admin:events_event_change", args=[part.event.pk])

    page = desk.post(
        address, {**fields_of(desk.get(address), "event_form"), "participations-0-partner": value}
    )

    assert list(errors_of(page)) == ["participations-0-partner"]
