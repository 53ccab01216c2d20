from datetime import timedelta
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone, translation
from reversion.models import Version

from events.models import Event
from publishing.actions import confirm_translations, publish, return_to_draft, submit, withdraw
from publishing.models import Change, StaleRecordError
from publishing.translations import mark_unofficial
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db
State = Event.State


def kept(event):
    return Event.objects.get(pk=event.pk)


def comments(event):
    return [version.revision.get_comment() for version in Version.objects.get_for_object(event)]


def later(hours=1):
    return timezone.now() + timedelta(hours=hours)


def test_draft_is_submitted_then_published():
    event = EventFactory(draft=True)

    submit(record=event)
    in_review = kept(event)
    publish(record=in_review)

    assert (in_review.submitted_at is not None, kept(event).state) == (True, State.PUBLISHED)
    assert comments(event)[:2] == ["Published", "Submitted for review"]


@pytest.mark.parametrize("trait", ["scheduled", "withdrawn", None])
def test_what_is_published_or_scheduled_is_not_submitted(trait):
    event = EventFactory(**{trait: True} if trait else {})

    with pytest.raises(ValidationError) as refused:
        submit(record=event)

    assert refused.value.messages == ["It is already published or scheduled."]
    assert kept(event).submitted_at is None


def test_publishing_at_a_later_moment_schedules():
    event, moment = EventFactory(draft=True), later()

    publish(record=event, at=moment)

    assert (kept(event).state, kept(event).published_at) == (State.SCHEDULED, moment)
    assert comments(event)[0] == "Scheduled"


def test_scheduled_record_can_be_published_at_once():
    event = EventFactory(scheduled=True)

    publish(record=event)

    assert kept(event).state == State.PUBLISHED


def test_what_is_public_already_is_not_published_again():
    event = EventFactory()

    with pytest.raises(ValidationError, match="public already"):
        publish(record=event, at=later())

    assert (kept(event).state, kept(event).revision) == (State.PUBLISHED, event.revision)


def test_publishing_ends_a_withdrawal_to_come_and_keeps_the_first_moment():
    event = EventFactory()
    first = event.published_at
    withdraw(record=event, reason="Held twice.", at=later())

    publish(record=event)

    assert (kept(event).published_at, kept(event).withdrawn_at) == (first, None)


def test_withdrawn_record_published_for_later_stays_hidden_until_then():
    event = EventFactory(withdrawn=True)
    moment = later()

    publish(record=event, at=moment)

    assert (kept(event).state, kept(event).published_at) == (State.SCHEDULED, moment)


def test_withdrawn_record_keeps_its_reason_in_each_language_and_publishing_ends_it():
    event = EventFactory()

    withdraw(record=event, reason={"en": "Held twice.", "fr": "Tenu deux fois."})
    withdrawn = kept(event)
    publish(record=kept(event))

    assert withdrawn.state == State.WITHDRAWN
    assert [
        withdrawn.withdrawal_reason_en,
        withdrawn.withdrawal_reason_fr,
        withdrawn.withdrawal_reason_ar,
    ] == [
        "Held twice.",
        "Tenu deux fois.",
        "",
    ]
    assert (kept(event).state, kept(event).withdrawn_at) == (State.PUBLISHED, None)
    assert kept(event).withdrawal_reason_en == ""
    assert comments(event)[:2] == ["Published", "Withdrawn: Held twice."]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_single_reason_is_in_the_active_language(language):
    event = EventFactory()

    with translation.override(language):
        withdraw(record=event, reason="Raison")

    reasons = {code: getattr(kept(event), f"withdrawal_reason_{code}") for code in ("en", "fr", "ar")}
    assert reasons == {**dict.fromkeys(("en", "fr", "ar"), ""), language: "Raison"}


def test_withdrawal_can_be_set_for_later():
    event, moment = EventFactory(), later()

    withdraw(record=event, reason="Expires.", at=moment)

    assert (kept(event).state, kept(event).withdrawn_at) == (State.PUBLISHED, moment)


@pytest.mark.parametrize("reason", ["", {}, {"en": "", "fr": ""}])
def test_withdrawal_needs_a_reason(reason):
    event = EventFactory()

    with pytest.raises(ValidationError) as refused:
        withdraw(record=event, reason=reason)

    assert refused.value.messages == ["Say why it is withdrawn: visitors will read the reason."]
    assert kept(event).state == State.PUBLISHED


@pytest.mark.parametrize("trait", ["draft", "in_review", "scheduled"])
def test_only_what_was_public_can_be_withdrawn(trait):
    event = EventFactory(**{trait: True})

    with pytest.raises(ValidationError) as refused:
        withdraw(record=event, reason="Why")

    assert refused.value.messages == ["Only what was published can be withdrawn, and not before."]
    assert kept(event).withdrawn_at is None


@pytest.mark.parametrize("trait", ["in_review", "scheduled", "draft"])
def test_review_and_schedule_can_be_stopped(trait):
    event = EventFactory(**{trait: True})

    return_to_draft(record=event)

    assert kept(event).state == State.DRAFT
    assert comments(event)[0] == "Returned to draft"


@pytest.mark.parametrize("trait", ["withdrawn", None])
def test_what_visitors_have_seen_is_not_returned_to_draft(trait):
    event = EventFactory(**{trait: True} if trait else {})

    with pytest.raises(ValidationError) as refused:
        return_to_draft(record=event)

    assert refused.value.messages == ["It has been public: withdraw it instead."]
    assert kept(event).published_at is not None


def test_each_action_is_told_in_the_change_feed():
    event = EventFactory(draft=True)

    submit(record=event)
    publish(record=event)
    withdraw(record=event, reason="Why")
    publish(record=event)

    assert list(Change.objects.values_list("verb", flat=True)) == ["published", "withdrawn", "published"]


def test_nothing_is_published_over_what_somebody_else_has_saved():
    opened = EventFactory(draft=True)
    other = kept(opened)
    other.title_en = "Edited meanwhile"
    other.save()

    with pytest.raises(StaleRecordError):
        publish(record=opened)

    assert (kept(opened).state, kept(opened).title_en) == (State.DRAFT, "Edited meanwhile")


def test_record_that_breaks_a_rule_is_not_published():
    event = EventFactory(draft=True)
    event.sources = ["javascript:alert(1)"]

    with pytest.raises(ValidationError):
        publish(record=event)

    assert (kept(event).state, kept(event).sources) == (State.DRAFT, [])


def test_confirmed_translations_are_up_to_date_and_told():
    event = EventFactory(title_fr="Réunion", title_ar="اجتماع")
    for language in ("fr", "ar"):
        mark_unofficial(event, "title", language)
    event.title_en = "Edited"
    event.save()

    confirm_translations(record=event, language="fr")

    states = event.translation_states.order_by("language").values_list("language", "status")
    assert list(states) == [("ar", "unofficial"), ("fr", "confirmed")]
    assert [state.is_out_of_date for state in event.translation_states.order_by("language")] == [True, False]
    assert (Change.objects.last().verb, comments(event)[0]) == ("changed", "Translations confirmed")


def test_translation_is_not_confirmed_over_an_original_that_somebody_else_has_saved():
    opened = EventFactory(title_fr="Réunion")
    mark_unofficial(opened, "title", "fr")
    other = kept(opened)
    other.title_en = "Edited meanwhile"
    other.save()

    with pytest.raises(StaleRecordError):
        confirm_translations(record=opened, language="fr")

    state = opened.translation_states.get()
    assert (state.status, state.is_out_of_date) == ("unofficial", True)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_translation_waits_to_be_confirmed_until_whoever_saves_the_record_is_done():
    opened = EventFactory(title_fr="Réunion")
    mark_unofficial(opened, "title", "fr")
    refused = []

    def confirm():
        try:
            confirm_translations(record=opened, language="fr")
        except StaleRecordError as error:
            refused.append(error.code)
        connection.close()

    confirming = Thread(target=confirm)
    with transaction.atomic():
        other = kept(opened)
        other.title_en = "Edited meanwhile"
        other.save()
        confirming.start()
        confirming.join(0.5)
        is_waiting = confirming.is_alive()
    confirming.join(10)

    assert (is_waiting, refused) == (True, ["stale"])
    state = opened.translation_states.get()
    assert (state.status, state.is_out_of_date) == ("unofficial", True)


def test_confirming_again_changes_nothing():
    event = EventFactory(title_fr="Réunion")
    mark_unofficial(event, "title", "fr")
    confirm_translations(record=event, language="fr")
    before = (kept(event).revision, Change.objects.count())

    confirm_translations(record=event, language="fr")

    assert (kept(event).revision, Change.objects.count()) == before
