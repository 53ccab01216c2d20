"""Buttons say what they do, and to whom it becomes visible."""

import pytest
from django.urls import reverse
from django.utils import translation

from publishing.admin.buttons import readers_in_words
from tests import factories
from tests.publishing.pending_desk import page_of, prepared
from tests.staff import signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]

EDITS = ("events.view_event", "events.add_event", "events.change_event")


def names(page):
    return [button.name for button in (*page.context["buttons"], *page.context["step_buttons"])]


@pytest.mark.parametrize(
    ("trait", "of_editor", "of_publisher"),
    [
        (
            "draft",
            ["_save", "_continue", "_submit"],
            ["_save", "_continue", "_submit", "_publish", "_schedule"],
        ),
        (
            "in_review",
            ["_save", "_continue", "_draft"],
            ["_save", "_continue", "_publish", "_schedule", "_draft"],
        ),
        (
            "scheduled",
            ["_prepare", "_submit_prepared"],
            ["_save", "_prepare", "_continue", "_publish", "_schedule", "_draft"],
        ),
        (None, ["_prepare", "_submit_prepared"], ["_save", "_prepare", "_continue", "_withdraw"]),
        (
            "withdrawn",
            ["_prepare", "_submit_prepared"],
            ["_save", "_prepare", "_continue", "_publish", "_schedule"],
        ),
    ],
)
def test_each_is_offered_what_they_may_do(trait, of_editor, of_publisher):
    event = factories.EventFactory(**({trait: True} if trait else {}))

    offered = [names(client.get(page_of(event))) for client in (signed_in_with(*EDITS), signed_in("omar"))]

    assert offered == [of_editor, of_publisher]


def test_who_may_only_look_has_no_buttons():
    event = factories.EventFactory()
    page = signed_in_with("events.view_event").get(page_of(event))

    assert names(page) == []
    assert "Close" in page.content.decode()


def test_prepared_edit_that_is_gone_on_with_is_only_kept():
    event = factories.EventFactory()
    publisher = signed_in("omar")
    pending = prepared(publisher, event, title_en="Conference")

    page = publisher.get(page_of(event, "prepared_amend", pending.pk))

    assert names(page) == ["_prepare", "_release_prepared", "_amend_prepared"]


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (
            {"title_fr": "Réunion", "title_ar": "اجتماع"},
            "Everybody can read it, in English, French and Arabic.",
        ),
        (
            {"title_ar": "اجتماع"},
            "Everybody can read it, in English and Arabic. Missing: French; English is shown there "
            "instead, and the page says so.",
        ),
    ],
)
def test_publishing_tells_who_reads_it_in_which_language(texts, told):
    event = factories.EventFactory(draft=True, title_en="Meeting", **texts)

    assert readers_in_words(event, "title") == told
    page = signed_in().get(page_of(event))
    [publish] = [button for button in page.context["step_buttons"] if button.name == "_publish"]
    assert publish.told == f"Asks first. {told}"
    assert told in signed_in("omar").get(page_of(event, "publish")).content.decode()


def test_languages_stand_in_one_list_as_arabic_writes_it():
    event = factories.EventFactory(title_en="Meeting", title_fr="Réunion", title_ar="اجتماع")

    with translation.override("ar"):
        assert "الإنجليزية والفرنسية والعربية" in readers_in_words(event, "title")


def test_form_tells_of_a_publication_that_comes_by_itself():
    event = factories.EventFactory(scheduled=True)

    page = signed_in().get(page_of(event)).content.decode()

    assert "by itself: nobody has to press anything." in page
    assert f'href="{page_of(event, "schedule")}"' in page
    assert f'href="{page_of(event, "draft")}"' in page


def test_form_tells_who_else_has_prepared_an_edit():
    event = factories.EventFactory()
    pending = prepared(signed_in_with(*EDITS), event, title_en="Conference")

    page = signed_in("omar").get(page_of(event))

    assert page.context["open_edits"] == [pending]
    assert page_of(event, "prepared", pending.pk) in page.content.decode()


def test_form_of_a_new_record_says_who_will_see_it():
    client = signed_in()

    drafts = client.get(reverse("admin:events_event_add")).context["buttons"]
    at_once = client.get(reverse("admin:members_committeecomposition_add")).context["buttons"]

    assert drafts[0].told == "Nobody but staff sees it."
    assert "It is public as soon as it is saved" in at_once[0].told


def test_author_who_takes_back_what_they_handed_in_owes_no_remark():
    event = factories.EventFactory(draft=True)
    editor = signed_in_with(*EDITS)
    editor.post(page_of(event, "submit"), {"revision": event.revision})
    event.refresh_from_db()

    refused = signed_in("omar").post(page_of(event, "draft"), {"revision": event.revision, "remark": ""})
    editor.post(page_of(event, "draft"), {"revision": event.revision, "remark": ""})

    event.refresh_from_db()
    assert list(refused.context["form"].errors) == ["remark"]
    assert event.state == "draft"
