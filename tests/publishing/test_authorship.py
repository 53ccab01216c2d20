"""Who made, saved and handed in a record, and what that puts on their desk."""

import pytest
import reversion
from django.urls import reverse

from accounts.models import User
from events.models import Event
from pages.models import Page
from publishing import actions, changes
from publishing.models import Authorship
from publishing.remarks import remark, settle
from tests import factories
from tests.html_forms import fields_of
from tests.staff import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def amal():
    return User.objects.create(username="amal")


@pytest.fixture
def omar():
    return User.objects.create(username="omar")


def by(person, write):
    """As somebody at the desk does it."""
    with changes.together():
        reversion.set_user(person)
        return write()


def records(rows):
    return [row.record for row in rows]


def test_draft_is_on_the_desk_of_who_made_it_and_of_who_saved_it_last(amal, omar):
    event = by(amal, lambda: factories.EventFactory(draft=True))
    page = by(omar, lambda: factories.PageFactory(draft=True))
    by(omar, event.save)

    assert records(Authorship.objects.drafts_of(amal)) == [event]
    assert records(Authorship.objects.drafts_of(omar)) == [event, page]


@pytest.mark.parametrize("trait", ["in_review", "scheduled", "withdrawn"])
def test_what_is_no_draft_is_nobody_s_draft(amal, trait):
    by(amal, lambda: factories.EventFactory(**{trait: True}))

    assert list(Authorship.objects.drafts_of(amal)) == []


def test_review_waits_for_whoever_publishes_and_tells_who_handed_it_in(amal, omar):
    event = by(amal, lambda: factories.EventFactory(draft=True))
    by(omar, lambda: actions.submit(record=event))
    by(amal, event.save)

    [row] = Authorship.objects.waiting_for_review()
    assert (row.record, row.made_by, row.submitted_by) == (event, amal, omar)

    by(omar, lambda: actions.publish(record=event))
    assert not Authorship.objects.waiting_for_review().exists()


def test_draft_comes_back_with_the_remarks_of_others_until_they_are_settled(amal, omar):
    event = by(amal, lambda: factories.EventFactory(draft=True))
    remark(record=event, text="A note of my own.", by=amal)
    assert not Authorship.objects.returned_to(amal).exists()

    said = remark(record=event, text="Which city?", by=omar)
    assert records(Authorship.objects.returned_to(amal)) == [event]

    settle(remark=said, by=amal)
    assert not Authorship.objects.returned_to(amal).exists()


def test_writing_without_a_person_keeps_who_it_was(amal):
    event = by(amal, lambda: factories.EventFactory(draft=True))
    event.save()

    row = Authorship.objects.get()
    assert (row.made_by, row.saved_by) == (amal, amal)


def test_who_first_saves_what_nobody_made_is_not_its_author(amal):
    event = factories.EventFactory(draft=True)
    by(amal, event.save)

    row = Authorship.objects.get()
    assert (row.made_by, row.saved_by) == (None, amal)


def test_part_of_a_record_counts_as_the_record(amal, omar):
    event = by(amal, lambda: factories.EventFactory(draft=True))
    by(omar, lambda: factories.SpeakerFactory(event=event))

    assert records(Authorship.objects.saved_by_others(amal)) == [event]
    assert not Authorship.objects.saved_by_others(omar).exists()


def test_deleted_record_leaves_no_row(amal):
    event = by(amal, lambda: factories.EventFactory(draft=True))
    by(amal, event.delete)

    assert not Authorship.objects.exists()


def test_rows_narrow_to_the_kinds_that_a_person_may_see(amal):
    event = by(amal, lambda: factories.EventFactory(draft=True))
    by(amal, lambda: factories.PageFactory(draft=True))

    assert records(Authorship.objects.drafts_of(amal).of_kinds([Event])) == [event]
    assert len(Authorship.objects.drafts_of(amal).of_kinds([Event, Page])) == 2


@pytest.mark.parametrize("count", [1, 5])
def test_desk_asks_once_for_drafts_of_every_kind(amal, count, django_assert_num_queries):
    for _number in range(count):
        by(amal, lambda: factories.EventFactory(draft=True))
        by(amal, lambda: factories.PageFactory(draft=True))

    # The rows, then each kind's records.
    with django_assert_num_queries(3):
        shown = [str(row.record) for row in Authorship.objects.drafts_of(amal).prefetch_related("record")]

    assert len(shown) == 2 * count


@pytest.mark.parametrize("count", [1, 5])
def test_batch_is_noted_in_the_same_queries_for_any_number_of_records(
    amal, count, django_assert_max_num_queries
):
    events = factories.EventFactory.create_batch(count, draft=True)
    with django_assert_max_num_queries(2000) as captured:

        def save_all():
            for event in events:
                event.save()

        by(amal, save_all)

    noted = [query for query in captured.captured_queries if "publishing_authorship" in query["sql"]]
    assert len(noted) == 2


def test_desk_of_the_person_who_adds_a_record():
    client = signed_in("omar")
    page = reverse("admin:pages_page_add")
    client.post(page, {**fields_of(client.get(page), "page_form"), "title_en": "Aims", "slug": "aims"})

    assert records(Authorship.objects.drafts_of(User.objects.get(username="omar"))) == [Page.objects.get()]
