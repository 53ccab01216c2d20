"""Edits prepared beside the published text: kept, tried, released, thrown away."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from reversion.models import Revision, Version

from accounts.models import AuditEntry
from events.models import Event, Speaker
from publishing.history import versions_of
from publishing.models import Authorship, Change, PendingChange
from publishing.remarks import returned_edits
from search.models import Entry
from tests import factories
from tests.html_forms import fields_of
from tests.publishing.pending_desk import confirmed, form_of, page_of, prepared, told
from tests.staff import signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]

EDITS = ("events.view_event", "events.add_event", "events.change_event")


@pytest.fixture
def editor():
    return signed_in_with(*EDITS)


@pytest.fixture
def publisher():
    return signed_in("omar")


@pytest.fixture
def event():
    return factories.EventFactory(title_en="Meeting", text_en="<p>Old words.</p>")


def traces():
    """Everything that an edit which only waits must leave as it is."""
    return (
        list(Entry.objects.order_by("pk").values("pk", "fingerprint")),
        list(Authorship.objects.order_by("pk").values()),
        LogEntry.objects.count(),
        list(Event.objects.order_by("pk").values()),
        list(Speaker.objects.values()),
        list(Change.objects.values()),
        Version.objects.count(),
        Revision.objects.count(),
    )


@pytest.mark.parametrize("trait", [{}, {"scheduled": True}, {"withdrawn": True}])
def test_who_may_not_publish_only_prepares_whatever_button_they_send(editor, trait):
    event = factories.EventFactory(title_en="Meeting", **trait)
    before = traces()

    answer = editor.post(page_of(event), {**form_of(editor, event, title_en="Forged"), "_save": "Save"})

    pending = PendingChange.objects.get()
    assert answer.url == page_of(event, "prepared", pending.pk)
    assert traces() == before
    assert (pending.data["title_en"], pending.author.username) == (["Forged"], "amal")


@pytest.mark.parametrize("trait", [{"draft": True}, {"in_review": True}])
def test_drafts_are_saved_directly(editor, trait):
    event = factories.EventFactory(**trait)

    editor.post(page_of(event), form_of(editor, event, title_en="Better"))

    assert (Event.objects.get().title_en, PendingChange.objects.count()) == ("Better", 0)


def test_who_may_publish_saves_at_once_or_prepares(publisher, event):
    publisher.post(page_of(event), form_of(publisher, event, title_en="At once"))
    pending = prepared(publisher, event, title_en="Later")

    assert (Event.objects.get().title_en, pending.data["title_en"]) == ("At once", ["Later"])


@pytest.mark.parametrize("factory", [factories.ChairmanshipFactory, factories.CompositionFactory])
def test_records_without_drafts_are_only_prepared_and_not_added_by_who_may_not_publish(factory):
    record = factory()
    label, model = record._meta.app_label, record._meta.model_name
    editor = signed_in_with(*(f"{label}.{verb}_{model}" for verb in ("view", "add", "change")))

    editor.post(page_of(record), form_of(editor, record, slug="other"))

    assert type(record).objects.get().slug == record.slug
    assert PendingChange.objects.get().record == record
    assert editor.get(reverse(f"admin:{label}_{model}_add")).status_code == 403


def test_page_tells_what_the_edit_changes_and_leaves_no_trace(editor, event):
    speaker = factories.SpeakerFactory(event=event, name_en="Amina Example", function_en="Minister")
    pending = prepared(editor, event, title_en="Conference", **{"speakers-0-function_en": "Envoy"})
    before = traces()

    page = editor.get(page_of(event, "prepared", pending.pk))

    shown = [(one.label, one.before, one.after) for one in page.context["trial"].differences]
    assert shown == [
        ("Title (English)", "Meeting", "Conference"),
        ("Speaker “Amina Example”: Function (English)", "Minister", "Envoy"),
    ]
    assert (traces(), Speaker.objects.get()) == (before, speaker)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_preview_shows_the_page_as_it_would_be_and_leaves_no_trace(editor, client, event, language):
    pending = prepared(editor, event, **{f"title_{language}": "Conference"})
    before = traces()

    page = editor.get(page_of(event, "prepared_preview", pending.pk), {"language": language})

    assert "Conference" in page.content.decode()
    assert page.headers["Content-Language"] == language
    assert traces() == before
    assert "Conference" not in client.get(event.get_absolute_url()).content.decode()


def test_release_writes_the_edit_and_names_both_people(editor, publisher, event):
    pending = prepared(editor, event, title_en="Conference")

    answer = confirmed(publisher, event, pending, "release")

    pending.refresh_from_db()
    version = versions_of(event).first()
    assert (answer.url, Event.objects.get().title_en) == (page_of(event), "Conference")
    assert (pending.outcome, pending.closed_by.username) == ("released", "omar")
    assert (version.revision.user.username, version.revision.comment) == (
        "omar",
        "Edit prepared by amal, released",
    )
    entries = AuditEntry.objects.filter(details__prepared_edit=pending.pk).order_by("pk")
    assert list(entries.values_list("action", "person")) == [("prepared", "amal"), ("released", "omar")]


def test_release_needs_the_permission_to_publish(editor, event):
    pending = prepared(editor, event, title_en="Conference")
    page = page_of(event, "prepared_release", pending.pk)

    answers = [editor.get(page), editor.post(page, {"revision": event.revision, "pending_revision": 0})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert Event.objects.get().title_en == "Meeting"


def test_release_asks_again_if_the_edit_was_saved_since_it_was_looked_at(editor, publisher, event):
    pending = prepared(editor, event, title_en="Conference")
    page = page_of(event, "prepared_release", pending.pk)
    asked = publisher.get(page).context["form"].initial
    amended = fields_of(editor.get(page_of(event, "prepared_amend", pending.pk)), "event_form")
    editor.post(page_of(event), {**amended, "title_en": "Unseen"})

    answer = publisher.post(page, asked)

    assert list(answer.context["form"].errors) == ["__all__"]
    assert Event.objects.get().title_en == "Meeting"
    assert fields_of(answer, None)["pending_revision"] == ["1"]


def test_release_merges_what_was_saved_meanwhile(editor, publisher, event):
    pending = prepared(editor, event, title_en="Conference")
    publisher.post(page_of(event), form_of(publisher, event, city_en="Nairobi"))

    page = publisher.get(page_of(event, "prepared", pending.pk))
    confirmed(publisher, event, pending, "release")

    saved = Event.objects.get()
    assert [one.label for one in page.context["trial"].differences] == ["Title (English)"]
    assert (saved.title_en, saved.city_en) == ("Conference", "Nairobi")


def test_what_both_have_changed_is_not_released_before_somebody_has_chosen(editor, publisher, event):
    pending = prepared(editor, event, title_en="Conference")
    publisher.post(page_of(event), form_of(publisher, event, title_en="Workshop"))

    page = publisher.get(page_of(event, "prepared", pending.pk))
    refused = confirmed(publisher, event, pending, "release")

    assert page.context["trial"].must_choose
    assert (refused.status_code, Event.objects.get().title_en) == (200, "Workshop")
    assert PendingChange.objects.open().get() == pending


@pytest.mark.parametrize(("choice", "released"), [("mine", "Conference"), ("theirs", "Workshop")])
def test_once_somebody_has_chosen_it_is_released(editor, publisher, event, choice, released):
    pending = prepared(editor, event, title_en="Conference", venue_en="Hall A")
    publisher.post(page_of(event), form_of(publisher, event, title_en="Workshop"))

    form = fields_of(editor.get(page_of(event, "prepared_amend", pending.pk)), "event_form")
    editor.post(page_of(event), {**form, "choose-title_en": choice})
    confirmed(publisher, event, pending, "release")

    saved = Event.objects.get()
    assert (saved.title_en, saved.venue_en) == (released, "Hall A")


def test_edit_that_cannot_be_saved_any_more_says_why_and_is_kept(editor, publisher, event):
    pending = prepared(editor, event, slug="taken")
    factories.EventFactory(slug="taken")

    page = publisher.get(page_of(event, "prepared", pending.pk))
    refused = confirmed(publisher, event, pending, "release")
    form = publisher.get(page_of(event, "prepared_amend", pending.pk))

    problem = "Another record already has this address."
    assert page.context["trial"].problems == [problem]
    assert refused.context["form"].errors["__all__"] == [problem]
    assert form.context["adminform"].form.errors["slug"] == [problem]
    assert PendingChange.objects.open().get() == pending


def test_going_on_with_an_edit_shows_everything_typed_with_its_rows(editor, event):
    typed = {
        "title_en": "Conference",
        "speakers-TOTAL_FORMS": "1",
        "speakers-0-name_en": "Amina Example",
        "speakers-0-order": "1",
    }
    pending = prepared(editor, event, **typed)

    form = editor.get(page_of(event, "prepared_amend", pending.pk))

    fields = fields_of(form, "event_form")
    assert {name: fields[name] for name in typed} == {name: [value] for name, value in typed.items()}
    assert 'class="errornote"' not in form.content.decode()
    assert Speaker.objects.count() == 0


def test_amending_keeps_one_edit_and_its_author(editor, publisher, event):
    pending = prepared(editor, event, title_en="Conference")
    form = fields_of(publisher.get(page_of(event, "prepared_amend", pending.pk)), "event_form")

    publisher.post(page_of(event), {**form, "title_en": "High-level conference", "_save": "Save"})

    [kept] = PendingChange.objects.all()
    assert (kept.data["title_en"], kept.author.username, kept.revision) == (
        ["High-level conference"],
        "amal",
        1,
    )
    assert Event.objects.get().title_en == "Meeting"
    # The history will say whose edit it is: the audit log says who else has written in it.
    entries = AuditEntry.objects.filter(action="prepared").order_by("pk")
    about = {"prepared_edit": kept.pk, "prepared_by": "amal"}
    assert list(entries.values_list("person", "details")) == [
        ("amal", about),
        ("omar", {**about, "changed": True}),
    ]


def test_null_characters_are_left_out_for_postgresql_cannot_keep_them(editor, event):
    pending = prepared(editor, event, **{"title_en": "Confer\0ence", "odd\0": "name"})

    assert (pending.data["title_en"], pending.data["odd"]) == (["Conference"], ["name"])


def test_line_breaks_as_browsers_send_them_are_no_change(editor, publisher, event):
    event = Event.objects.get(pk=event.pk)
    event.editor_note = "One source says so.\n\nAnother does not."
    event.save()
    note = {"editor_note": "One source says so.\r\n\r\nAnother does not."}

    pending = prepared(editor, event, title_en="Conference", **note)
    page = publisher.get(page_of(event, "prepared", pending.pk))
    publisher.post(page_of(event), form_of(publisher, event, venue_en="Hall", **note))

    assert [str(one.label) for one in page.context["trial"].differences] == ["Title (English)"]
    saved = Event.objects.get()
    assert (saved.venue_en, saved.editor_note) == ("Hall", event.editor_note)


def test_second_of_two_who_amend_one_edit_is_told_and_loses_nothing(editor, publisher, event):
    pending = prepared(editor, event, title_en="Conference")
    amend = page_of(event, "prepared_amend", pending.pk)
    first, second = (fields_of(client.get(amend), "event_form") for client in (editor, publisher))

    editor.post(page_of(event), {**first, "title_en": "First"})
    answer = publisher.post(page_of(event), {**second, "title_en": "Second"})

    kept = PendingChange.objects.open().order_by("pk")
    assert [(one.data["title_en"], one.author.username) for one in kept] == [
        (["First"], "amal"),
        (["Second"], "omar"),
    ]
    assert told(answer)[0][1].startswith("Somebody has saved or closed the prepared edit while you had it")


def test_what_was_thrown_away_can_be_taken_up_again(editor, event):
    pending = prepared(editor, event, title_en="Conference")

    confirmed(editor, event, pending, "discard")
    listed = editor.get(page_of(event, "prepared_list"))
    assert (list(listed.context["open_edits"]), list(listed.context["closed_edits"])) == ([], [pending])
    editor.post(page_of(event, "prepared_take_up", pending.pk))

    assert PendingChange.objects.open().get() == pending
    actions = AuditEntry.objects.filter(details__prepared_edit=pending.pk).order_by("pk")
    assert list(actions.values_list("action", flat=True)) == ["prepared", "discarded", "prepared"]


def test_what_was_released_is_not_taken_up_again(editor, publisher, event):
    pending = prepared(editor, event, title_en="Conference")
    confirmed(publisher, event, pending, "release")

    publisher.post(page_of(event, "prepared_take_up", pending.pk))

    assert not PendingChange.objects.open().exists()


def test_review_hands_in_returns_and_releases(editor, publisher, event):
    pending = prepared(editor, event, title_en="Conference")

    confirmed(editor, event, pending, "submit", remark="Please look at the title.")
    assert list(PendingChange.objects.waiting_for_review()) == [pending]
    refused = confirmed(publisher, event, pending, "return", remark="")
    assert list(refused.context["form"].errors) == ["remark"]
    confirmed(publisher, event, pending, "return", remark="The official title, please.")

    pending.refresh_from_db()
    assert list(returned_edits(pending.author)) == [pending]
    assert not PendingChange.objects.waiting_for_review().exists()
    assert [(one.author.username, one.text) for one in pending.remarks.all()] == [
        ("amal", "Please look at the title."),
        ("omar", "The official title, please."),
    ]


@pytest.mark.parametrize("step", ["amend", "submit", "return", "release", "discard"])
def test_step_of_an_edit_that_is_closed_leads_to_it_and_does_nothing(publisher, event, step):
    pending = prepared(publisher, event, title_en="Conference")
    confirmed(publisher, event, pending, "discard")

    answer = publisher.get(page_of(event, f"prepared_{step}", pending.pk))

    assert answer.url == page_of(event, "prepared", pending.pk)
    assert told(answer)[-1][0] == "warning"


def test_nothing_is_done_to_an_edit_by_a_get(editor, publisher, event):
    pending = prepared(editor, event, title_en="Conference")

    for step in ("submit", "return", "release", "discard"):
        publisher.get(page_of(event, f"prepared_{step}", pending.pk))
    answer = publisher.get(page_of(event, "prepared_take_up", pending.pk))

    assert (answer.status_code, PendingChange.objects.get().revision) == (405, 0)


def test_who_may_only_look_reads_the_edit_and_does_nothing_to_it(editor, event):
    pending = prepared(editor, event, title_en="Conference")
    auditor = signed_in_with("events.view_event", username="rania")

    page = auditor.get(page_of(event, "prepared", pending.pk))
    refused = [
        auditor.post(page_of(event, f"prepared_{step}", pending.pk)).status_code
        for step in ("amend", "submit", "return", "release", "discard", "take_up")
    ]

    assert [one.label for one in page.context["trial"].differences] == ["Title (English)"]
    assert refused == [403] * 6


def test_button_that_no_form_has_copies_nothing_past_the_review(editor, event):
    form = form_of(editor, event, title_en="")

    answers = [
        editor.post(page_of(event), {**form, "title_en": title, "_saveasnew": "1"}) for title in ("", "Copy")
    ]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert [one.title_en for one in Event.objects.all()] == ["Meeting"]
