"""What the index holds after a write, and after it was made anew."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, connections, transaction

from publishing.actions import publish, withdraw
from publishing.dates import PartialDate
from search import index, sources
from search.asking import Question, answer
from search.models import Entry, Passage
from tests.factories import (
    ChairmanshipFactory,
    CommitmentFactory,
    DocumentFactory,
    DocumentVersionFactory,
    DomainFactory,
    EventFactory,
    PartnerFactory,
    ProvisionFactory,
    SpeakerFactory,
    StoredFileFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

WORD = "zanzibarine"


def slugs(text=WORD, **narrowing):
    return [hit.slug for hit in answer(Question(text, **narrowing), language="en").hits]


def rebuild():
    told = StringIO()
    call_command("rebuild_search", stdout=told)
    return told.getvalue()


def document_with(*pages, **values):
    document = DocumentFactory(**values)
    file = StoredFileFactory(content=repr(pages).encode(), text_pages=list(pages), page_count=0, format="txt")
    DocumentVersionFactory(document=document, file=file)
    return document


class TestFollowing:
    def test_a_part_that_is_written_or_deleted_is_followed(self):
        event = EventFactory(slug="summit")
        speaker = SpeakerFactory(event=event, name_en=f"Amina {WORD}")
        assert slugs() == ["summit"]

        speaker.name_en = "Amina Other"
        speaker.save()
        assert slugs() == []

        speaker.name_en = WORD
        speaker.save()
        speaker.delete()
        assert slugs() == []

    def test_a_commitment_is_hidden_and_shown_with_its_document(self):
        commitment = CommitmentFactory(title_en=WORD)
        document = commitment.document
        assert slugs() == [commitment.slug]

        withdraw(record=document, reason="Wrong.")
        assert slugs() == []

        publish(record=document)
        assert slugs() == [commitment.slug]

    def test_a_topic_that_moves_to_another_domain_takes_what_it_marks_with_it(self):
        former, present = DomainFactory(slug="former"), DomainFactory(slug="present")
        topic = ThemeFactory(parent=former)
        marked = [EventFactory(title_en=WORD), DocumentFactory(title_en=WORD)]
        for record in marked:
            record.themes.add(topic)
            record.save()
        commitment = CommitmentFactory(title_en=WORD, theme=topic)
        found = {*(record.slug for record in marked), commitment.slug}
        assert set(slugs(theme="former")) == found

        topic.parent = present
        topic.save()

        assert (slugs(theme="former"), set(slugs(theme="present"))) == ([], found)

    def test_a_commitment_takes_the_place_that_its_documents_date_gives_it(self):
        commitment = CommitmentFactory(title_en=WORD)
        document = commitment.document

        document.date = PartialDate.parse("2031-05-09")
        document.save()

        assert Entry.objects.get(record_kind="commitment").sort_key == document.sort_key

    def test_a_chair_term_is_found_by_its_own_words_while_its_partner_is_public(self):
        term = ChairmanshipFactory(priorities_en=f"<p>The {WORD} route.</p>")
        ChairmanshipFactory(priorities_en=WORD, confidence="low")
        assert slugs(f"chairmanship {WORD}") == slugs() == [term.slug]

        withdraw(record=term.partner, reason="Wrong.")
        assert slugs() == []

    def test_what_is_written_as_it_was_is_not_written_to_the_index_again(self):
        event = EventFactory(title_en=WORD)
        before = list(Passage.objects.values_list("pk", flat=True))

        event.save()

        assert list(Passage.objects.values_list("pk", flat=True)) == before

    def test_an_entry_keeps_its_number_when_it_is_edited(self):
        event = EventFactory(title_en="Other")
        number = Entry.objects.get().pk

        event.title_en = WORD
        event.save()

        assert (Entry.objects.get().pk, slugs()) == (number, [event.slug])

    def test_what_was_undone_is_not_found(self):
        with transaction.atomic():
            EventFactory(title_en=WORD)
            transaction.set_rollback(True)

        assert (slugs(), Entry.objects.count(), Passage.objects.count()) == ([], 0, 0)

    def test_names_of_other_records_are_not_part_of_a_text(self):
        """They might be hidden, and would be found by."""
        theme = ThemeFactory(name_en=WORD, draft=True)
        event = EventFactory()
        event.themes.add(theme)
        event.save()
        CommitmentFactory(theme=theme).actors.add(PartnerFactory(name_en=WORD, draft=True))
        ChairmanshipFactory(partner=PartnerFactory(name_en=WORD, draft=True))

        assert slugs() == []


class TestLongTexts:
    def test_a_text_without_pages_is_found_to_its_end(self):
        text = "The first line.\n" + "Some more words here. " * 4_000 + f"\nThe {WORD} route."
        document_with(text, slug="book")

        (hit,) = answer(Question(f'"{WORD} route"'), language="en").hits

        assert hit.slug == "book"
        assert (WORD, True) in hit.snippet
        passages = Passage.objects.filter(entry__part__gt="")
        assert all(len(passage.text) <= index.LONGEST_PASSAGE for passage in passages)
        assert "".join(passage.text for passage in passages if passage.ordinal) == text

    def test_no_text_has_more_words_than_a_database_takes(self):
        letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
        words = (a + b + c + d * 30 for a in letters for b in letters for c in letters for d in letters[:2])
        document_with(" ".join(words), slug="scan")

        assert Entry.objects.filter(part__gt="").count() == 1

    def test_a_word_without_end_is_found_by_its_beginning(self):
        document_with("x" * 3_000, slug="long")

        assert slugs("x" * 3_000) == ["long"]


class TestRebuilding:
    def test_what_was_lost_is_found_again(self):
        event = EventFactory(title_en=WORD)
        index.forget("event", [event.pk])
        assert slugs() == []

        told = rebuild()

        assert slugs() == [event.slug]
        assert "event" in told
        assert "1 of 1" in told

    def test_words_that_the_database_has_lost_are_written_again(self):
        event = EventFactory(title_en=WORD)
        index.engine().write_entries([(Entry.objects.get().pk, ["other"])])
        assert slugs() == []

        rebuild()

        assert slugs() == [event.slug]

    def test_what_is_gone_is_forgotten(self):
        kept = EventFactory(title_en=WORD)
        Entry.objects.create(
            record_kind="event",
            record_id=kept.pk + 1,
            language="en",
            kind="event",
            slug="gone",
            title=WORD,
            visible_from=kept.published_at,
        )
        Entry.objects.create(
            record_kind="other", record_id=1, language="en", slug="x", visible_from=kept.published_at
        )

        rebuild()

        assert [entry.slug for entry in Entry.objects.all()] == [kept.slug]

    def test_drafts_are_not_taken_in(self):
        EventFactory(title_en=WORD, draft=True)

        rebuild()

        assert Entry.objects.count() == 0

    def test_every_batch_is_brought(self, monkeypatch):
        monkeypatch.setattr(index, "BATCH", 2)
        EventFactory.create_batch(5, title_en=WORD)
        Entry.objects.all().delete()

        assert "5 of 5" in rebuild()

        assert len(slugs()) == 5

    @pytest.mark.parametrize("count", [1, 3])
    def test_any_number_of_records_takes_the_same_queries(self, count, django_assert_num_queries):
        for _ in range(count):
            ProvisionFactory(document=document_with("Text."), text_en=WORD)
        keys = list(Entry.objects.values_list("record_id", flat=True))

        with django_assert_num_queries(5):
            index.bring("document", keys)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("make", [lambda: EventFactory(), lambda: CommitmentFactory()])
def test_nobody_saves_what_is_being_read_for_the_index(make, monkeypatch):
    record = make()
    owner = getattr(record, "document", record)
    other = connections.create_connection("default")
    refused = []

    def asked(row):
        with other.cursor() as cursor, pytest.raises(OperationalError):
            cursor.execute(
                f"SELECT 1 FROM {owner._meta.db_table} WHERE id = %s FOR UPDATE NOWAIT",  # noqa: S608
                [owner.pk],
            )
        refused.append(row)
        return []

    searchable = sources._registered[record.kind]
    changed = sources._Searchable(
        searchable.model, asked, searchable.rows, searchable.address_of_place, searchable.owner
    )
    monkeypatch.setitem(sources._registered, record.kind, changed)
    try:
        rebuild()
    finally:
        other.close()

    assert refused == [record]
