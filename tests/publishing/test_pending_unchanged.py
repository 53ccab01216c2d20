"""“Prepare” keeps an edit where there is one; a form that was only looked at leaves nothing behind."""

import pytest

from accounts.models import AuditEntry
from publishing.models import PendingChange
from tests import factories
from tests.declarations.uploads import upload
from tests.html_forms import fields_of
from tests.publishing.pending_desk import form_of, page_of, prepared, told
from tests.staff import signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]

NOTHING = ("info", "Nothing was changed.")


@pytest.fixture
def desk():
    return signed_in("omar")


@pytest.fixture
def event():
    event = factories.EventFactory(
        title_en="Meeting", text_en="<p>Old\nwords.</p>", sources=["https://a.example"]
    )
    event.themes.add(factories.ThemeFactory())
    factories.SpeakerFactory(event=event, name_en="Amina")
    return event


def test_unchanged_form_leads_back_to_itself(desk, event):
    answer = desk.post(page_of(event), {**form_of(desk, event), "_prepare": "1"})

    assert (answer.status_code, answer.url, told(answer)) == (302, page_of(event), [NOTHING])
    assert not PendingChange.objects.exists()
    assert not AuditEntry.objects.filter(action="prepared").exists()


@pytest.mark.parametrize("record", [factories.ChairmanshipFactory, factories.CommitmentFactory])
def test_unchanged_form_of_who_must_prepare_is_not_kept_either(record):
    record = record()
    options = record._meta
    names = (f"{options.app_label}.{verb}_{options.model_name}" for verb in ("view", "change"))
    editor = signed_in_with(*names)

    answer = editor.post(page_of(record), form_of(editor, record))

    assert (answer.url, told(answer)) == (page_of(record), [NOTHING])
    assert not PendingChange.objects.exists()


def test_what_a_colleague_has_saved_meanwhile_is_no_edit_of_this_one(desk, event):
    opened = form_of(desk, event)
    event.refresh_from_db()
    event.title_en = "Conference"
    event.save()
    event.speakers.create(name_en="Sara", order=2)

    answer = desk.post(page_of(event), {**opened, "_prepare": "1"})

    assert told(answer) == [NOTHING]
    assert not PendingChange.objects.exists()


@pytest.mark.parametrize("page", ["change", "translate"])
def test_a_form_that_is_sent_twice_is_one_edit(desk, event, page):
    more, form = ((), "event_form") if page == "change" else (("fr",), "translate_form")
    address = page_of(event, page, *more)
    typed = {"title_en": "Conference"} if page == "change" else {"title_fr": "Conférence"}
    data = {**fields_of(desk.get(address), form), **typed, "_prepare": "1"}

    first, second = desk.post(address, data), desk.post(address, data)

    pending = PendingChange.objects.get()
    assert first.url == second.url == page_of(event, "prepared", pending.pk)
    assert AuditEntry.objects.filter(action="prepared").count() == 1


def test_a_prepared_edit_that_is_amended_by_two_presses_stays_one(desk, event):
    pending = prepared(desk, event, title_en="Conference")
    amend = fields_of(desk.get(page_of(event, "prepared_amend", pending.pk)), "event_form")
    data = {**amend, "title_en": "Congress", "_amend_prepared": "1"}

    answers = [desk.post(page_of(event), data) for _press in range(2)]

    kept = PendingChange.objects.get()
    assert (kept, kept.data["title_en"]) == (pending, ["Congress"])
    assert {answer.url for answer in answers} == {page_of(event, "prepared_amend", pending.pk)}
    assert [level for answer in answers for level, _words in told(answer)] == ["success"] * 3


def test_the_same_edit_of_somebody_else_is_one_of_its_own(desk, event):
    data = {**form_of(desk, event, title_en="Conference"), "_prepare": "1"}

    for client in (desk, signed_in("nadia")):
        client.post(page_of(event), data)

    names = PendingChange.objects.values_list("author__username", flat=True)
    assert sorted(names) == ["nadia", "omar"]


def test_a_file_alone_is_left_out_and_leaves_nothing_to_keep(desk):
    document = factories.DocumentFactory()
    file = {"versions-0-upload": upload(), "versions-0-authority": "authentic"}

    answer = desk.post(page_of(document), {**form_of(desk, document), **file, "_prepare": "1"})

    left_out, nothing = told(answer)
    assert left_out[1].startswith("Files cannot be kept with a prepared edit")
    assert nothing == NOTHING
    assert not PendingChange.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"speakers-0-function_en": "Minister"},
        {"speakers-0-DELETE": "on"},
        {"speakers-TOTAL_FORMS": "2", "speakers-1-name_en": "Sara"},
        {"themes": []},
        # What cannot be saved yet is kept as well.
        {"date_from": "soon"},
    ],
    ids=["row", "row removed", "row added", "link", "mistake"],
)
def test_whatever_makes_a_difference_is_kept(desk, event, typed):
    pending = prepared(desk, event, **typed)

    assert (
        pending.data.items()
        >= {
            name: value if isinstance(value, list) else [value] for name, value in typed.items() if value
        }.items()
    )


def test_screen_of_the_provisions_leads_back_to_itself(desk):
    document = factories.DocumentFactory()
    factories.ProvisionFactory(document=document, position=1, text_en="Old words.")

    answer = desk.post(
        page_of(document, "provisions"), {**form_of(desk, document, "provisions"), "_prepare": "1"}
    )

    assert (answer.url, told(answer)) == (page_of(document, "provisions"), [NOTHING])
    assert not PendingChange.objects.exists()


def test_prepared_edit_that_is_open_already_may_become_what_it_was(desk, event):
    pending = prepared(desk, event, title_en="Conference")
    amended = {**form_of(desk, event), "pending": pending.pk, "pending_revision": pending.revision}

    desk.post(page_of(event), amended)

    pending.refresh_from_db()
    assert (pending.is_open, pending.data["title_en"]) == (True, ["Meeting"])
