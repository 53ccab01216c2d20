"""The button of a form is pressed twice: one record is added."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db.models import F
from django.urls import reverse

from declarations.models import Document, DocumentVersion
from events.models import Event
from pages.models import Term
from tests.declarations.uploads import row, upload
from tests.html_forms import fields_of
from tests.publishing.test_pending_at_once import at_once
from tests.staff import client_of, signed_in

ADD = reverse("admin:events_event_add")
TERM = (reverse("admin:pages_term_add"), "term_form")
RETURNS = {"name_en": "Returns", "definition_en": "<p>Going home.</p>"}
NEW = {"title_en": "Meeting on returns", "type": "training"}


@pytest.fixture
def desk():
    return signed_in()


def opened(client, address=ADD, form="event_form", **typed):
    return {**fields_of(client.get(address), form), **typed}


@pytest.mark.django_db
class TestPressedTwice:
    def test_one_record_is_added_and_both_lead_to_it(self, desk):
        data = opened(desk, **NEW, _continue="1")

        first, second = desk.post(ADD, data), desk.post(ADD, data)

        event = Event.objects.get()
        page = reverse("admin:events_event_change", args=[event.pk])
        assert (first.url, second.url, event.slug) == (page, page, "meeting-on-returns")

    def test_the_second_may_be_another_button(self, desk):
        data = opened(desk, **NEW)
        desk.post(ADD, {**data, "_continue": "1"})

        answer = desk.post(ADD, {**data, "_publish": "1"})

        assert answer.url == reverse("admin:events_event_publish", args=[Event.objects.get().pk])

    def test_records_that_are_not_asked_about_for_being_alike_are_added_once_too(self, desk):
        data = opened(desk, *TERM)

        for _press in range(2):
            assert desk.post(TERM[0], data | RETURNS).status_code == 302

        assert Term.objects.count() == 1

    def test_what_was_added_can_be_looked_at_as_it_was_typed(self, desk):
        data = opened(desk, *TERM) | RETURNS
        desk.post(TERM[0], data)

        page = desk.post(reverse("admin:pages_term_add_preview_typed"), data)

        assert (page.status_code, "Going home." in page.content.decode()) == (200, True)

    def test_two_forms_that_were_filled_in_alike_add_two(self, desk):
        for _form in range(2):
            data = opened(desk, *TERM)
            assert desk.post(TERM[0], data | RETURNS).status_code == 302

        assert Term.objects.count() == 2

    def test_a_form_opened_after_the_first_record_was_renamed_adds_another(self, desk):
        desk.post(ADD, opened(desk, **NEW))
        event = Event.objects.get()
        event.title_en = "Another name"
        event.save()

        desk.post(ADD, opened(desk, **NEW))

        assert sorted(Event.objects.values_list("title_en", flat=True)) == ["Another name", NEW["title_en"]]

    def test_a_form_that_came_back_with_errors_adds_once(self, desk):
        data = opened(desk, *TERM)
        wrong = desk.post(TERM[0], data | {"name_en": ""})
        data = {**fields_of(wrong, TERM[1]), **RETURNS}

        for _press in range(2):
            desk.post(TERM[0], data)

        assert Term.objects.count() == 1

    def test_what_was_typed_meanwhile_is_another_record(self, desk):
        data = opened(desk, **NEW)

        for title in ("First", "Second"):
            desk.post(ADD, {**data, "title_en": title})

        assert Event.objects.count() == 2

    def test_a_document_comes_once_with_its_file_and_another_file_is_no_second_press(
        self, desk, settings, tmp_path
    ):
        settings.MEDIA_ROOT = tmp_path / "media"
        address = reverse("admin:declarations_document_add")
        typed = {"title_en": "Declaration", "type": "declaration", "nature": "outcome"}
        data = opened(desk, address, "document_form", **typed, availability="text_seen")
        data |= {"versions-TOTAL_FORMS": "1"}

        def press(words):
            file = row(language="en", authority="authentic", upload=upload(content=words))
            return desk.post(address, {**data, **file})

        statuses = [press(words).status_code for words in (b"One word.", b"One word.", b"Other words.")]

        assert (Document.objects.count(), DocumentVersion.objects.count()) == (1, 1)
        # The last is asked about: it is alike.
        assert statuses == [302, 302, 200]

    @pytest.mark.parametrize("case", ["deleted meanwhile", "a day later", "somebody else"])
    def test_the_same_is_added_again(self, desk, case):
        data = opened(desk, *TERM)
        desk.post(TERM[0], data | RETURNS)
        first = Term.objects.get()
        if case == "deleted meanwhile":
            first.delete()
        elif case == "a day later":
            LogEntry.objects.update(action_time=F("action_time") - timedelta(days=1))

        (signed_in("omar") if case == "somebody else" else desk).post(TERM[0], data | RETURNS)

        assert Term.objects.latest("pk") != first


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_pressed_twice_in_the_same_moment_one_record_is_added():
    desk = signed_in()
    data = opened(desk, **NEW, _continue="1")
    person = desk.get(ADD).wsgi_request.user

    clients = [client_of(person) for _press in range(2)]

    answers = at_once(*(lambda client=client: client.post(ADD, data).url for client in clients))

    page = reverse("admin:events_event_change", args=[Event.objects.get().pk])
    assert answers == [page, page]
