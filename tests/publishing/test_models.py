from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from declarations.models import Document
from events.models import Event, Series, Theme
from members.models import Chairmanship, CommitteeComposition, Partner
from pages.models import Page, Term
from publishing import actions
from publishing.models import FormerSlug, StaleRecordError, TranslationState
from tests.factories import (
    FOR_EACH_KIND,
    DocumentFactory,
    EventFactory,
    SpeakerFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def kept(record):
    return type(record).objects.get(pk=record.pk)


def refusal(record):
    with pytest.raises(ValidationError) as refused:
        record.validate_constraints()
    return refused.value.messages


def database_refuses(record, constraint, **columns):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        type(record).objects.filter(pk=record.pk).write_bookkeeping(**columns)
    # SQLite names the constraint of a check, but the columns of a unique one.
    return constraint in str(refused.value)


# Revisions


def test_each_save_advances_the_revision():
    event = EventFactory()

    revisions = [event.revision]
    for _again in range(2):
        event.save()
        revisions.append(kept(event).revision)

    assert revisions == [1, 2, 3]
    assert event.revision == 3


def test_second_of_two_editors_is_told_and_the_first_loses_nothing():
    event = EventFactory()
    first, second = kept(event), kept(event)
    first.title_en, second.title_en = "First", "Second"
    first.save()

    with pytest.raises(StaleRecordError) as refused:
        second.save()

    assert refused.value.code == "stale"
    assert refused.value.messages == [
        "Somebody else has saved this record since you opened it. "
        "Open it again in a second window, compare, and enter your changes there."
    ]
    assert (kept(event).title_en, second.title_en) == ("First", "Second")


def test_editor_is_told_when_somebody_changed_a_part():
    event = EventFactory()
    opened = kept(event)
    SpeakerFactory(event=event)

    with pytest.raises(StaleRecordError):
        opened.save()


def test_editor_is_told_when_the_record_was_deleted():
    event = EventFactory()
    opened = kept(event)
    event.delete()

    with pytest.raises(StaleRecordError) as refused:
        opened.save()

    assert refused.value.messages == [
        "Somebody else has deleted this record since you opened it. Keep a copy of your changes."
    ]
    assert Event.objects.count() == 0


def test_partial_save_is_compared_too():
    event = EventFactory()
    opened = kept(event)
    event.save()

    with pytest.raises(StaleRecordError):
        opened.save(update_fields=["title_en"])


def test_save_that_failed_can_be_tried_again():
    other, event = ThemeFactory(slug="taken"), ThemeFactory(slug="a")
    event.slug = other.slug
    with pytest.raises(IntegrityError), transaction.atomic():
        event.save()
    event.slug = "free"

    event.save()

    assert (kept(event).slug, kept(event).revision) == ("free", 2)


def test_moment_of_the_last_change_moves_with_a_part_and_with_a_partial_save():
    event = EventFactory()
    moments = [event.updated_at]

    SpeakerFactory(event=kept(event))
    moments.append(kept(event).updated_at)
    found = kept(event)
    found.country = "KE"
    found.save(update_fields=["country"])
    moments.append(kept(event).updated_at)

    assert moments == sorted(set(moments))


# Addresses


def former_slugs():
    return sorted(FormerSlug.objects.values_list("kind", "slug", "record_id"))


def test_changed_address_is_remembered():
    event = EventFactory(slug="a")
    for slug in ("b", "c"):
        event.slug = slug
        event.save()

    assert former_slugs() == [("event", "a", event.pk), ("event", "b", event.pk)]


def test_address_taken_back_is_no_former_one():
    event = EventFactory(slug="a")
    for slug in ("b", "a"):
        event.slug = slug
        event.save()

    assert former_slugs() == [("event", "b", event.pk)]


def test_former_address_leads_to_whoever_left_it_last():
    first, second = ThemeFactory(slug="a"), ThemeFactory(slug="x")
    first.slug = "b"
    first.save()
    for slug in ("a", "y"):
        second.slug = slug
        second.save()

    assert former_slugs() == sorted([("theme", "a", second.pk), ("theme", "x", second.pk)])


@pytest.mark.parametrize("trait", ["draft", "in_review", "scheduled"])
def test_what_nobody_has_read_takes_no_former_address_from_a_public_record(client, trait):
    public = EventFactory(slug="som-2019")
    public.slug = "som-cairo-2019"
    public.save()
    unread = EventFactory(slug="x", **{trait: True})

    for slug in ("som-2019", "y"):
        unread.slug = slug
        unread.save()

        page, answer = client.get("/en/events/som-2019/"), client.get("/api/v1/events/som-2019/")
        assert (page.status_code, page["Location"]) == (301, "/en/events/som-cairo-2019/")
        assert (answer.status_code, answer["Location"]) == (301, "/api/v1/events/som-cairo-2019/")


def test_what_nobody_has_read_is_found_at_a_former_address_that_is_free(client):
    draft = EventFactory(slug="a", draft=True)
    draft.slug = "b"
    draft.save()
    actions.publish(record=draft)

    answer = client.get("/en/events/a/")

    assert (answer.status_code, answer["Location"]) == (301, "/en/events/b/")


def test_present_record_answers_at_the_former_address_of_another_from_its_publication_on(client):
    left = EventFactory(slug="som-2019")
    left.slug = "som-cairo-2019"
    left.save()
    present = EventFactory(slug="som-2019", draft=True)
    statuses = [client.get("/en/events/som-2019/").status_code]

    actions.publish(record=present)
    statuses.append(client.get("/en/events/som-2019/").status_code)
    actions.withdraw(record=present, reason="Published in error.")
    statuses.append(client.get("/en/events/som-2019/").status_code)
    present.slug = "som-rome-2019"
    present.save()
    statuses.append(client.get("/en/events/som-2019/").status_code)

    # Once it has been read there, the address is its own, also after it has left it.
    assert statuses == [301, 200, 410, 410]


def test_kinds_of_records_have_addresses_of_their_own():
    for factory in (ThemeFactory, EventFactory):
        record = factory(slug="a")
        record.slug = "b"
        record.save()

    assert [(kind, slug) for kind, slug, _key in former_slugs()] == [("event", "a"), ("theme", "a")]


def test_former_addresses_outlive_their_record_which_may_be_recovered():
    event = EventFactory(slug="a")
    event.slug = "b"
    event.save()
    key = event.pk

    event.delete()

    assert former_slugs() == [("event", "a", key)]


def test_a_record_that_others_name_in_a_list_is_not_deleted():
    theme, event, document = ThemeFactory(), EventFactory(), DocumentFactory()
    event.themes.add(theme)
    document.related_events.add(event)

    for record, named_by in ((theme, event), (event, document)):
        with pytest.raises(ProtectedError) as refusal:
            record.delete()
        assert refusal.value.protected_objects == {named_by}

    document.delete()
    event.delete()
    theme.delete()


@pytest.mark.parametrize("factory", FOR_EACH_KIND)
def test_address_is_used_once(factory):
    first, second = factory(slug="a"), factory.build(slug="a")

    with pytest.raises(ValidationError) as refused:
        second.validate_unique()

    assert refused.value.message_dict["slug"] == ["Another record already has this address."]
    assert database_refuses(factory(), "slug", slug=first.slug)


# Constraints


@pytest.mark.parametrize("factory", FOR_EACH_KIND)
def test_only_what_was_published_can_be_withdrawn(factory):
    now = timezone.now()
    record = factory()
    name = f"{record.kind}_is_withdrawn_after_it_was_published"

    record.withdrawn_at, record.withdrawal_reason = record.published_at - timedelta(hours=1), "Why"

    assert refusal(record) == ["Only what was published can be withdrawn, and not before."]
    assert database_refuses(record, name, withdrawn_at=now, published_at=None, withdrawal_reason="Why")
    assert database_refuses(
        record, name, withdrawn_at=now, published_at=now + timedelta(1), withdrawal_reason="Why"
    )


@pytest.mark.parametrize("factory", FOR_EACH_KIND)
def test_withdrawn_record_says_why(factory):
    record = factory()
    record.withdrawn_at = timezone.now()

    assert refusal(record) == ["Say why it is withdrawn: visitors will read the reason."]
    assert database_refuses(
        record, f"{record.kind}_is_withdrawn_with_a_reason", withdrawn_at=timezone.now(), withdrawal_reason=""
    )


def test_translation_has_one_state():
    state = EventFactory().translation_states.create(field="title", language="fr")

    with pytest.raises(IntegrityError), transaction.atomic():
        TranslationState.objects.create(
            content_type=state.content_type, object_id=state.object_id, field="title", language="fr"
        )


# What a record is


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        (Event, "event"),
        (Document, "document"),
        (Partner, "partner"),
        (Theme, "theme"),
        (Series, "series"),
        (Page, "page"),
        (Term, "term"),
        (Chairmanship, "chairmanship"),
        (CommitteeComposition, "committeecomposition"),
    ],
)
def test_record_knows_its_kind(model, kind):
    assert model().kind == kind


@pytest.mark.parametrize(
    ("submitted", "published", "withdrawn", "state"),
    [
        (None, None, None, "draft"),
        (-1, None, None, "in_review"),
        (-1, 1, None, "scheduled"),
        (None, 1, 2, "scheduled"),
        (None, -1, None, "published"),
        (None, -1, 1, "published"),
        (None, -2, -1, "withdrawn"),
    ],
)
def test_state_follows_from_the_dates(submitted, published, withdrawn, state):
    def moment(hours):
        return hours and timezone.now() + timedelta(hours=hours)

    event = EventFactory.build(
        submitted_at=moment(submitted), published_at=moment(published), withdrawn_at=moment(withdrawn)
    )

    assert (event.state, event.is_public) == (state, state == "published")


def test_words_for_the_search_are_kept_folded_in_every_language():
    event = EventFactory(title_en="Cairo!", title_fr="Réunion", title_ar="القاهرة")

    assert kept(event).search_text == "cairo reunion القاهره"
