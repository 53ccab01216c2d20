"""Where both of two editors have changed the same thing, the second is shown both and chooses."""

import pytest
from django.urls import reverse

from events.models import Event, Speaker
from tests import factories
from tests.html_forms import errors_of, fields_of
from tests.staff import signed_in

pytestmark = [pytest.mark.once, pytest.mark.django_db]

FORM = "event_form"


@pytest.fixture
def nadia():
    return signed_in("nadia", first_name="Nadia", last_name="Hassan")


@pytest.fixture
def omar():
    return signed_in("omar", first_name="Omar", last_name="Ali")


def page_of(event):
    return reverse("admin:events_event_change", args=[event.pk])


def meeting(nadia, omar, mine, theirs, event):
    """Both open the form, Omar saves first; the page that Nadia then gets."""
    opened = fields_of(nadia.get(page_of(event)), FORM)
    answer = omar.post(page_of(event), {**opened, **theirs})
    assert answer.status_code == 302, errors_of(answer)
    return nadia.post(page_of(event), {**opened, **mine})


def shown(page):
    return [(one.label, one.mine, one.theirs) for one in page.context["conflict"].choices]


def choose_theirs(page):
    """What a browser sends once “theirs” is marked everywhere."""
    chosen = {one.choice: one.value for one in page.context["conflict"].choices}
    return {**fields_of(page, FORM), **chosen}


@pytest.fixture
def event():
    event = factories.EventFactory(title_en="Meeting", city_en="Kampala", venue_en="Hall")
    factories.SpeakerFactory(event=event, name_en="Amina", function_en="Ambassador")
    return Event.objects.get()


def test_both_texts_are_shown_and_mine_is_marked(nadia, omar, event):
    page = meeting(nadia, omar, {"title_en": "Meeting on data"}, {"title_en": "Meeting on returns"}, event)

    assert shown(page) == [("Title (English)", "Meeting on data", "Meeting on returns")]
    assert fields_of(page, FORM)["choose-title_en"] == ["mine"]
    assert page.context["conflict"].taken_over == []


def test_mine_is_saved_where_it_stays_marked(nadia, omar, event):
    page = meeting(nadia, omar, {"title_en": "Meeting on data"}, {"title_en": "Meeting on returns"}, event)

    answer = nadia.post(page_of(event), fields_of(page, FORM))

    event.refresh_from_db()
    assert (answer.status_code, event.title_en) == (302, "Meeting on data")


FIELDS = {
    "text": ({"title_en": "Mine"}, {"title_en": "Theirs"}, "title_en"),
    "formatted text": ({"text_fr": "<p>À moi.</p>"}, {"text_fr": "<p>À lui.</p>"}, "text_fr"),
    "choice": ({"type": "training"}, {"type": "webinar", "mode": "online", "country": ""}, "type"),
    "date": ({"date_from": "2021", "date_to": ""}, {"date_from": "2022-05", "date_to": ""}, "date"),
    "number": ({"participants_count": "80"}, {"participants_count": "90"}, "participants_count"),
    "addresses": ({"sources": "https://example.org/a"}, {"sources": "https://example.org/b"}, "sources"),
    "several of a few": (
        {"joint_processes": ["rabat-process"]},
        {"joint_processes": ["au-horn-of-africa-initiative"]},
        "joint_processes",
    ),
    "text of a row": (
        {"speakers-0-function_en": "Minister"},
        {"speakers-0-function_en": "Envoy"},
        "function_en",
    ),
}


@pytest.mark.parametrize("kind", FIELDS)
def test_theirs_is_put_in_where_it_is_chosen_and_nothing_else_changes(nadia, omar, event, kind):
    mine, theirs, name = FIELDS[kind]
    page = meeting(nadia, omar, {**mine, "venue_en": "Palace"}, theirs, event)
    [choice] = page.context["conflict"].choices
    assert choice.name.endswith(name)
    stored = fields_of(nadia.get(page_of(event)), FORM)

    answer = nadia.post(page_of(event), choose_theirs(page))

    assert answer.status_code == 302, errors_of(answer)
    expected = {**stored, "venue_en": ["Palace"]}
    saved = fields_of(nadia.get(page_of(event)), FORM)
    differing = {key for key in saved if saved[key] != expected[key]}
    assert differing == {"opened_revision", "csrfmiddlewaretoken"}


def test_linked_records_are_told_by_their_names(nadia, omar, event):
    data, returns = factories.ThemeFactory(name_en="Data"), factories.ThemeFactory(name_en="Returns")
    page = meeting(nadia, omar, {"themes": [data.pk]}, {"themes": [returns.pk]}, event)
    assert shown(page) == [("Themes", "Data", "Returns")]

    nadia.post(page_of(event), choose_theirs(page))

    assert list(event.themes.all()) == [returns]


class TestRows:
    def test_row_that_i_removed_and_they_changed(self, nadia, omar, event):
        mine, theirs = {"speakers-0-DELETE": "on"}, {"speakers-0-function_en": "Envoy"}
        page = meeting(nadia, omar, mine, theirs, event)
        assert shown(page) == [("Speaker “Amina”", "(removed)", "Amina · Envoy · 0")]

        nadia.post(page_of(event), choose_theirs(page))

        assert list(Speaker.objects.values_list("name_en", "function_en")) == [("Amina", "Envoy")]

    def test_row_that_i_removed_and_they_changed_goes_if_i_insist(self, nadia, omar, event):
        mine, theirs = {"speakers-0-DELETE": "on"}, {"speakers-0-function_en": "Envoy"}
        page = meeting(nadia, omar, mine, theirs, event)

        answer = nadia.post(page_of(event), {**fields_of(page, FORM), **mine})

        assert (answer.status_code, list(Speaker.objects.all())) == (302, [])

    def test_row_that_they_removed_and_i_changed(self, nadia, omar, event):
        mine, theirs = {"speakers-0-function_en": "Envoy"}, {"speakers-0-DELETE": "on"}
        page = meeting(nadia, omar, mine, theirs, event)
        assert shown(page) == [("Speaker", "Amina · Envoy · 0", "(removed)")]

        answer = nadia.post(page_of(event), choose_theirs(page))

        assert (answer.status_code, list(Speaker.objects.all())) == (302, [])

    def test_removed_row_that_i_go_on_writing_stays_whatever_is_marked(self, nadia, omar, event):
        mine, theirs = {"speakers-0-function_en": "Envoy"}, {"speakers-0-DELETE": "on"}
        page = meeting(nadia, omar, mine, theirs, event)

        nadia.post(page_of(event), {**choose_theirs(page), "speakers-0-function_en": "Special envoy"})

        assert list(Speaker.objects.values_list("function_en", flat=True)) == ["Special envoy"]

    def test_row_that_they_added_stands_in_my_form(self, nadia, omar, event):
        theirs = {
            "speakers-TOTAL_FORMS": "2",
            "speakers-1-name_en": "Sara",
            "speakers-1-order": "1",
            "speakers-1-event": event.pk,
        }
        page = meeting(nadia, omar, {"venue_en": "Palace"}, theirs, event)

        sent = fields_of(page, FORM)
        assert sent["speakers-1-name_en"] == ["Sara"]
        nadia.post(page_of(event), sent)

        assert list(Speaker.objects.values_list("name_en", flat=True)) == ["Amina", "Sara"]


def test_third_editor_who_saves_before_the_choice_is_not_written_over(nadia, omar, event):
    page = meeting(nadia, omar, {"title_en": "Mine"}, {"title_en": "Theirs"}, event)
    sara = signed_in("sara")
    third = fields_of(sara.get(page_of(event)), FORM)
    sara.post(page_of(event), {**third, "title_en": "Of a third"})

    again = nadia.post(page_of(event), choose_theirs(page))

    # Nadia wanted what Omar had written, Sara has changed that: it is Sara's that stands in the form.
    assert again.status_code == 200
    assert (again.context["conflict"].choices, fields_of(again, FORM)["title_en"]) == ([], ["Of a third"])


def test_choices_of_a_state_that_is_not_kept_are_asked_for_everything(nadia, omar, event):
    opened = fields_of(nadia.get(page_of(event)), FORM)
    omar.post(page_of(event), {**opened, "speakers-0-function_en": "Envoy"})
    del opened["opened_revision"]

    page = nadia.post(page_of(event), {**opened, "city_en": "Entebbe"})
    assert shown(page) == [
        ("City (English)", "Entebbe", "Kampala"),
        ("Speaker “Amina”: Function (English)", "Ambassador", "Envoy"),
    ]
    nadia.post(page_of(event), choose_theirs(page))

    event.refresh_from_db()
    assert (event.city_en, event.speakers.get().function_en) == ("Kampala", "Envoy")


def test_provisions_are_chosen_one_by_one(nadia, omar):
    provision = factories.ProvisionFactory(text_en="As adopted.")
    address = reverse("admin:declarations_document_provisions", args=[provision.document_id])
    opened = fields_of(nadia.get(address), "document_form")
    omar.post(address, {**opened, "provisions-0-text_en": "Of Omar."})

    page = nadia.post(address, {**opened, "provisions-0-text_en": "Of Nadia."})
    assert [(one.mine, one.theirs) for one in page.context["conflict"].choices] == [("Of Nadia.", "Of Omar.")]
    chosen = {one.choice: one.value for one in page.context["conflict"].choices}
    answer = nadia.post(address, {**fields_of(page, "document_form"), **chosen})

    provision.refresh_from_db()
    assert (answer.status_code, provision.text_en) == (302, "Of Omar.")
