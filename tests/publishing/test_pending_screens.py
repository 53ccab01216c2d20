"""Prepared edits of whatever is a form: each kind of record, provisions, translations, what has files."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from declarations.models import Document, DocumentVersion, ProgressEntry
from events.models import Event
from members.models import Chairmanship
from publishing.models import PendingChange, Remark
from publishing.remarks import remark
from tests import factories
from tests.declarations.uploads import upload
from tests.html_forms import agreed_to, fields_of
from tests.publishing.pending_desk import confirmed, form_of, page_of, prepared, told
from tests.staff import signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]

KINDS = {
    factories.PartnerFactory: {"name_en": "Renamed"},
    factories.CompositionFactory: {"slug": "renamed"},
    factories.ChairmanshipFactory: {"slug": "renamed"},
    factories.EventFactory: {"title_en": "Renamed"},
    factories.PictureFactory: {"caption_en": "Renamed"},
    factories.SeriesFactory: {"title_en": "Renamed"},
    factories.DomainFactory: {"name_en": "Renamed"},
    factories.DocumentFactory: {"title_en": "Renamed"},
    factories.DocumentVersionFactory: {"note_en": "Renamed"},
    factories.CommitmentFactory: {"title_en": "Renamed"},
    factories.ProgressEntryFactory: {"text_en": "<p>Renamed</p>"},
    factories.PageFactory: {"title_en": "Renamed"},
    factories.TermFactory: {"name_en": "Renamed"},
}


def editor_of(record, *more):
    options = record._meta
    names = (f"{options.app_label}.{verb}_{options.model_name}" for verb in ("view", "add", "change"))
    return signed_in_with(*names, *more)


@pytest.fixture
def publisher():
    return signed_in("omar")


@pytest.mark.parametrize("factory", KINDS, ids=lambda factory: factory._meta.model.__name__)
def test_each_kind_of_record_is_prepared_looked_at_and_released(publisher, factory):
    record, [(column, text)] = factory(), KINDS[factory].items()
    before = getattr(record, column)

    pending = prepared(editor_of(record), record, **{column: text})
    page = publisher.get(page_of(record, "prepared", pending.pk))
    record.refresh_from_db()
    assert (getattr(record, column), page.context["trial"].problems) == (before, [])
    assert [one.name for one in page.context["trial"].differences] == [column]

    confirmed(publisher, record, pending, "release")

    record.refresh_from_db()
    assert getattr(record, column) == text


def test_provisions_are_prepared_on_their_own_screen(publisher):
    document = factories.DocumentFactory()
    provision = factories.ProvisionFactory(document=document, position=1, text_en="Old words.")
    editor = editor_of(document)

    pending = prepared(editor, document, "provisions", **{"provisions-0-text_en": "New words."})
    assert (pending.screen, document.provisions.get().text_en) == ("provisions", "Old words.")
    page = publisher.get(page_of(document, "prepared", pending.pk))
    assert [(one.before, one.after) for one in page.context["trial"].differences] == [
        ("Old words.", "New words.")
    ]
    amend = editor.get(page_of(document, "prepared_amend", pending.pk))
    assert "New words." in amend.content.decode()

    confirmed(publisher, document, pending, "release")

    provision.refresh_from_db()
    assert provision.text_en == "New words."


def test_translation_is_prepared_by_who_may_only_translate(publisher):
    event = factories.EventFactory(title_en="Meeting")
    translator = signed_in_with("events.view_event", "publishing.translate_fr")
    page = page_of(event, "translate", "fr")
    form = fields_of(translator.get(page), "translate_form")
    [name] = [key for key in form if key.endswith("title_fr")]

    translator.post(page, {**form, name: "Réunion"})

    pending = PendingChange.objects.get()
    assert (pending.language, Event.objects.get().title_fr) == ("fr", None)
    shown = translator.get(page_of(event, "prepared", pending.pk))
    assert "Title (French)" in [one.label for one in shown.context["trial"].differences]
    assert translator.get(page_of(event, "prepared_release", pending.pk)).status_code == 403
    amend = translator.get(page_of(event, "prepared_amend", pending.pk))
    assert fields_of(amend, "translate_form")[name] == ["Réunion"]
    confirmed(publisher, event, pending, "release")
    assert Event.objects.get().title_fr == "Réunion"


def test_translator_does_not_touch_the_prepared_edit_of_an_editor():
    event = factories.EventFactory(title_en="Meeting")
    pending = prepared(editor_of(event), event, title_en="Conference")
    translator = signed_in_with("events.view_event", "publishing.translate_fr", username="rania")

    answers = [
        translator.post(page_of(event, f"prepared_{step}", pending.pk)).status_code
        for step in ("amend", "submit", "discard", "release")
    ]

    assert answers == [403] * 4


def test_files_are_left_out_and_said_to_be():
    document = factories.DocumentFactory(title_en="Report")
    editor = editor_of(document, "declarations.add_documentversion")
    form = form_of(editor, document, title_en="Final report")
    answer = editor.post(
        page_of(document), {**form, "versions-0-upload": upload(), "versions-0-authority": "authentic"}
    )

    pending = PendingChange.objects.get()
    assert told(answer)[0][1].startswith("Files cannot be kept with a prepared edit")
    assert (pending.data["title_en"], pending.data["versions-TOTAL_FORMS"]) == (["Final report"], ["0"])
    assert not DocumentVersion.objects.exists()


def test_new_rows_with_a_life_of_their_own_come_with_the_release(publisher):
    commitment = factories.CommitmentFactory()
    editor = editor_of(commitment, "declarations.add_progressentry")
    row = {
        "entries-TOTAL_FORMS": "1",
        "entries-0-date_from": "2024-05",
        "entries-0-status": "in_progress",
        "entries-0-text_en": "<p>First call.</p>",
    }

    pending = prepared(editor, commitment, **row)
    assert not ProgressEntry.objects.exists()
    confirmed(publisher, commitment, pending, "release")

    assert ProgressEntry.objects.get().state == "published"


def test_deleting_a_record_throws_its_edits_away_and_recovering_brings_them_back(publisher):
    event = factories.EventFactory(title_en="Meeting")
    key = event.pk
    pending = prepared(editor_of(event), event, title_en="Conference")

    asked = publisher.get(page_of(event, "delete")).content.decode()
    agreed_to(publisher, page_of(event, "delete"))

    pending.refresh_from_db()
    assert "Prepared edit of amal" in asked
    assert pending.outcome == "discarded"
    assert publisher.get(reverse("admin:events_event_prepared", args=[key, pending.pk])).status_code in {
        302,
        404,
    }

    deleted = publisher.get(reverse("admin:events_event_recover_list")).context["deleted"]
    publisher.post(reverse("admin:events_event_recover", args=[deleted[0].pk]))
    recovered = Event.objects.get(pk=key)
    publisher.post(page_of(recovered, "prepared_take_up", pending.pk))
    confirmed(publisher, recovered, pending, "release")

    assert Event.objects.get().title_en == "Conference"


def test_edit_of_a_withdrawn_record_changes_it_and_keeps_it_withdrawn(publisher):
    event = factories.EventFactory(title_en="Meeting", withdrawn=True)
    pending = prepared(editor_of(event), event, title_en="Conference")

    confirmed(publisher, event, pending, "release")

    saved = Event.objects.get()
    assert (saved.title_en, saved.state) == ("Conference", "withdrawn")


def test_who_saves_drafts_releases_the_edit_of_a_draft():
    draft = factories.EventFactory(draft=True)
    editor = editor_of(draft)
    pending = prepared(editor, draft, title_en="Better")

    confirmed(editor, draft, pending, "release")

    assert Event.objects.get().title_en == "Better"


def test_chairmanship_that_overlaps_by_now_is_not_released(publisher):
    term = factories.ChairmanshipFactory(number=1)
    pending = prepared(editor_of(term), term, start_from="2020-01-01")
    factories.ChairmanshipFactory(
        number=2,
        partner=term.partner,
        start=term.start.parse("2019-06-01"),
        end=term.start.parse("2021-01-01"),
    )

    refused = confirmed(publisher, term, pending, "release")

    assert "overlaps" in str(refused.context["form"].errors)
    assert str(Chairmanship.objects.get(pk=term.pk).start) == str(term.start)


def test_remarks_are_read_answered_and_settled_by_who_has_a_hand_in_the_record():
    event = factories.EventFactory()
    editor = editor_of(event)
    page = page_of(event, "remarks")

    editor.post(page, {"text": "Which city?"})
    said = Remark.objects.get()
    assert (said.record, said.author.username) == (event, "amal")
    editor.post(page, {"remark": said.pk, "do": "settle"})
    said.refresh_from_db()
    assert (said.settled_by.username, editor.get(page).status_code) == ("amal", 200)
    editor.post(page, {"remark": said.pk, "do": "reopen"})

    said.refresh_from_db()
    assert (said.settled_at, said.settled_by) == (None, None)


def test_who_may_only_look_reads_remarks_and_makes_none():
    event = factories.EventFactory()
    remark(record=event, text="Which city?", by=None)
    auditor = signed_in_with("events.view_event")
    page = page_of(event, "remarks")

    read = auditor.get(page)
    answers = [auditor.post(page, {"text": "Mine."}), auditor.post(page, {"remark": 1, "do": "settle"})]

    assert "Which city?" in read.content.decode()
    assert [answer.status_code for answer in answers] == [403, 403]
    assert Remark.objects.get().settled_at is None


@pytest.mark.parametrize("key", ["x", "0", "99999999999999999999"])
def test_remark_that_is_none_of_the_record_s_is_not_found(key):
    event = factories.EventFactory()
    other = remark(record=factories.EventFactory(), text="Elsewhere.", by=None)
    editor = editor_of(event)

    for wanted in (key, other.pk):
        answer = editor.post(page_of(event, "remarks"), {"remark": wanted, "do": "settle"})
        assert answer.status_code == 404
    assert Remark.objects.get().settled_at is None


@pytest.mark.parametrize("count", [1, 6])
def test_form_takes_the_same_queries_for_any_number_of_edits_and_remarks(
    publisher, count, django_assert_num_queries
):
    event = factories.EventFactory()
    for number in range(count):
        prepared(publisher, event, title_en=f"Conference {number}")
        remark(record=event, text="Which city?", by=None)
    publisher.get(page_of(event))

    # Who is signed in; the record and all its rows; what it lacks; then edits and remarks, one query each.
    with django_assert_num_queries(20):
        page = publisher.get(page_of(event))

    assert len(page.context["open_edits"]) == min(count, 5)


@pytest.mark.parametrize("count", [1, 6])
def test_list_of_prepared_edits_takes_the_same_queries(publisher, count, django_assert_num_queries):
    event = factories.EventFactory()
    for number in range(count):
        prepared(publisher, event, title_en=f"Conference {number}")
    publisher.get(page_of(event, "prepared_list"))

    with django_assert_num_queries(5):
        page = publisher.get(page_of(event, "prepared_list"))

    assert len(page.context["open_edits"]) == count


def test_audit_log_tells_of_every_step(publisher):
    event = factories.EventFactory()
    editor = editor_of(event)
    pending = prepared(editor, event, title_en="Conference")
    confirmed(editor, event, pending, "submit", remark="")
    confirmed(publisher, event, pending, "return", remark="Not yet.")
    confirmed(editor, event, pending, "submit", remark="Now.")
    confirmed(publisher, event, pending, "release")

    entries = AuditEntry.objects.filter(details__prepared_edit=pending.pk).order_by("pk")
    assert list(entries.values_list("person", "action")) == [
        ("amal", "prepared"),
        ("amal", "submitted"),
        ("omar", "returned"),
        ("amal", "submitted"),
        ("omar", "released"),
    ]


def test_document_is_unchanged_by_looking_at_an_edit_of_its_provisions(publisher):
    document = factories.DocumentFactory()
    factories.ProvisionFactory(document=document, text_en="Old words.")
    pending = prepared(editor_of(document), document, "provisions", **{"provisions-0-DELETE": "on"})
    before = Document.objects.values().get()

    page = publisher.get(page_of(document, "prepared_preview", pending.pk))

    assert (page.status_code, document.provisions.count()) == (200, 1)
    assert Document.objects.values().get() == before
