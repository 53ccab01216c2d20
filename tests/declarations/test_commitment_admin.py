"""Commitments and their progress at the desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from declarations.models import Commitment, ProgressEntry
from publishing.dates import PartialDate, Precision
from publishing.history import versions_of
from publishing.models import Change
from tests.factories import (
    CommitmentFactory,
    DocumentFactory,
    EventFactory,
    PartnerFactory,
    ProgressEntryFactory,
    ProvisionFactory,
)
from tests.html_forms import agreed_to, errors_of, fields_of
from tests.staff import signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]

ADD = "/admin/declarations/commitment/add/"
CHOOSE = "/admin/declarations/provision/choose/"
MAY_WRITE = ("declarations.view_commitment", "declarations.change_commitment")


@pytest.fixture
def desk():
    return signed_in()


def page_of(record, name="change"):
    return reverse(f"admin:declarations_{record.kind}_{name}", args=[record.pk])


def form_of(client, commitment):
    return fields_of(client.get(page_of(commitment)), "commitment_form")


def with_steps(data, *steps):
    """The form with new steps typed into it."""
    filled = {**data, "entries-TOTAL_FORMS": str(len(steps))}
    for index, step in enumerate(steps):
        empty = {"date_from": "", "date_to": "", "status": "", "text_en": "", "text_fr": "", "text_ar": ""}
        for name, value in {**empty, **step}.items():
            filled[f"entries-{index}-{name}"] = value
    return filled


def choices(client, term):
    query = {"app_label": "declarations", "model_name": "commitment", "field_name": "provision"}
    return [row["text"] for row in client.get(CHOOSE, {**query, "term": term}).json()["results"]]


def long_ago(days):
    day = timezone.localdate() - timedelta(days=days)
    return PartialDate(day, day, Precision.DAY)


# Writing one


def test_a_commitment_with_its_first_step_is_written_in_one_form_and_published_in_one_step(desk, client):
    provision = ProvisionFactory(text_en="Double the scholarships.")
    kenya, meeting = PartnerFactory(name_en="Kenya"), EventFactory()
    data = fields_of(desk.get(ADD), "commitment_form")
    step = {
        "date_from": "2016-05",
        "status": "in_progress",
        "text_en": "<p>First call.</p>",
        "event": meeting.pk,
    }
    data = with_steps(data, step) | {
        "provision": provision.pk,
        "title_en": "Double the scholarships",
        "slug": "double-the-scholarships",
        "actors": [kenya.pk],
        "due_from": "2016",
    }

    answer = desk.post(ADD, {**data, "_publish": "1"})

    commitment = Commitment.objects.get()
    assert answer.url == page_of(commitment, "publish")
    assert client.get(commitment.get_absolute_url()).status_code == 404

    desk.post(answer.url, {"revision": commitment.revision, "at": ""})

    page = client.get(commitment.get_absolute_url()).content.decode()
    assert [words for words in ("Kenya", "First call.", "May 2016", "In progress") if words not in page] == []


def test_a_step_is_seen_when_the_form_is_saved_unless_it_is_kept_back(desk):
    commitment = CommitmentFactory()
    data = with_steps(
        form_of(desk, commitment),
        {"date_from": "2020", "text_en": "<p>Seen.</p>"},
        {"date_from": "2021", "text_en": "<p>Kept.</p>", "keep_back": "on"},
    )

    desk.post(page_of(commitment), data)

    assert [entry.state for entry in ProgressEntry.objects.order_by("sort_key")] == ["published", "draft"]
    assert list(Change.objects.filter(kind="progressentry").values_list("verb")) == [("published",)]


def test_a_step_of_who_may_not_publish_waits_for_review():
    commitment = CommitmentFactory(draft=True)
    client = signed_in_with(*MAY_WRITE, "declarations.add_progressentry")
    data = with_steps(form_of(client, commitment), {"date_from": "2020", "text_en": "<p>New.</p>"})

    client.post(page_of(commitment), data)

    assert ProgressEntry.objects.get().state == "in_review"


def test_who_may_not_write_steps_is_not_asked_for_any():
    commitment = CommitmentFactory()
    client = signed_in_with(*MAY_WRITE)

    page = client.get(page_of(commitment))

    assert [one.formset.prefix for one in page.context["inline_admin_formsets"]] == [
        "publishing-translationstate-content_type-object_id"
    ]


def test_a_step_without_a_date_or_anything_said_is_refused_with_advice(desk):
    commitment = CommitmentFactory()

    undated = desk.post(
        page_of(commitment), with_steps(form_of(desk, commitment), {"text_en": "<p>When?</p>"})
    )
    unsaid = desk.post(page_of(commitment), with_steps(form_of(desk, commitment), {"date_from": "2020"}))

    assert errors_of(undated) == {"entries-0-__all__": ["Say when it was: a year is enough."]}
    assert errors_of(unsaid) == {"entries-0-__all__": ["Say what followed, or choose the status it sets."]}
    assert not ProgressEntry.objects.exists()


def test_steps_that_are_there_are_listed_with_their_state_and_lead_to_their_own_page(desk):
    entry = ProgressEntryFactory(draft=True)

    page = desk.get(page_of(entry.commitment)).content.decode()

    assert f'href="{page_of(entry)}"' in page
    assert fields_of(desk.get(page_of(entry.commitment)), "commitment_form")["entries-INITIAL_FORMS"] == ["0"]


# Choosing the paragraph


@pytest.mark.parametrize(
    "words", ["valletta scholarships", "VALLETTA 12", "para-12", "scholarships", "bourses", "المنح"]
)
def test_a_paragraph_is_found_by_its_document_its_number_and_its_words(desk, words):
    plan = DocumentFactory(title_en="Joint Valletta Action Plan")
    ProvisionFactory(
        document=plan,
        eid="para-12",
        number="12",
        text_en="Double the scholarships.",
        text_fr="Doubler les bourses.",
        text_ar="مضاعفة المنح",
    )
    ProvisionFactory(document=DocumentFactory(title_en="Rome Declaration"), eid="para-3", number="3")

    assert choices(desk, words) == ["Joint Valletta Action Plan · 12 · Double the scholarships."]


def test_the_chosen_paragraph_is_named_with_its_document(desk):
    commitment = CommitmentFactory(
        provision=ProvisionFactory(document=DocumentFactory(title_en="Rome Declaration"), number="7")
    )

    assert "Rome Declaration · 7 · Paragraph" in desk.get(page_of(commitment)).content.decode()


@pytest.mark.parametrize("term", ["\0", "a\0b", "%", "' OR 1=1", "x" * 5000])
def test_odd_words_find_no_paragraph(desk, term):
    ProvisionFactory()

    assert choices(desk, term) == []


def test_paragraphs_are_chosen_by_who_writes_commitments_only():
    query = {"app_label": "declarations", "model_name": "commitment", "field_name": "provision"}

    assert signed_in_with("events.view_event").get(CHOOSE, query).status_code == 403


def test_provisions_are_not_on_the_first_page_and_cannot_be_written_there(desk):
    provision = ProvisionFactory()

    assert "/admin/declarations/provision/" not in desk.get("/admin/").content.decode()
    assert desk.get("/admin/declarations/provision/").status_code == 200
    assert desk.get("/admin/declarations/provision/add/").status_code == 403
    assert desk.post(f"/admin/declarations/provision/{provision.pk}/change/", {}).status_code == 403


# Two editors, and the history


def test_the_second_of_two_editors_keeps_the_step_they_typed(desk):
    commitment = CommitmentFactory(title_en="Before")
    first, second = form_of(desk, commitment), form_of(desk, commitment)
    desk.post(
        page_of(commitment),
        with_steps({**first, "title_en": "After"}, {"date_from": "2020", "text_en": "<p>Of the first.</p>"}),
    )

    told = desk.post(
        page_of(commitment), with_steps(second, {"date_from": "2021", "text_en": "<p>Of the second.</p>"})
    )

    assert "saved this record at" in errors_of(told)["__all__"][0]
    again = fields_of(told, "commitment_form")
    assert (again["title_en"], again["entries-0-text_en"], again["entries-INITIAL_FORMS"]) == (
        ["After"],
        ["<p>Of the second.</p>"],
        ["0"],
    )

    desk.post(page_of(commitment), again)

    assert [entry.text_en for entry in ProgressEntry.objects.order_by("sort_key")] == [
        "<p>Of the first.</p>",
        "<p>Of the second.</p>",
    ]
    assert Commitment.objects.get().title_en == "After"


def test_an_editor_of_a_step_is_told_when_another_has_saved_it(desk):
    entry = ProgressEntryFactory(text_en="<p>Before.</p>", text_fr="")
    opened = fields_of(desk.get(page_of(entry)), "progressentry_form")
    desk.post(page_of(entry), {**opened, "text_en": "<p>After.</p>"})

    told = desk.post(page_of(entry), {**opened, "text_fr": "<p>Avant.</p>"})

    again = fields_of(told, "progressentry_form")
    assert (again["text_en"], again["text_fr"]) == (["<p>After.</p>"], ["<p>Avant.</p>"])


def test_saving_a_commitment_with_a_step_is_one_entry_in_the_history_of_each(desk):
    commitment = CommitmentFactory()
    before = len(versions_of(commitment))

    desk.post(
        page_of(commitment),
        with_steps(form_of(desk, commitment), {"date_from": "2020", "text_en": "<p>New.</p>"}),
    )

    commitment.refresh_from_db()
    [of_entry] = versions_of(ProgressEntry.objects.get())
    of_commitment = versions_of(commitment)
    assert len(of_commitment) == before + 1
    assert of_commitment[0].revision == of_entry.revision


def test_an_earlier_state_is_restored_and_leaves_the_steps_alone(desk):
    commitment = CommitmentFactory(title_en="First")
    version = versions_of(commitment)[0]
    ProgressEntryFactory(commitment=commitment)
    commitment.refresh_from_db()
    commitment.title_en = "Second"
    commitment.save()

    desk.post(
        reverse("admin:declarations_commitment_restore", args=[commitment.pk, version.pk]),
        {"revision": commitment.revision},
    )

    assert (Commitment.objects.get().title_en, ProgressEntry.objects.count()) == ("First", 1)


def test_a_deleted_commitment_is_recovered_with_its_steps(desk):
    entry = ProgressEntryFactory()
    agreed_to(desk, page_of(entry.commitment, "delete"))
    assert not ProgressEntry.objects.exists()

    [version] = desk.get(reverse("admin:declarations_commitment_recover_list")).context["deleted"]
    desk.post(reverse("admin:declarations_commitment_recover", args=[version.pk]))

    assert Commitment.objects.get().entries.get().slug == entry.slug


# The life of a step


def test_a_step_that_was_kept_back_is_published_from_its_own_page(desk, client):
    entry = ProgressEntryFactory(draft=True, text_en="<p>Kept back.</p>")
    asked = desk.get(page_of(entry, "publish"))
    assert f"{entry.commitment.get_absolute_url()}#entry-{entry.slug}" in asked.content.decode()
    assert "&lt;p&gt;" not in asked.content.decode()

    desk.post(page_of(entry, "publish"), {"revision": entry.revision, "at": ""})

    assert "Kept back." in client.get(entry.commitment.get_absolute_url()).content.decode()


def test_a_withdrawn_step_leaves_the_trail_and_its_status_with_it(desk, client):
    entry = ProgressEntryFactory(status="achieved", text_en="<p>Wrong.</p>")

    desk.post(page_of(entry, "withdraw"), {"revision": entry.revision, "reason_en": "Another commitment."})

    assert Commitment.objects.with_status().get().status == "open"
    assert "Wrong." not in client.get(entry.commitment.get_absolute_url()).content.decode()


def test_a_step_written_on_its_own_page_needs_no_address(desk):
    commitment = CommitmentFactory(slug="scholarships")
    add = reverse("admin:declarations_progressentry_add")
    data = fields_of(desk.get(add), "progressentry_form")

    desk.post(add, {**data, "commitment": commitment.pk, "date_from": "2016-05", "status": "achieved"})

    entry = ProgressEntry.objects.get()
    assert (entry.slug, entry.state) == ("scholarships-2016-05", "draft")


# Previews


@pytest.mark.parametrize(("language", "words"), [("en", "Step."), ("fr", "Étape."), ("ar", "خطوة")])
def test_previews_show_the_commitment_and_the_step_as_they_will_be(desk, language, words):
    entry = ProgressEntryFactory(
        draft=True,
        text_en="<p>Step.</p>",
        text_fr="<p>Étape.</p>",
        text_ar="<p>خطوة</p>",
        commitment=CommitmentFactory(draft=True),
    )
    waiting = ProgressEntryFactory(commitment=entry.commitment)

    of_entry = desk.get(page_of(entry, "preview"), {"language": language})
    of_commitment = desk.get(page_of(entry.commitment, "preview"), {"language": language})

    assert words in of_entry.content.decode()
    assert {one.pk for one in of_entry.context["entries"]} == {entry.pk, waiting.pk}
    assert of_commitment.context["entries"] == [waiting]
    assert "no-store" in of_entry.headers["Cache-Control"]


# Lists and what needs doing


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("kind", "factory"), [("commitment", CommitmentFactory), ("progressentry", ProgressEntryFactory)]
)
def test_each_list_takes_the_same_queries_for_any_length(
    desk, kind, factory, count, django_assert_num_queries
):
    factory.create_batch(count)

    with django_assert_num_queries(4):
        page = desk.get(reverse(f"admin:declarations_{kind}_changelist"))

    assert len(page.context["cl"].result_list) == count


def test_the_desk_tells_of_what_is_overdue_and_of_what_has_gone_quiet(desk):
    provision = ProvisionFactory(document=DocumentFactory(date=long_ago(800)))
    late = CommitmentFactory(provision=provision, due=long_ago(1))
    ProgressEntryFactory(commitment=late, date=long_ago(3))
    quiet = CommitmentFactory(provision=provision)
    CommitmentFactory(provision=provision, due=long_ago(1), draft=True)

    groups = {group.title: group.tasks for group in desk.get("/admin/").context["groups"]}

    for title, expected in {"Past the day they were due": late, "Without progress for a year": quiet}.items():
        [task] = groups[title]
        assert task.count == 1
        assert list(desk.get(task.address).context["cl"].result_list) == [expected]


def test_the_list_narrows_to_a_status(desk):
    done = ProgressEntryFactory(status="achieved").commitment
    CommitmentFactory()

    page = desk.get("/admin/declarations/commitment/", {"status": "achieved"})

    assert list(page.context["cl"].result_list) == [done]


def test_a_step_that_only_sets_a_status_lacks_no_translation(desk):
    ProgressEntryFactory(text_en="", status="achieved")
    spoken = ProgressEntryFactory(text_en="<p>Step.</p>", text_fr="<p>Étape.</p>")

    listed = desk.get("/admin/declarations/progressentry/")
    lacking = desk.get("/admin/declarations/progressentry/", {"missing": "ar"})

    assert ">Arabic<" in listed.content.decode()
    assert "French, Arabic" not in listed.content.decode()
    assert list(lacking.context["cl"].result_list) == [spoken]
