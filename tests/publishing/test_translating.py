"""The translator's form: originals beside their translations, and nothing else that could be written."""

from urllib.parse import urlencode

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from declarations.models import Document
from events.models import Event
from publishing.dates import PartialDate
from publishing.models import PendingChange
from publishing.translations import mark_unofficial
from tests.factories import (
    ChairmanshipFactory,
    DocumentFactory,
    EventFactory,
    ProvisionFactory,
    SpeakerFactory,
)
from tests.html_forms import fields_of
from tests.staff import signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]

TRANSLATOR = ["events.view_event", "publishing.translate_ar"]


@pytest.fixture
def desk():
    return signed_in()


@pytest.fixture
def event():
    """A draft with a title, a text and a speaker, all in English only."""
    event = EventFactory(
        draft=True, slug="meeting", title_en="Meeting", city_en=None, text_en="<p>We met in May.</p>"
    )
    SpeakerFactory(event=event, name_en="Amina", function_en="Minister", order=1)
    return Event.objects.get(pk=event.pk)


def page_of(record, language="ar"):
    return reverse(
        f"admin:{record._meta.label_lower.replace('.', '_')}_translate", args=[record.pk, language]
    )


def opened(client, record, language="ar", **query):
    page = client.get(page_of(record, language), query)
    assert page.status_code == 200
    return fields_of(page, "translate_form")


def sent(client, record, data, language="ar"):
    return client.post(page_of(record, language), data)


def states_of(record):
    return {
        (state.field, state.language): (state.status, state.is_out_of_date)
        for state in record.translation_states.all()
    }


def columns_of(row):
    return {
        column.attname: getattr(row, column.attname)
        for column in row._meta.concrete_fields
        if column.name not in {"revision", "updated_at", "search_text"}
    }


class TestWhatItShows:
    def test_each_text_stands_beside_its_original_with_its_language_and_direction(self, desk, event):
        page = desk.get(page_of(event)).content.decode()

        assert '<div class="translate-text" lang="en" dir="ltr"><p>Meeting</p></div>' in page
        assert '<div class="translate-text" lang="en" dir="ltr"><p>We met in May.</p></div>' in page
        assert 'name="title_ar"' in page
        assert page.count('lang="ar" dir="rtl"') >= 4
        assert opened(desk, event).keys() >= {
            "title_ar",
            "text_ar",
            f"speakers-{event.speakers.get().pk}-name_ar",
            f"speakers-{event.speakers.get().pk}-function_ar",
        }

    def test_where_there_is_no_english_the_other_language_is_the_original(self, desk):
        event = EventFactory(venue_fr="Palais des congrès")

        page = desk.get(page_of(event)).content.decode()

        assert '<div class="translate-text" lang="fr" dir="ltr"><p>Palais des congrès</p></div>' in page

    def test_a_text_that_exists_nowhere_is_not_asked_for(self, desk, event):
        assert "city_ar" not in opened(desk, event)
        assert "withdrawal_reason_ar" not in opened(desk, event)

    def test_what_was_changed_in_the_original_is_marked_with_its_day(self, desk, event):
        event.title_ar = "اجتماع"
        event.save()
        mark_unofficial(event, "title", "ar")
        event.save()
        event.title_en = "Meeting of experts"
        event.save()

        page = desk.get(page_of(event))

        [title] = [group for group in page.context["sheet"].groups if group.name == "title"]
        assert title.pieces[0].changes == [("kept", "Meeting"), ("added", "of experts")]
        assert "The English changed on" in page.content.decode()
        assert "<ins>of experts</ins>" in page.content.decode()

    def test_of_parts_only_those_whose_original_changed_are_marked(self, desk, event):
        other = SpeakerFactory(event=event, name_en="Omar", function_en="Envoy", order=2)
        event.refresh_from_db()
        for speaker in event.speakers.all():
            speaker.function_ar = "وزير"
            speaker.save()
        other.refresh_from_db()
        other.function_en = "Special Envoy"
        other.save()

        page = desk.get(page_of(event))

        pieces = [piece for piece in page.context["sheet"].pieces if piece.name == "function"]
        assert [piece.changes for piece in pieces] == [[], [("added", "Special"), ("kept", "Envoy")]]

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_takes_the_same_queries_for_any_number_of_parts(
        self, desk, event, count, django_assert_num_queries
    ):
        SpeakerFactory.create_batch(count, event=event)
        desk.get(page_of(event))

        with django_assert_num_queries(9):
            desk.get(page_of(event))

    def test_many_parts_stand_on_several_pages(self, desk):
        document = DocumentFactory(draft=True)
        for number in range(1, 44):
            ProvisionFactory(document=document, eid=f"para-{number}", text_en=f"Text {number}")
        last = document.provisions.order_by("pk").last()

        first, second = opened(desk, document), opened(desk, document, page=2)

        assert len([name for name in first if name.startswith("provisions-")]) == 40
        assert len([name for name in second if name.startswith("provisions-")]) == 3
        sent(desk, document, {**second, f"provisions-{last.pk}-text_ar": "نص"})
        last.refresh_from_db()
        assert last.text_ar == "نص"

    @pytest.mark.parametrize("is_public", [False, True])
    def test_a_part_that_has_come_to_another_page_meanwhile_is_saved_all_the_same(self, desk, is_public):
        document = DocumentFactory(draft=not is_public)
        parts = [
            ProvisionFactory(
                document=document, eid=f"para-{number}", text_en=f"Text {number}", position=number
            )
            for number in range(1, 41)
        ]
        data = opened(desk, document) | {f"provisions-{parts[39].pk}-text_ar": "نص"}
        parts[3].delete()
        for number in (91, 92):
            ProvisionFactory(document=document, eid=f"para-{number}", text_en="New", position=0)

        sent(desk, document, data)

        parts[39].refresh_from_db()
        assert parts[39].text_ar == "نص"


class TestWhatItWrites:
    def test_a_text_that_was_typed_is_unofficial_until_it_is_confirmed(self, desk, event):
        data = opened(desk, event)
        sent(
            desk, event, {**data, "title_ar": "اجتماع", "text_ar": "<p>التقينا.</p>", "confirmed-title": "on"}
        )

        event.refresh_from_db()
        assert (event.title_ar, event.text_ar) == ("اجتماع", "<p>التقينا.</p>")
        assert states_of(event) == {
            ("title", "ar"): ("confirmed", False),
            ("text", "ar"): ("unofficial", False),
        }

    def test_a_confirmation_alone_is_kept_and_taken_back(self, desk, event):
        event.title_ar = "اجتماع"
        event.save()
        mark_unofficial(event, "title", "ar")

        sent(desk, event, {**opened(desk, event), "confirmed-title": "on"})
        assert states_of(event) == {("title", "ar"): ("confirmed", False)}

        data = opened(desk, event)
        assert data["confirmed-title"] == ["on"]
        del data["confirmed-title"]
        sent(desk, event, data)
        assert states_of(event) == {("title", "ar"): ("unofficial", False)}

    def test_confirming_makes_it_up_to_date(self, desk, event):
        event.title_ar = "اجتماع"
        event.save()
        mark_unofficial(event, "title", "ar")
        event.title_en = "Conference"
        event.save()
        assert states_of(event) == {("title", "ar"): ("unofficial", True)}

        sent(desk, event, {**opened(desk, event), "confirmed-title": "on"})

        assert states_of(event) == {("title", "ar"): ("confirmed", False)}

    def test_the_texts_of_parts_are_confirmed_together(self, desk, event):
        speaker = event.speakers.get()
        data = opened(desk, event)
        typed = {f"speakers-{speaker.pk}-name_ar": "أمينة", f"speakers-{speaker.pk}-function_ar": "وزيرة"}
        sent(desk, event, {**data, **typed, "confirmed-speakers": "on"})

        speaker.refresh_from_db()
        assert (speaker.name_ar, speaker.function_ar) == ("أمينة", "وزيرة")
        assert states_of(event) == {("speakers", "ar"): ("confirmed", False)}

    def test_a_text_that_was_emptied_is_forgotten(self, desk, event):
        event.title_ar = "اجتماع"
        event.save()
        mark_unofficial(event, "title", "ar")

        sent(desk, event, {**opened(desk, event), "title_ar": ""})

        event.refresh_from_db()
        assert (event.title_ar or "", states_of(event)) == ("", {})

    def test_nothing_is_confirmed_that_is_not_there(self, desk, event):
        page = sent(desk, event, {**opened(desk, event), "confirmed-title": "on"})

        assert page.status_code == 200
        assert "There is nothing to confirm yet" in page.content.decode()
        assert states_of(event) == {}

    def test_a_form_sent_as_it_was_changes_nothing(self, desk, event):
        revision = event.revision

        answer = sent(desk, event, opened(desk, event))

        event.refresh_from_db()
        assert (answer.status_code, event.revision) == (302, revision)

    def test_it_is_in_the_history_with_who_and_what(self, desk, event):
        sent(desk, event, {**opened(desk, event), "title_ar": "اجتماع"})

        history = desk.get(reverse("admin:events_event_history", args=[event.pk])).content.decode()

        assert "nadia" in history
        assert "Changed title for translation “العربيّة”." in history

    def test_a_long_title_is_refused_and_stays_in_its_box(self, desk, event):
        page = sent(desk, event, {**opened(desk, event), "title_ar": "ا" * 301, "text_ar": "<p>نص</p>"})

        event.refresh_from_db()
        assert (page.status_code, event.title_ar or "", event.text_ar or "") == (200, "", "")
        assert fields_of(page, "translate_form")["title_ar"] == ["ا" * 301]

    def test_lines_of_a_title_become_one(self, desk, event):
        sent(desk, event, {**opened(desk, event), "title_ar": "اجتماع\r\n  الخبراء"})

        event.refresh_from_db()
        assert event.title_ar == "اجتماع الخبراء"

    def test_what_does_not_survive_elsewhere_does_not_survive_here(self, desk, event):
        sent(desk, event, {**opened(desk, event), "text_ar": "<p onclick='x()'>نص<script>x()</script></p>"})

        event.refresh_from_db()
        assert event.text_ar == "<p>نص</p>"

    def test_a_record_without_drafts_is_translated_too(self, desk):
        term = ChairmanshipFactory(text_en="<p>A term.</p>")

        sent(desk, term, {**opened(desk, term, "fr"), "text_fr": "<p>Un mandat.</p>"}, "fr")

        term.refresh_from_db()
        assert term.text_fr == "<p>Un mandat.</p>"

    def test_nothing_waits_for_review_where_nothing_was_changed(self):
        event = EventFactory(title_ar="اجتماع")
        translator = signed_in_with(*TRANSLATOR)

        answer = sent(translator, event, {**opened(translator, event), "_save": "1"})

        assert (answer.status_code, PendingChange.objects.count()) == (302, 0)
        assert "Nothing was changed." in [str(one) for one in get_messages(answer.wsgi_request)]

    def test_line_breaks_are_kept_as_everywhere_and_not_as_browsers_send_them(self, desk):
        provision = ProvisionFactory(text_en="One.\n\nTwo.", text_ar=None)
        data = opened(desk, provision.document)
        [name] = [name for name in data if name.endswith(f"{provision.pk}-text_ar")]

        sent(desk, provision.document, {**data, name: "واحد.\r\n\r\nاثنان."})

        provision.refresh_from_db()
        assert provision.text_ar == "واحد.\n\nاثنان."

    def test_rule_about_what_is_not_on_the_form_does_not_stand_in_the_way(self, desk, event):
        event.status, event.date = "held", PartialDate.parse("2199")
        event.save()
        data = opened(desk, event) | {"title_ar": ["اجتماع"]}

        answer = sent(desk, event, data)

        event.refresh_from_db()
        assert (answer.status_code, event.title_ar) == (302, "اجتماع")


class TestWhoMay:
    @pytest.mark.parametrize(
        ("permissions", "language", "status"),
        [
            (TRANSLATOR, "ar", 200),
            (TRANSLATOR, "fr", 403),
            (TRANSLATOR, "en", 404),
            (TRANSLATOR, "xx", 404),
            (["publishing.translate_ar"], "ar", 403),
            (["events.view_event"], "ar", 403),
            (["events.view_event", "events.change_event", "publishing.translate_fr"], "ar", 403),
        ],
    )
    def test_only_who_sees_the_record_and_writes_the_language(self, event, permissions, language, status):
        desk = signed_in_with(*permissions)

        assert desk.get(page_of(event, language)).status_code == status
        answer = sent(desk, event, {"opened_revision": event.revision, f"title_{language}": "x"}, language)
        assert answer.status_code == (302 if status == 200 else status)

    def test_a_forged_form_writes_no_other_column_row_or_language(self, event):
        other = SpeakerFactory(name_en="Omar", function_en="Envoy")
        before = [columns_of(event), columns_of(event.speakers.get()), columns_of(other)]
        desk = signed_in_with(*TRANSLATOR)
        speaker = event.speakers.get()
        forged = {
            **opened(desk, event),
            "title_en": "Forged",
            "title_fr": "Forgé",
            "slug": "forged",
            "published_at": "2020-01-01 00:00",
            "published_at_0": "2020-01-01",
            "confidence": "low",
            "withdrawal_reason_ar": "مزور",
            f"speakers-{speaker.pk}-name_en": "Forged",
            f"speakers-{speaker.pk}-order": "9",
            f"speakers-{speaker.pk}-event": "1",
            f"speakers-{other.pk}-name_ar": "مزور",
            "speakers-TOTAL_FORMS": "2",
            "confirmed-city": "on",
            "confirmed-nothing": "on",
            "shown": ["confirmed-nothing:0"],
            "_saveasnew": "1",
        }

        answer = sent(desk, event, {**forged, "title_ar": "اجتماع"})

        assert answer.status_code == 302
        rows = [Event.objects.get(pk=event.pk), event.speakers.get(), type(other).objects.get(pk=other.pk)]
        after = [columns_of(row) for row in rows]
        assert after[0].pop("title_ar") == "اجتماع"
        before[0].pop("title_ar")
        assert after == before
        assert states_of(event) == {("title", "ar"): ("unofficial", False)}

    def test_the_form_of_the_record_leads_here_and_shows_a_translator_nothing_to_save(self, event):
        desk = signed_in_with(*TRANSLATOR)

        page = desk.get(reverse("admin:events_event_change", args=[event.pk])).content.decode()

        assert f'href="{page_of(event, "ar")}"' in page
        assert page_of(event, "fr") not in page
        assert 'name="_save"' not in page

    def test_what_the_public_reads_is_prepared_and_not_written(self):
        event = EventFactory(title_en="Meeting", city_en=None)
        desk = signed_in_with(*TRANSLATOR)

        answer = sent(desk, event, {**opened(desk, event), "title_ar": "اجتماع", "confirmed-title": "on"})

        pending = PendingChange.objects.get()
        assert answer.url == reverse("admin:events_event_prepared", args=[event.pk, pending.pk])
        assert (pending.language, pending.record) == ("ar", event)
        event.refresh_from_db()
        assert (event.title_ar, states_of(event)) == (None, {})

    @pytest.mark.parametrize(
        ("button", "is_submitted"), [("_next", True), ("_submit_kept", True), ("_amend_prepared", False)]
    )
    def test_what_is_prepared_is_submitted_unless_it_is_only_kept(self, button, is_submitted):
        event = EventFactory(title_en="Meeting", city_en=None)
        desk = signed_in_with(*TRANSLATOR)

        sent(desk, event, {**opened(desk, event), "title_ar": "اجتماع", button: "1"})

        assert bool(PendingChange.objects.get().submitted_at) is is_submitted

    def test_a_prepared_translation_is_looked_at_and_released(self, desk):
        event = EventFactory(title_en="Meeting", city_en=None)
        translator = signed_in_with(*TRANSLATOR)
        sent(translator, event, {**opened(translator, event), "title_ar": "اجتماع", "confirmed-title": "on"})
        pending = PendingChange.objects.get()
        looked_at = translator.get(reverse("admin:events_event_prepared", args=[event.pk, pending.pk]))
        assert "اجتماع" in looked_at.content.decode()

        page = reverse("admin:events_event_prepared_release", args=[event.pk, pending.pk])
        seen = {"pending_revision": pending.revision, "revision": event.revision}
        assert desk.post(page, seen).status_code == 302

        event.refresh_from_db()
        assert event.title_ar == "اجتماع"
        assert states_of(event) == {("title", "ar"): ("confirmed", False)}

    def test_a_prepared_translation_goes_on_where_it_was_left(self, desk):
        event = EventFactory(title_en="Meeting", city_en=None)
        translator = signed_in_with(*TRANSLATOR)
        sent(translator, event, {**opened(translator, event), "title_ar": "اجتماع"})
        pending = PendingChange.objects.get()

        page = translator.get(reverse("admin:events_event_prepared_amend", args=[event.pk, pending.pk]))
        data = fields_of(page, "translate_form")
        assert data["title_ar"] == ["اجتماع"]
        sent(translator, event, {**data, "title_ar": "لقاء"})

        pending = PendingChange.objects.get()
        assert pending.data["title_ar"] == ["لقاء"]

    def test_released_after_its_original_has_changed_it_is_older_than_that(self, desk):
        event = EventFactory(title_en="Meeting", city_en=None)
        event.refresh_from_db()
        translator = signed_in_with(*TRANSLATOR)
        sent(translator, event, {**opened(translator, event), "title_ar": "اجتماع", "confirmed-title": "on"})
        event.title_en = "Conference"
        event.save()
        pending = PendingChange.objects.get()

        page = reverse("admin:events_event_prepared_release", args=[event.pk, pending.pk])
        desk.post(page, {"pending_revision": pending.revision, "revision": event.revision})

        event.refresh_from_db()
        assert event.title_ar == "اجتماع"
        assert states_of(event) == {("title", "ar"): ("confirmed", True)}


class TestTwoAtOnce:
    def test_what_somebody_else_changed_elsewhere_is_no_obstacle(self, desk, event):
        data = opened(desk, event)
        event.country, event.title_fr = "KE", "Réunion"
        event.save()

        answer = sent(desk, event, {**data, "title_ar": "اجتماع"})

        event.refresh_from_db()
        assert answer.status_code == 302
        assert (event.country, event.title_fr, event.title_ar) == ("KE", "Réunion", "اجتماع")

    def test_what_only_one_of_two_translators_changed_is_kept_of_each(self, desk, event):
        data = opened(desk, event)
        event.text_ar = "<p>التقينا.</p>"
        event.save()

        sent(desk, event, {**data, "title_ar": "اجتماع"})

        event.refresh_from_db()
        assert (event.title_ar, event.text_ar) == ("اجتماع", "<p>التقينا.</p>")

    @pytest.mark.parametrize(("choice", "saved"), [("mine", "اجتماع"), ("theirs", "لقاء")])
    def test_what_both_changed_is_chosen(self, desk, event, choice, saved):
        data = opened(desk, event)
        event.title_ar = "لقاء"
        event.save()

        page = sent(desk, event, {**data, "title_ar": "اجتماع"})
        event.refresh_from_db()
        assert (page.status_code, event.title_ar) == (200, "لقاء")
        assert "Nothing you typed is lost" in page.content.decode()
        again = fields_of(page, "translate_form")
        assert (again["title_ar"], again["choose-title_ar"]) == (["اجتماع"], ["mine"])

        sent(desk, event, {**again, "choose-title_ar": choice})

        event.refresh_from_db()
        assert event.title_ar == saved

    def test_an_original_that_is_another_now_is_shown_before_it_is_called_translated(self, desk, event):
        data = opened(desk, event)
        event.title_en = "Conference"
        event.save()

        page = sent(desk, event, {**data, "title_ar": "اجتماع", "confirmed-title": "on"})

        event.refresh_from_db()
        assert (page.status_code, event.title_ar) == (200, None)
        assert "<del>Meeting</del>" in page.content.decode()
        assert "<ins>Conference</ins>" in page.content.decode()
        sent(desk, event, fields_of(page, "translate_form"))
        event.refresh_from_db()
        assert event.title_ar == "اجتماع"
        assert states_of(event) == {("title", "ar"): ("confirmed", False)}

    def test_a_tick_that_was_left_alone_does_not_undo_the_confirmation_of_another(self, desk, event):
        event.title_ar = "اجتماع"
        event.save()
        mark_unofficial(event, "title", "ar")
        data = opened(desk, event)
        event.translation_states.update(status="confirmed")
        event.save()

        sent(desk, event, {**data, "text_ar": "<p>التقينا.</p>"})

        assert states_of(event)["title", "ar"] == ("confirmed", False)

    def test_a_part_added_meanwhile_keeps_its_translation(self, desk, event):
        data = opened(desk, event)
        added = SpeakerFactory(event=event, name_en="Omar", name_ar="عمر")

        sent(desk, event, {**data, "title_ar": "اجتماع"})

        added.refresh_from_db()
        assert added.name_ar == "عمر"

    @pytest.mark.parametrize("is_beginning_known", [True, False])
    def test_what_was_typed_for_a_part_that_is_gone_is_shown_before_anything_is_saved(
        self, desk, event, is_beginning_known
    ):
        speaker = event.speakers.get()
        data = opened(desk, event)
        if not is_beginning_known:
            data["opened_revision"] = "99"
        typed = {"title_ar": "اجتماع", f"speakers-{speaker.pk}-function_ar": "وزيرة"}
        speaker.delete()

        page = sent(desk, event, {**data, **typed})

        event.refresh_from_db()
        assert (page.status_code, event.title_ar) == (200, None)
        [shown] = [one for one in page.context["conflict"].taken_over if one.before == "وزيرة"]
        named = "Speaker “Amina”: Function (Arabic)" if is_beginning_known else "Function (Arabic)"
        assert (shown.label, shown.after) == (named, "(removed)")
        sent(desk, event, fields_of(page, "translate_form"))
        event.refresh_from_db()
        assert event.title_ar == "اجتماع"

    def test_a_part_that_is_gone_and_had_nothing_typed_is_no_obstacle(self, desk, event):
        data = opened(desk, event)
        event.speakers.get().delete()

        answer = sent(desk, event, {**data, "title_ar": "اجتماع"})

        event.refresh_from_db()
        assert (answer.status_code, event.title_ar) == (302, "اجتماع")

    def test_what_was_typed_for_no_part_at_all_is_shown_as_well(self, desk, event):
        data = opened(desk, event)
        event.save()

        data |= {f"speakers-{'9' * 5000}-function_ar": "وزيرة"}
        # In another form a name is not as long.
        page = desk.post(
            page_of(event, "ar"), urlencode(data, doseq=True), "application/x-www-form-urlencoded"
        )

        assert [one.before for one in page.context["conflict"].taken_over] == ["وزيرة"]


def test_next_leads_down_the_list_it_was_opened_from(desk, event):
    page = f"{page_of(event)}?state=missing&kind=event"

    answer = desk.post(page, {**opened(desk, event), "title_ar": "اجتماع", "_next": "1"})

    wanted = reverse("desk:next_translation", args=["ar"])
    assert answer.url == f"{wanted}?state=missing&kind=event&after=event-{event.pk}"


def test_a_kind_whose_provisions_have_a_screen_of_their_own_is_translated_with_them(desk):
    provision = ProvisionFactory(text_en="Text")
    document = Document.objects.get(pk=provision.document_id)

    sent(
        desk, document, {**opened(desk, document, "fr"), f"provisions-{provision.pk}-text_fr": "Texte"}, "fr"
    )

    provision.refresh_from_db()
    assert provision.text_fr == "Texte"
