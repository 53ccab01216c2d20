"""The page that tells who changed what, in words, and lets any two states be compared."""

import pytest
from django.urls import reverse
from django.utils import timezone

from publishing import changes
from publishing.admin.history import VERSIONS_ON_A_PAGE
from publishing.dates import PartialDate
from publishing.history import versions_of
from publishing.models import PendingChange
from publishing.restoring import recover
from tests import factories
from tests.html_forms import fields_of
from tests.staff import signed_in

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def desk():
    return signed_in(first_name="Nadia", last_name="Hassan")


def page_of(name, record, *args):
    options = record._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{name}", args=[record.pk, *args])


def saved_often(event, times):
    for number in range(times):
        event.title_en = f"Title {number}"
        event.save()


def test_each_state_tells_what_was_changed_in_it(desk):
    event = factories.EventFactory(title_fr="Réunion")
    event.title_fr, event.date = "Atelier", PartialDate.parse("2025")
    event.save()
    factories.SpeakerFactory(event=event, name_en="Amina", function_en="Minister")

    page = desk.get(page_of("history", event))

    told = [
        row.differences and [(one.label, one.before, one.after) for one in row.differences]
        for row in page.context["rows"]
    ]
    assert told == [
        [("Speaker", "", "0 · Amina · Minister")],
        [("Title (French)", "Réunion", "Atelier"), ("Date", "3–4 May 2023", "2025")],
        None,
    ]
    text = page.content.decode()
    assert "<ins>Atelier</ins>" in text
    assert "The first state that was kept." in text


@pytest.mark.parametrize("count", [1, 12])
def test_page_asks_the_same_number_of_questions_for_any_number_of_states(
    desk, django_assert_num_queries, count
):
    event = factories.EventFactory()
    partners = factories.PartnerFactory.create_batch(count)
    for partner in partners:
        factories.ParticipationFactory(event=event, partner=partner)
    term = factories.ChairmanshipFactory()
    with changes.together():
        event.refresh_from_db()
        event.chair_term, event.date = term, PartialDate.parse("2025")
        event.save()

    with django_assert_num_queries(15):
        page = desk.get(page_of("history", event))

    assert len(page.context["rows"]) == count + 2


def test_states_of_two_pages_are_compared_without_scripts(desk):
    event = factories.EventFactory()
    saved_often(event, VERSIONS_ON_A_PAGE + 4)
    first = desk.get(page_of("history", event))
    assert len(first.context["rows"]) == VERSIONS_ON_A_PAGE
    newest, oldest = versions_of(event)[1], versions_of(event).last()

    # The button that leads to older states carries along what is chosen.
    second = desk.get(page_of("history", event), {"older": oldest.pk, "newer": newest.pk, "p": 2})

    assert [version.pk for version in second.context["elsewhere"]] == [newest.pk]
    text = second.content.decode()
    assert f'name="newer" value="{newest.pk}" checked' in text
    assert f'name="older" value="{oldest.pk}" checked' in text
    assert text.count("checked") == 2
    compared = desk.get(page_of("compare", event), {"older": oldest.pk, "newer": newest.pk})
    [told] = compared.context["differences"]
    assert told.after == f"Title {VERSIONS_ON_A_PAGE + 2}"


def test_oldest_state_of_a_page_is_compared_with_the_one_on_the_next(desk):
    event = factories.EventFactory(title_en="Title")
    saved_often(event, VERSIONS_ON_A_PAGE)

    rows = desk.get(page_of("history", event)).context["rows"]

    assert [(one.before, one.after) for one in rows[-1].differences] == [("Title", "Title 0")]


def test_odd_choices_are_passed_over(desk):
    event, other = factories.EventFactory(), factories.EventFactory()

    page = desk.get(page_of("history", event), {"older": versions_of(other)[0].pk, "newer": "x\0", "p": "x"})

    assert (page.status_code, page.context["elsewhere"]) == (200, [])


def test_closed_edits_stand_below(desk):
    event = factories.EventFactory()
    edit = PendingChange.objects.create(
        record=event,
        data={},
        opened_revision=1,
        saved_at=timezone.now(),
        closed_at=timezone.now(),
        outcome=PendingChange.Outcome.DISCARDED,
    )

    text = desk.get(page_of("history", event)).content.decode()

    assert page_of("prepared", event, edit.pk) in text
    assert "thrown away" in text


def test_deleted_record_is_shown_with_its_rows_before_it_is_recovered(desk):
    part = factories.ParticipationFactory(partner__name_en="Kenya", role="host")
    version = versions_of(part.event)[0]
    part.event.delete()

    page = desk.get(reverse("admin:events_event_recover", args=[version.pk]))

    assert ("Participation", "Kenya · host · 0") in page.context["facts"]
    recover(version=version)


def test_form_that_was_not_saved_leaves_no_state(desk):
    event = factories.EventFactory()
    data = fields_of(desk.get(page_of("change", event)), "event_form")

    desk.post(page_of("change", event), {**data, "title_en": ""})

    assert len(desk.get(page_of("history", event)).context["rows"]) == 1
