"""Provisions taken over from a text at the desk."""

import pytest
from django.db import OperationalError

from declarations.filling import Words, fill_provisions
from declarations.models import Document, Provision
from publishing.history import versions_of
from publishing.models import StaleRecordError
from publishing.translations import mark_unofficial
from tests.declarations.files.samples import sample
from tests.declarations.provisions_desk import (
    FRENCH,
    TEXT,
    confirm,
    page_of,
    paraphrase,
    propose,
    row_of,
    told,
)
from tests.factories import (
    CommitmentFactory,
    DocumentFactory,
    DocumentVersionFactory,
    ProvisionFactory,
    StoredFileFactory,
)
from tests.staff import signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def ended_for_another():
    """As PostgreSQL does with one of two who wait for each other's rows."""

    class DeadlockError(Exception):
        sqlstate = "40P01"

    error = OperationalError("deadlock detected")
    error.__cause__ = DeadlockError()
    return error


@pytest.fixture
def desk():
    return signed_in()


@pytest.fixture
def document():
    return DocumentFactory()


def texts_of(document, language="en"):
    return list(document.provisions.in_order().values_list("eid", "number", f"text_{language}"))


class TestConfirming:
    def test_nothing_is_saved_before(self, desk, document):
        proposed = propose(desk, document)

        assert "Missing before it: 3." in proposed.content.decode()
        assert texts_of(document) == []
        assert confirm(desk, document, proposed).status_code == 302
        assert texts_of(document) == [
            ("para-1", "1", "We shall open a common office in Cairo."),
            ("para-2", "2", "We shall meet every year."),
            ("para-4", "4", "We shall report on what was done."),
        ]
        assert told(desk, document) == ["3 provisions were made."]

    def test_it_is_one_revision_with_a_name(self, desk, document):
        versions = versions_of(document).count()

        confirm(desk, document, propose(desk, document))

        assert versions_of(document).count() == versions + 1
        assert versions_of(document)[0].revision.comment == "Provisions taken over from a text"

    def test_a_corrected_row_is_taken_as_corrected_and_one_left_out_is_left_out(self, desk, document):
        proposed = propose(desk, document)
        second, last = row_of(proposed, "para-2"), row_of(proposed, "para-4")

        confirm(
            desk,
            document,
            proposed,
            **{f"{second}-text": "We meet.", f"{second}-heading": "Meetings", f"{last}-include": []},
        )

        assert texts_of(document) == [
            ("para-1", "1", "We shall open a common office in Cairo."),
            ("para-2", "2", "We meet."),
        ]
        assert document.provisions.get(eid="para-2").heading_en == "Meetings"

    def test_a_row_that_cannot_be_saved_comes_back_with_everything_typed(self, desk, document):
        proposed = propose(desk, document)

        answer = confirm(desk, document, proposed, **{"rows-1-eid": "Not an identifier"})

        page = answer.content.decode()
        assert answer.status_code == 200
        assert "Not an identifier" in page
        assert "We shall meet every year." in page
        assert texts_of(document) == []

    def test_no_identifier_is_taken_twice(self, desk, document):
        proposed = propose(desk, document)

        answer = confirm(desk, document, proposed, **{f"{row_of(proposed, 'para-2')}-eid": "para-1"})

        assert "Another row has this identifier." in answer.content.decode()
        assert texts_of(document) == []

    def test_who_saved_meanwhile_is_not_written_over_unseen(self, desk, document):
        provision = ProvisionFactory(document=document, eid="para-1", text_en="As staff wrote it.")
        proposed = propose(desk, document)
        ticked = {f"{row_of(proposed, 'para-1')}-overwrite": "on"}
        provision.text_en = "As somebody else has just written it."
        provision.save()

        answer = confirm(desk, document, proposed, **ticked)

        assert "Somebody has saved this document meanwhile." in answer.content.decode()
        assert "As somebody else has just written it." in answer.content.decode()
        assert [text for _eid, _number, text in texts_of(document)] == [
            "As somebody else has just written it."
        ]
        confirm(desk, document, answer)
        assert document.provisions.get(eid="para-1").text_en == "We shall open a common office in Cairo."

    def test_who_saved_since_it_was_compared_is_not_written_over_either(self, document):
        provision = ProvisionFactory(document=document, eid="para-1", text_en="As staff wrote it.")
        compared = Document.objects.get()
        provision.text_en = "As somebody else has just written it."
        provision.save()
        row = Words(kind="paragraph", eid="para-1", number="1", heading="", text="We agree.")

        with pytest.raises(StaleRecordError):
            fill_provisions(document=compared, rows=[row], language="en", authority="authentic")

        assert texts_of(document) == [("para-1", provision.number, "As somebody else has just written it.")]

    @pytest.mark.parametrize(
        ("error", "said"),
        [
            (StaleRecordError(), "Somebody else has saved this record since you opened it."),
            (ended_for_another(), "Somebody saved something at the same moment"),
        ],
    )
    def test_what_stands_in_the_way_at_the_last_moment_is_said(
        self, desk, document, monkeypatch, error, said
    ):
        proposed = propose(desk, document)

        def refused(**_given):
            raise error

        monkeypatch.setattr("declarations.admin.proposing.fill_provisions", refused)
        answer = confirm(desk, document, proposed, **{"rows-1-text": "As corrected."})

        assert (answer.status_code, said in answer.content.decode()) == (200, True)
        assert "As corrected." in answer.content.decode()
        assert texts_of(document) == []


class TestWhatIsThere:
    def test_another_language_goes_to_the_same_provisions(self, desk, document):
        confirm(desk, document, propose(desk, document))

        confirm(desk, document, propose(desk, document, FRENCH, "fr"))

        assert texts_of(document, "fr")[1] == ("para-2", "2", "Nous nous réunirons chaque année.")
        assert texts_of(document)[1] == ("para-2", "2", "We shall meet every year.")
        assert len(texts_of(document)) == 3

    def test_other_words_stay_unless_somebody_says_so(self, desk, document):
        ProvisionFactory(document=document, eid="para-1", number="1", text_en="As staff wrote it.")

        confirm(desk, document, propose(desk, document))

        assert texts_of(document)[0] == ("para-1", "1", "As staff wrote it.")
        assert told(desk, document) == [
            "2 provisions were made.",
            "1 provision has other words and stays as it was: writing over it was not chosen.",
        ]
        proposed = propose(desk, document)
        confirm(desk, document, proposed, **{f"{row_of(proposed, 'para-1')}-overwrite": "on"})
        assert texts_of(document)[0] == ("para-1", "1", "We shall open a common office in Cairo.")

    def test_the_same_words_are_told_to_be_there(self, desk, document):
        confirm(desk, document, propose(desk, document))

        proposed = propose(desk, document)

        assert proposed.content.decode().count("The same words are there already.") == 3
        told(desk, document)
        confirm(desk, document, proposed)
        assert told(desk, document) == ["Nothing was changed."]

    def test_new_ones_stand_where_the_text_has_them(self, desk, document):
        ProvisionFactory(document=document, position=1, eid="para-1", text_en="")
        ProvisionFactory(document=document, position=2, eid="para-4", text_en="")

        confirm(desk, document, propose(desk, document))

        rows = document.provisions.in_order()
        assert [(row.position, row.eid) for row in rows] == [(1, "para-1"), (2, "para-2"), (3, "para-4")]

    def test_what_the_english_text_does_not_have_is_told(self, desk, document):
        confirm(desk, document, propose(desk, document))

        page = propose(desk, document, f"{FRENCH}\n5. Un de plus.", "fr").content.decode()

        assert page.count("New: no provision of this document has this identifier yet.") == 1

    def test_a_length_that_cannot_be_right_is_told(self, desk, document):
        ProvisionFactory(document=document, eid="para-1", text_en="We shall open an office in Cairo. " * 5)
        ProvisionFactory(document=document, eid="para-2", text_en="We meet.")
        french = f"1. Un bureau.\n\n2. {'Nous nous réunirons. ' * 10}"

        page = propose(desk, document, french, "fr").content.decode()

        assert "Much shorter than the English text: 10 letters instead of 170." in page
        assert "Much longer than the English text: 209 letters instead of 8." in page


class TestParaphrases:
    def test_one_that_gets_the_text_is_one_no_longer_in_any_language(self, desk, document):
        provision = paraphrase(ProvisionFactory, document, "para-1", text_en="Office.", text_fr="Bureau.")

        confirm(desk, document, propose(desk, document))

        provision.refresh_from_db()
        assert provision.standing == Provision.Standing.TEXT
        assert provision.text_en == "We shall open a common office in Cairo."
        assert (provision.text_fr, provision.sources) == (None, [])

    def test_it_stays_one_if_its_words_are_not_to_be_written_over(self, desk, document):
        provision = paraphrase(ProvisionFactory, document, "para-1", text_fr="Un bureau.", text_en="")
        proposed = propose(desk, document)

        confirm(desk, document, proposed, **{f"{row_of(proposed, 'para-1')}-overwrite": []})

        provision.refresh_from_db()
        assert provision.is_paraphrase
        assert (provision.text_fr, provision.text_en or "") == ("Un bureau.", "")

    def test_those_the_text_does_not_have_are_removed_if_somebody_says_so(self, desk, document):
        paraphrase(ProvisionFactory, document, "para-office", text_en="Office.")
        paraphrase(ProvisionFactory, document, "para-meetings", text_en="Meetings.")

        confirm(desk, document, propose(desk, document), remove=["para-office"])

        assert [eid for eid, _number, _text in texts_of(document)] == [
            "para-1",
            "para-2",
            "para-4",
            "para-meetings",
        ]

    def test_one_from_which_commitments_follow_is_not_offered(self, desk, document):
        held = paraphrase(ProvisionFactory, document, "para-office", text_en="Office.")
        CommitmentFactory(provision=held, draft=True)

        proposed = propose(desk, document)
        answer = confirm(desk, document, proposed, remove=["para-office"])

        assert 'name="remove"' not in proposed.content.decode()
        assert answer.status_code == 200
        assert document.provisions.filter(pk=held.pk).exists()


class TestUnofficialTranslations:
    def states(self, document):
        return list(document.translation_states.values_list("field", "language", "status"))

    def test_a_courtesy_translation_is_one(self, desk, document):
        confirm(desk, document, propose(desk, document, FRENCH, "fr", "courtesy_translation"))

        assert self.states(document) == [("provisions", "fr", "unofficial")]

    @pytest.mark.parametrize("authority", ["authentic", "official_translation"])
    def test_others_are_not(self, desk, document, authority):
        paraphrase(ProvisionFactory, document, "para-1", text_en="Office.", text_fr="Bureau.")
        mark_unofficial(document, "provisions", "fr")

        confirm(desk, document, propose(desk, document, FRENCH, "fr", authority))

        assert self.states(document) == []

    def test_the_mark_stays_as_long_as_words_of_other_origin_stand_there(self, desk, document):
        ProvisionFactory(document=document, eid="para-9", text_en="Later.", text_fr="Plus tard.")
        mark_unofficial(document, "provisions", "fr")

        confirm(desk, document, propose(desk, document, FRENCH, "fr"))

        assert self.states(document) == [("provisions", "fr", "unofficial")]

    def test_of_a_language_in_which_nothing_is_left_there_is_none(self, desk, document):
        paraphrase(ProvisionFactory, document, "para-1", text_en="Office.", text_ar="مكتب.")
        mark_unofficial(document, "provisions", "ar")

        confirm(desk, document, propose(desk, document))

        assert self.states(document) == []

    def test_english_cannot_be_marked_and_that_is_told(self, desk, document):
        proposed = propose(desk, document, authority="courtesy_translation")

        confirm(desk, document, proposed)

        assert "cannot mark it as unofficial" in proposed.content.decode()
        assert self.states(document) == []


class TestChoosingAText:
    @pytest.mark.parametrize("state", [{}, {"draft": True}, {"scheduled": True}, {"withdrawn": True}])
    def test_a_file_of_any_state_is_read(self, desk, state):
        file = StoredFileFactory(text_pages=[TEXT], has_text=True)
        version = DocumentVersionFactory(file=file, language="en", **state)

        answer = desk.post(page_of(version.document, "propose_provisions"), {"version": version.pk})

        assert "We shall meet every year." in answer.content.decode()

    def test_a_file_has_language_and_authority_of_its_own(self, desk):
        file = StoredFileFactory(content=sample("french.pdf"), text_pages=[FRENCH], has_text=True)
        version = DocumentVersionFactory(file=file, language="fr", authority="courtesy_translation")

        confirm(
            desk,
            version.document,
            desk.post(page_of(version.document, "propose_provisions"), {"version": version.pk}),
        )

        assert texts_of(version.document, "fr")[0][2] == "Nous ouvrirons un bureau commun au Caire."
        assert version.document.translation_states.get().language == "fr"

    def test_no_scan_and_no_file_of_another_document_is_offered(self, desk, document):
        scan = DocumentVersionFactory(
            document=document, file=StoredFileFactory(has_text=False, text_pages=[""])
        )
        other = DocumentVersionFactory()

        for version in (scan, other):
            answer = desk.post(page_of(document, "propose_provisions"), {"version": version.pk})
            assert "version" in answer.context["form"].errors

    @pytest.mark.parametrize(
        ("sent", "wrong"),
        [
            ({}, {"__all__": ["Choose a file or paste a text."]}),
            ({"text": TEXT}, {"language": ["Choose one."], "authority": ["Choose one."]}),
        ],
    )
    def test_what_is_missing_is_told(self, desk, document, sent, wrong):
        answer = desk.post(page_of(document, "propose_provisions"), sent)

        assert answer.context["form"].errors == wrong

    def test_a_text_without_provisions_is_told(self, desk, document):
        answer = propose(desk, document, text=". . .\n")

        assert answer.status_code == 200

    def test_who_may_only_look_proposes_nothing(self, document):
        client = signed_in_with("declarations.view_document")

        assert client.get(page_of(document, "propose_provisions")).status_code == 403
        assert client.post(page_of(document, "propose_provisions"), {"text": TEXT}).status_code == 403
