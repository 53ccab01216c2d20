import threading
from datetime import timedelta

import pytest
import reversion
from django.db import connection, transaction
from django.utils import timezone
from reversion.models import Revision, Version

from events.models import Event, Theme
from publishing import changes
from publishing.actions import confirm_translations, publish, return_to_draft, withdraw
from publishing.changes import together
from publishing.models import Change, RecordVersion, StaleRecordError
from publishing.translations import mark_unofficial
from tests.factories import (
    ChairmanshipFactory,
    CompositionFactory,
    EventFactory,
    MembershipFactory,
    PartnerFactory,
    RelationFactory,
    SeatFactory,
    SpeakerFactory,
    ThemeFactory,
)


def told():
    """Kind, slug and verb of each change, in the order in which they were written; its echoes left out."""
    return list(Change.objects.exclude(batch=Change.ECHO).values_list("kind", "slug", "verb"))


def version():
    """Of the public record."""
    return sum(RecordVersion.objects.values_list("number", flat=True))


def forget():
    Change.objects.all().delete()


def kept(record):
    return type(record).objects.get(pk=record.pk)


def later(hours=1):
    return timezone.now() + timedelta(hours=hours)


@pytest.mark.django_db
class TestVerbs:
    def test_new_public_record_is_published(self):
        ThemeFactory(slug="a")

        assert told() == [("theme", "a", "published")]

    @pytest.mark.parametrize("trait", ["draft", "in_review"])
    def test_draft_is_nobodys_business(self, trait):
        theme = ThemeFactory(**{trait: True})
        theme.name_en = "Edited"
        theme.save()
        theme.delete()

        assert told() == []

    def test_saved_public_record_is_changed(self):
        theme = ThemeFactory(slug="a")
        theme.name_en = "Edited"
        theme.save()

        assert told() == [("theme", "a", "published"), ("theme", "a", "changed")]

    def test_what_visitors_see_nothing_of_is_not_told_nor_dated(self):
        event = EventFactory(slug="a")
        forget()
        before = kept(event).updated_at
        event.editor_note = "Ask the ministry."
        event.save()
        event.save()

        assert told() == []
        assert (kept(event).updated_at, kept(event).revision) == (before, 3)

    def test_a_theme_more_or_a_translation_confirmed_is_seen(self):
        event, theme = EventFactory(slug="a"), ThemeFactory()
        mark_unofficial(event, "title", "fr")
        forget()
        with together():
            event.save()
            event.themes.add(theme)
        confirm_translations(record=event, language="fr")

        assert told() == [("event", "a", "changed"), ("event", "a", "changed")]

    def test_new_address_is_a_renaming_that_tells_the_former_one(self):
        theme = ThemeFactory(slug="a")
        theme.slug = "b"
        theme.save()

        assert told()[1:] == [("theme", "b", "renamed")]
        assert Change.objects.last().former_slug == "a"

    def test_address_that_was_not_saved_renames_nothing(self):
        theme = ThemeFactory(slug="a")
        theme.slug, theme.name_en = "b", "Edited"
        theme.save(update_fields=["name_en"])

        assert told()[1:] == [("theme", "a", "changed")]
        assert kept(theme).slug == "a"

    def test_withdrawn_record_is_withdrawn_and_can_be_published_again(self):
        theme = ThemeFactory(slug="a")
        withdraw(record=theme, reason="Why")
        publish(record=theme)

        assert [verb for _kind, _slug, verb in told()] == ["published", "withdrawn", "published"]

    def test_chair_terms_appear_and_vanish_with_their_partner(self):
        partner = PartnerFactory(slug="p")
        ChairmanshipFactory(slug="term", partner=partner)
        ChairmanshipFactory(slug="doubtful", partner=partner, confidence="low", start=None)
        forget()
        withdraw(record=partner, reason="Why")
        publish(record=partner)

        assert told() == [
            ("partner", "p", "withdrawn"),
            ("chairmanship", "term", "withdrawn"),
            ("partner", "p", "published"),
            ("chairmanship", "term", "published"),
        ]

    def test_deleted_public_record_is_deleted(self):
        ThemeFactory(slug="a").delete()

        assert told()[1:] == [("theme", "a", "deleted")]

    def test_edit_of_a_withdrawn_record_is_not_told(self):
        theme = ThemeFactory(withdrawn=True)
        forget()
        theme.save()
        theme.delete()

        assert told() == []

    def test_records_without_a_life_of_their_own_are_told_while_public(self):
        term = ChairmanshipFactory(slug="term", partner=PartnerFactory(slug="p"))
        composition = CompositionFactory(slug="made-up")
        composition.confidence = "low"
        composition.save()
        forget()
        term.number += 1
        term.save()
        composition.slug = "still-made-up"
        composition.save()

        assert told() == [("chairmanship", "term", "changed")]


@pytest.mark.django_db
class TestSchedule:
    def test_scheduled_publication_is_written_at_once_and_seen_at_its_moment(self):
        theme, moment = ThemeFactory(draft=True, slug="a"), later()
        publish(record=theme, at=moment)

        assert told() == [("theme", "a", "published")]
        assert (Change.objects.get().at, Change.objects.visible().count()) == (moment, 0)
        Change.objects.update(at=later(-1))
        assert Change.objects.visible().count() == 1

    def test_scheduled_withdrawal_follows_the_publication(self):
        ThemeFactory(slug="a", withdrawn_at=later(), withdrawal_reason_en="Why")

        assert told() == [("theme", "a", "published"), ("theme", "a", "withdrawn")]
        assert [change.verb for change in Change.objects.visible()] == ["published"]

    def test_moved_schedule_is_announced_once_at_its_new_moment(self):
        theme, moment = ThemeFactory(draft=True, slug="a"), later(5)
        publish(record=theme, at=later())
        publish(record=theme, at=moment)

        assert [(change.verb, change.at) for change in Change.objects.all()] == [("published", moment)]

    def test_renamed_schedule_is_announced_under_its_new_address(self):
        theme = ThemeFactory(scheduled=True, slug="a")
        theme.slug = "b"
        theme.save()

        assert told() == [("theme", "b", "published")]

    def test_stopped_schedule_is_not_announced(self):
        theme = ThemeFactory(scheduled=True)
        return_to_draft(record=theme)

        assert told() == []

    def test_deleted_schedule_is_not_announced(self):
        ThemeFactory(scheduled=True).delete()

        assert told() == []

    def test_withdrawal_that_was_called_off_is_not_announced(self):
        theme = ThemeFactory(slug="a", withdrawn_at=later(), withdrawal_reason_en="Why")
        publish(record=theme)

        assert [verb for _kind, _slug, verb in told()] == ["published", "changed"]

    def test_schedule_of_another_record_stays(self):
        ThemeFactory(scheduled=True, slug="other")
        ThemeFactory(scheduled=True, slug="a").delete()

        assert told() == [("theme", "other", "published")]

    def test_edited_part_of_a_scheduled_event_leaves_the_announcement(self):
        event = EventFactory(scheduled=True, slug="a")
        SpeakerFactory(event=event)

        assert told() == [("event", "a", "published")]
        assert Change.objects.get().at == event.published_at


@pytest.mark.django_db
class TestParts:
    def test_new_edited_and_deleted_part_changes_its_record(self):
        event = EventFactory(slug="a")
        forget()

        speaker = SpeakerFactory(event=event)
        speaker.name_en = "Edited"
        speaker.save()
        speaker.delete()

        assert told() == [("event", "a", "changed")] * 3
        assert kept(event).revision == event.revision == 4

    def test_part_of_a_draft_is_not_told_but_advances_its_revision(self):
        event = EventFactory(draft=True)
        SpeakerFactory(event=event)

        assert (told(), kept(event).revision) == ([], 2)

    def test_part_of_two_records_changes_both(self):
        composition, partner = CompositionFactory(slug="c"), PartnerFactory(slug="p")
        forget()

        SeatFactory(composition=composition, partner=partner)

        assert sorted(told()) == [("committeecomposition", "c", "changed"), ("partner", "p", "changed")]

    def test_part_that_moves_changes_the_record_it_leaves(self):
        seat = SeatFactory(composition=CompositionFactory(slug="c"), partner=PartnerFactory(slug="before"))
        seat.partner = PartnerFactory(slug="after")
        forget()

        seat.save()

        assert sorted(slug for _kind, slug, _verb in told()) == ["after", "before", "c"]

    def test_relation_changes_both_documents(self):
        relation = RelationFactory()
        forget()

        relation.delete()

        assert sorted(told()) == sorted(
            ("document", document.slug, "changed") for document in (relation.document, relation.other)
        )

    def test_membership_changes_its_partner(self):
        partner = PartnerFactory(slug="p")
        forget()

        MembershipFactory(partner=partner)

        assert told() == [("partner", "p", "changed")]

    def test_part_of_a_stale_record_does_not_make_it_current(self):
        mine = EventFactory(title_en="A title")
        theirs = kept(mine)
        theirs.title_en = "Their title"
        theirs.save()

        SpeakerFactory(event=mine)
        with pytest.raises(StaleRecordError):
            mine.save()

        newest = Version.objects.get_for_object(mine)[0]
        assert newest.field_dict["title_en"] == kept(mine).title_en == "Their title"

    def test_record_can_be_saved_after_its_part_was(self):
        event = EventFactory()
        SpeakerFactory(event=event)

        event.save()

        assert kept(event).revision == 3


@pytest.mark.django_db
class TestTogether:
    def test_record_and_its_parts_are_one_change_and_one_revision(self):
        with changes.together():
            event = EventFactory(slug="a")
            SpeakerFactory.create_batch(2, event=event)
            event.title_en = "Edited"
            event.save()

        assert told() == [("event", "a", "published")]
        assert Revision.objects.count() == 1
        assert kept(event).revision == event.revision == 2

    def test_what_was_made_and_deleted_in_one_go_is_not_told(self):
        with changes.together():
            ThemeFactory().delete()

        assert told() == []

    def test_what_was_renamed_twice_in_one_go_is_told_once(self):
        theme = ThemeFactory(slug="a")
        forget()
        with changes.together():
            for slug in ("b", "c"):
                theme.slug = slug
                theme.save()

        assert [(change.former_slug, change.slug) for change in Change.objects.all()] == [("a", "c")]

    def test_named_batch_is_counted_but_no_news(self):
        with changes.together("first load"):
            ThemeFactory(slug="a")
        ThemeFactory(slug="b")

        assert [change.batch for change in Change.objects.all()] == ["first load", ""]
        assert [change.slug for change in Change.objects.visible()] == ["b"]

    def test_inner_batch_belongs_to_the_outer_one(self):
        with changes.together("first load"), changes.together("inner"):
            ThemeFactory()

        assert Change.objects.get().batch == "first load"

    def test_failure_undoes_all_of_it(self):
        def fail_half_way():
            with changes.together():
                ThemeFactory()
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail_half_way()

        assert (told(), Theme.objects.count(), Version.objects.count()) == ([], 0, 0)
        ThemeFactory(slug="after")
        assert told() == [("theme", "after", "published")]

    def test_batch_without_a_public_change_takes_no_number(self):
        before = version()
        with changes.together():
            ThemeFactory(draft=True)

        assert version() == before

    @pytest.mark.parametrize(
        "write",
        [
            lambda event: event.save(),
            lambda event: event.delete(),
            lambda event: SpeakerFactory(event=event),
        ],
        ids=["saved", "deleted", "a part of it"],
    )
    def test_what_is_written_of_a_withdrawn_record_takes_one_and_is_not_told(self, write):
        event = EventFactory(withdrawn=True)
        forget()
        before = version()
        write(event)

        assert (version(), told()) == (before + 1, [])


@pytest.mark.django_db
class TestNumbers:
    def test_moment_of_a_change_is_asked_once_nobody_else_can_write(self, monkeypatch):
        lock, locked = RecordVersion.lock, []

        def lock_and_look_at_the_clock():
            counter = lock()
            locked.append(timezone.now())
            return counter

        monkeypatch.setattr(RecordVersion, "lock", lock_and_look_at_the_clock)
        ThemeFactory()

        assert Change.objects.get().recorded_at >= locked[0]

    def test_numbers_follow_each_other_and_give_the_version_of_the_record(self):
        before = version()

        ThemeFactory.create_batch(3)

        numbers = list(Change.objects.values_list("sequence", flat=True))
        assert numbers == [before + 1, before + 2, before + 3]
        assert version() == before + 3

    def test_the_first_change_of_all_is_number_1(self):
        RecordVersion.objects.all().delete()

        ThemeFactory()

        assert (list(Change.objects.values_list("sequence", flat=True)), version()) == ([1], 1)

    def test_numbers_are_not_given_again_after_changes_were_cleared(self):
        ThemeFactory()
        last = Change.objects.get().sequence
        forget()

        ThemeFactory()

        assert Change.objects.get().sequence == last + 1

    def test_newest_change_is_shown_first(self):
        for slug in ("a", "b", "c"):
            ThemeFactory(slug=slug)

        assert [change.slug for change in Change.objects.visible()] == ["c", "b", "a"]


@pytest.mark.django_db
def test_followers_hear_of_each_batch_in_its_transaction_of_drafts_too(monkeypatch):
    heard = []
    monkeypatch.setattr(changes, "_followers", [])
    changes.on_write(
        lambda written: heard.append([(one.record.slug, connection.in_atomic_block) for one in written])
    )

    with changes.together():
        ThemeFactory(slug="a")
        ThemeFactory(slug="b")
    ThemeFactory(slug="c", draft=True)

    assert heard == [[("a", True), ("b", True)], [("c", True)]]


@pytest.mark.django_db
def test_each_change_keeps_the_record_with_its_parts_as_it_then_stood():
    event = EventFactory(title_fr="Avant")
    SpeakerFactory(event=event, name_en="First")
    event.title_fr = "Après"
    event.save()

    versions = list(Version.objects.get_for_object(event))

    assert [version.field_dict["title_fr"] for version in versions] == ["Après", "Avant", "Avant"]
    assert [version.field_dict["revision"] for version in versions] == [3, 2, 1]
    assert [version.revision.version_set.count() for version in versions] == [2, 2, 1]


@pytest.mark.django_db
def test_form_that_opened_a_revision_keeps_its_comment():
    event = EventFactory()
    with reversion.create_revision():
        reversion.set_comment("By hand")
        event.save()

    assert Version.objects.get_for_object(event).first().revision.get_comment() == "By hand"


def in_thread(work):
    """Runs beside the test, on a connection of its own."""

    def run():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_writer_waits_for_the_one_that_took_a_number_before_it():
    numbered, may_commit = threading.Event(), threading.Event()

    def first():
        with transaction.atomic():
            ThemeFactory(slug="first")
            numbered.set()
            assert may_commit.wait(10)

    writer = in_thread(first)
    assert numbered.wait(10)
    waiting = in_thread(lambda: ThemeFactory(slug="second"))
    waiting.join(0.5)
    seen_meanwhile = told()
    still_waiting = waiting.is_alive()
    may_commit.set()
    for thread in (writer, waiting):
        thread.join(10)

    assert (seen_meanwhile, still_waiting) == ([], True)
    assert [slug for _kind, slug, _verb in told()] == ["first", "second"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_reader_never_sees_a_number_whose_predecessor_is_missing():
    done, gaps = threading.Event(), []
    start = version()

    def write(name):
        for count in range(15):
            ThemeFactory(slug=f"{name}-{count}", name_en=name)

    def read():
        while not done.is_set():
            numbers = list(Change.objects.values_list("sequence", flat=True))
            if numbers != list(range(start + 1, start + 1 + len(numbers))):
                gaps.append(numbers)

    reader = in_thread(read)
    writers = [in_thread(lambda name=name: write(name)) for name in ("a", "b", "c")]
    for writer in writers:
        writer.join(60)
    done.set()
    reader.join(10)

    assert (gaps, Change.objects.count()) == ([], 45)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told():
    event = EventFactory()
    both, outcomes = threading.Barrier(2), []

    def edit(title):
        mine = Event.objects.get(pk=event.pk)
        mine.title_en = title
        both.wait(10)
        try:
            mine.save()
        except StaleRecordError:
            outcomes.append("told")
        else:
            outcomes.append(title)

    threads = [in_thread(lambda title=title: edit(title)) for title in ("One", "Two")]
    for thread in threads:
        thread.join(10)

    winner = Event.objects.get(pk=event.pk).title_en
    assert sorted(outcomes) == sorted([winner, "told"])
