from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publishing.actions import publish, return_to_draft, withdraw
from search.asking import Question, answer, suggest
from search.models import Entry, Passage
from tests.clock import clock
from tests.factories import (
    CommitmentFactory,
    DocumentFactory,
    DocumentVersionFactory,
    EventFactory,
    PageFactory,
    PartnerFactory,
    ProvisionFactory,
    SeriesFactory,
    SpeakerFactory,
    StoredFileFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

WORD = "zanzibarine"


def found(text, **narrowing):
    return answer(Question(text, **narrowing), language="en")


def slugs(text, **narrowing):
    return [hit.slug for hit in found(text, **narrowing).hits]


def version_with(text, document, **values):
    pages = text if isinstance(text, list) else [text]
    file = StoredFileFactory(content=repr(pages).encode(), text_pages=pages, page_count=len(pages))
    return DocumentVersionFactory(document=document, file=file, **values)


class TestWords:
    def test_all_of_them_must_be_there_in_any_of_its_texts(self):
        DocumentFactory(
            slug="both", title_en="Declaration of the ministers", summary_en="<p>On smuggling.</p>"
        )
        DocumentFactory(slug="one", title_en="Declaration of the presidents")

        assert slugs("declarations smuggling") == ["both"]

    def test_a_phrase_is_found_as_it_was_quoted(self):
        DocumentFactory(slug="so", title_en="Plan of action")
        DocumentFactory(slug="otherwise", title_en="Action according to plan of work")

        assert slugs('"plan of action"') == ["so"]
        assert sorted(slugs("plan of action")) == ["otherwise", "so"]
        assert slugs('plan -"plan of action"') == ["otherwise"]

    def test_what_must_not_be_there_is_not(self):
        DocumentFactory(slug="rome", title_en="Declaration of Rome")
        DocumentFactory(slug="cairo", title_en="Declaration of Cairo")

        assert slugs("declaration -cairo") == ["rome"]
        assert slugs("-cairo") == []

    def test_words_of_a_title_come_before_those_of_a_summary_and_of_a_text(self):
        version_with(f"The {WORD} route.", DocumentFactory(slug="text", title_en="A"))
        DocumentFactory(slug="summary", title_en="B", summary_en=f"<p>A {WORD} summary.</p>")
        DocumentFactory(slug="title", title_en=f"The {WORD} declaration")

        assert slugs(WORD) == ["title", "summary", "text"]

    def test_the_process_s_own_events_come_before_those_it_builds_on(self):
        EventFactory(slug="related", title_en=f"{WORD} summit", scope="related")
        EventFactory(slug="own", title_en=f"{WORD} summit", scope="core")

        assert slugs(WORD) == ["own", "related"]

    @settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(st.text(max_size=200) | st.text("\"-*()&|!:<>'\\ abإ", max_size=60))
    def test_nothing_that_is_typed_is_an_error(self, text):
        found(text)
        suggest(text, language="ar")

    @pytest.mark.parametrize(
        "text",
        [
            "a" * 5000,
            '"' * 5000,
            "-" * 500,
            "word " * 1000,
            "a AND NOT b",
            "NEAR(a b)",
            "t:x r:y #s0",
            "\0",
            "😀",
            "'; DROP TABLE x; --",
        ],
    )
    def test_hostile_words_are_words(self, text):
        assert found(text).total == 0


class TestPlaces:
    def test_the_page_of_a_file_is_told_and_led_to(self):
        version_with(
            ["First page.", f"Here is the {WORD} route."], DocumentFactory(slug="plan"), language="fr"
        )

        (hit,) = found(WORD).hits

        assert (hit.place, hit.language) == ("page 2", "fr")
        assert hit.url == "/en/documents/plan/text/?text=fr&of=file&page=2#page-2"
        assert ("".join(text for text, _is_word in hit.snippet)) == f"Here is the {WORD} route."
        assert [text for text, is_word in hit.snippet if is_word] == [WORD]

    def test_a_provision_is_led_to_by_its_identifier(self):
        document = DocumentFactory(slug="plan")
        ProvisionFactory(document=document, eid="para-12", number="12", text_en=f"We use the {WORD} route.")

        (hit,) = found(WORD).hits

        assert (hit.place, hit.url) == ("paragraph 12", "/en/documents/plan/?text=en#para-12")

    def test_an_earlier_file_stands_behind_from_when_the_later_is_public(self):
        with clock() as now:
            document = DocumentFactory(slug="plan")
            version_with(["First.", f"The {WORD} route."], document)
            version_with(["First.", "Second.", f"The {WORD} road."], document, scheduled=True)

            (hit,) = found(WORD).hits
            assert (hit.place, hit.url[-7:]) == ("page 2", "#page-2")

            # Nobody saves anything.
            now.move(hours=25)

            (hit,) = found(WORD).hits
            assert (hit.place, hit.url[-7:]) == ("page 3", "#page-3")
            # Only the page of the current file can be led to.
            assert [hit.url for hit in found("route").hits] == ["/en/documents/plan/"]

    def test_a_speaker_leads_to_the_event(self):
        SpeakerFactory(event=EventFactory(slug="summit"), name_en=f"Amina {WORD}")

        (hit,) = found(WORD).hits

        assert (hit.kind, hit.url) == ("speaker", "/en/events/summit/#speakers")

    def test_a_record_is_found_once_by_the_text_that_fits_best(self):
        document = DocumentFactory(slug="plan", title_en=f"{WORD} plan", title_fr=f"Plan {WORD}")
        version_with(f"{WORD} text", document)

        assert [(hit.slug, hit.language) for hit in found(WORD).hits] == [("plan", "en")]


HIDDEN = ["draft", "in_review", "scheduled", "withdrawn"]


class TestWhatIsNotPublic:
    @pytest.mark.parametrize("trait", HIDDEN)
    def test_no_record_is_found_counted_or_suggested(self, trait):
        hidden = {trait: True}
        title = {"title_en": f"{WORD} title"}
        EventFactory(**title, **hidden)
        SpeakerFactory(event=EventFactory(title_en="x", **hidden), name_en=WORD)
        DocumentFactory(**title, **hidden)
        PageFactory(**title, **hidden)
        SeriesFactory(**title, **hidden)
        PartnerFactory(name_en=WORD, **hidden)
        ThemeFactory(name_en=WORD, **hidden)
        version_with(WORD, DocumentFactory(**hidden))
        version_with(f"{WORD} again", DocumentFactory(), **hidden)
        ProvisionFactory(document=DocumentFactory(**hidden), text_en=WORD)
        CommitmentFactory(**title, **hidden)
        CommitmentFactory(provision__document=DocumentFactory(**hidden), **title)

        nothing = found(WORD)

        assert (nothing.total, list(nothing.hits)) == (0, [])
        assert not any(nothing.facets.values())
        assert list(suggest(WORD[:6], language="en")) == []

    @pytest.mark.parametrize("trait", HIDDEN)
    def test_a_theme_is_no_choice(self, trait):
        event = EventFactory(title_en=WORD)
        event.themes.add(ThemeFactory(slug="shown"), ThemeFactory(slug="hidden", **{trait: True}))
        event.refresh_from_db()
        event.save()

        assert [value.value for value in found(WORD).facets["theme"]] == ["shown"]
        assert found(WORD, theme="hidden").total == 0
        assert found(WORD, theme="shown").total == 1

    def test_what_is_scheduled_appears_by_itself(self):
        with clock() as now:
            document = DocumentFactory(title_en=WORD, scheduled=True)
            assert slugs(WORD) == []

            # Nobody saves anything.
            now.move(hours=25)

            assert slugs(WORD) == [document.slug]

    def test_what_is_kept_of_a_search_goes_by_the_clock_of_the_database(self):
        with clock() as now:
            document = DocumentFactory(title_en=WORD)
            withdraw(record=document, reason="Wrong.", at=now.now + timedelta(seconds=2))
            assert slugs(WORD) == [document.slug]
            now.move(seconds=3)
            # This machine's is two seconds behind.
            behind = now.now - timedelta(seconds=2)
            with patch.object(timezone, "now", lambda: behind):
                assert slugs(WORD) == []

    def test_what_returns_to_draft_does_not_appear_at_its_former_moment(self):
        document = DocumentFactory(title_en=WORD, scheduled=True)
        assert Entry.objects.count() == 1

        return_to_draft(record=document)

        assert Entry.objects.count() == 0

    def test_it_follows_withdrawal_return_and_deletion(self):
        document = DocumentFactory(title_en=WORD)
        withdraw(record=document, reason="Wrong.")
        assert slugs(WORD) == []

        publish(record=document)
        assert slugs(WORD) == [document.slug]

        document.delete()
        assert slugs(WORD) == []
        assert (Entry.objects.count(), Passage.objects.count()) == (0, 0)

    def test_an_edit_and_another_address_are_followed(self):
        document = DocumentFactory(title_en=WORD)

        document.title_en, document.slug = "Other words", "other"
        document.save()

        assert slugs(WORD) == []
        assert slugs("other words") == ["other"]


class TestSuggesting:
    def test_the_last_word_may_be_unfinished(self):
        DocumentFactory(title_en="Cairo Action Plan", title_ar="خطة عمل القاهرة")

        assert [row.title.value for row in suggest("action pl", language="en")] == ["Cairo Action Plan"]
        assert [row.title.value for row in suggest("قاه", language="ar")] == ["خطة عمل القاهرة"]
        assert list(suggest("plan of", language="en")) == []

    def test_a_name_is_suggested_in_each_of_its_spellings(self):
        EventFactory(title_en="Meeting in Addis Ababa")

        assert [row.title.value for row in suggest("addis abeba", language="en")] == [
            "Meeting in Addis Ababa"
        ]

    @pytest.mark.parametrize("count", [1, 3])
    def test_any_number_of_suggestions_takes_the_same_queries(self, count, django_assert_num_queries):
        EventFactory.create_batch(count, title_en="Cairo meeting")

        # How long the index is, what matches, and what is shown of it.
        with django_assert_num_queries(3):
            assert len(suggest("cai", language="en")) == count
