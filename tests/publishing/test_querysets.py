from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from declarations.models import Document
from events.models import Event, Participation, Series, Theme
from members.models import Chairmanship, CommitteeComposition, Partner
from pages.models import Page, Term
from publishing.models import Change, Publishable
from publishing.querysets import RecordQuerySet, is_published
from tests.factories import (
    FOR_EACH_KIND,
    EventFactory,
    ParticipationFactory,
    ThemeFactory,
)

State = Publishable.State
HIDDEN = {
    "draft": State.DRAFT,
    "in_review": State.IN_REVIEW,
    "scheduled": State.SCHEDULED,
    "withdrawn": State.WITHDRAWN,
}


@pytest.mark.django_db
@pytest.mark.parametrize("factory", FOR_EACH_KIND)
@pytest.mark.parametrize("trait", HIDDEN)
def test_what_is_not_published_is_not_among_the_published(factory, trait):
    hidden, shown = factory(**{trait: True}), factory()

    assert list(type(shown).objects.published()) == [shown]
    assert (hidden.state, hidden.is_public) == (HIDDEN[trait], False)
    assert (shown.state, shown.is_public) == (State.PUBLISHED, True)


@pytest.mark.django_db
@pytest.mark.parametrize("factory", FOR_EACH_KIND)
def test_only_what_was_public_is_withdrawn(factory):
    withdrawn = factory(withdrawn=True)
    for trait in ("draft", "in_review", "scheduled"):
        factory(**{trait: True})
    factory()

    assert list(type(withdrawn).objects.withdrawn()) == [withdrawn]


@pytest.mark.django_db
def test_scheduled_withdrawal_leaves_a_record_public_until_then():
    event = EventFactory(withdrawn_at=timezone.now() + timedelta(hours=1), withdrawal_reason_en="Why")

    assert list(Event.objects.published()) == [event]
    assert list(Event.objects.withdrawn()) == []
    assert (event.state, event.is_public) == (State.PUBLISHED, True)


class TestRowRuleAndQuerysetRuleAgree(TestCase):
    @given(
        submitted=st.booleans(),
        published=st.none() | st.integers(-100, 100),
        withdrawn=st.none() | st.integers(-100, 100),
    )
    @settings(max_examples=60, deadline=None)
    def test_for_any_dates(self, submitted, published, withdrawn):
        if withdrawn is not None and (published is None or withdrawn < published):
            withdrawn = None
        # Minutes, and half of one: the row and the database do not look at the same instant.
        now = timezone.now() + timedelta(seconds=30)

        def moment(minutes):
            return None if minutes is None else now + timedelta(minutes=minutes)

        theme = ThemeFactory(
            slug="theme",
            submitted_at=moment(-1) if submitted else None,
            published_at=moment(published),
            withdrawn_at=moment(withdrawn),
            withdrawal_reason_en="" if withdrawn is None else "Why",
        )

        assert Theme.objects.published().exists() == theme.is_public == (theme.state == State.PUBLISHED)
        assert Theme.objects.withdrawn().exists() == (theme.state == State.WITHDRAWN)
        assert (theme.state == State.IN_REVIEW) == (submitted and published is None)


@pytest.mark.django_db
def test_rule_can_be_asked_across_a_relation():
    shown = ParticipationFactory()
    ParticipationFactory(event=EventFactory(draft=True))
    ParticipationFactory(event=EventFactory(withdrawn=True))

    assert list(Participation.objects.filter(is_published("event__"))) == [shown]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "model", [Event, Document, Partner, Theme, Series, Page, Term, Chairmanship, CommitteeComposition]
)
def test_writing_past_save_is_refused_on_every_record(model):
    rows = model.objects.all()

    for write in (
        lambda: rows.update(editor_note="x"),
        lambda: rows.bulk_update([], ["editor_note"]),
        lambda: rows.bulk_create([]),
        lambda: model.objects.update(editor_note="x"),
        lambda: model.objects.bulk_create([model(slug="x")]),
    ):
        with pytest.raises(TypeError, match="one by one with save\\(\\), so that each change is recorded"):
            write()


@pytest.mark.django_db
def test_deleting_many_records_each_deletion():
    themes = ThemeFactory.create_batch(2)
    Change.objects.all().delete()

    count, _by_model = Theme.objects.all().delete()

    assert count == 2
    assert sorted(Change.objects.values_list("slug", "verb")) == sorted(
        (theme.slug, "deleted") for theme in themes
    )


@pytest.mark.django_db
def test_bookkeeping_is_no_change_and_no_new_revision():
    event = EventFactory()
    before = Change.objects.count()

    Event.objects.filter(pk=event.pk).write_bookkeeping(sort_key=7)

    kept = Event.objects.get(pk=event.pk)
    assert (kept.sort_key, kept.revision, Change.objects.count()) == (7, event.revision, before)


def test_a_record_must_say_what_is_public():
    with pytest.raises(NotImplementedError, match="RecordQuerySet must say what is public"):
        RecordQuerySet(Event).published()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", ["cairo", "CAIRO ministerial", "Ministerielle", "القاهره", "2nd conf", "conference, cairo!", ""]
)
def test_search_finds_every_word_in_any_language_and_spelling(words):
    found = EventFactory(
        title_en="2nd Ministerial Conference, Cairo",
        title_fr="Conférence ministérielle",
        title_ar="مؤتمر القاهرة",
    )
    if words:
        EventFactory(title_en="Webinar on missing migrants")

    assert list(Event.objects.search(words)) == [found]


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["cairo webinar", "x" * 5000, "cairo' OR 1=1 --"])
def test_search_finds_nothing_where_one_word_is_missing(words):
    EventFactory(title_en="2nd Ministerial Conference, Cairo")

    assert list(Event.objects.search(words)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("nothing", ["", "  "])
def test_search_for_nothing_narrows_nothing(nothing):
    event = EventFactory()

    assert list(Event.objects.search(nothing)) == [event]


@pytest.mark.django_db
def test_search_follows_an_edited_title():
    event = EventFactory(title_en="Cairo")
    event.title_fr = "Le Caire"
    event.save(update_fields=["title_fr"])

    assert list(Event.objects.search("caire")) == [event]


@pytest.mark.django_db
def test_words_without_a_letter_find_nothing_rather_than_everything():
    EventFactory()

    assert [list(Event.objects.search(text)) for text in ("---", "%", "_", "😀", "\ufffd")] == [[]] * 5
