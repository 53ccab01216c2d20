"""The screen of a document's provisions at the desk."""

import pytest

from declarations.models import Provision
from publishing import changes
from publishing.dates import PartialDate
from publishing.history import versions_of
from tests.declarations.provisions_desk import form_of, page_of
from tests.factories import CommitmentFactory, DocumentFactory, EventFactory, ProvisionFactory
from tests.html_forms import fields_of
from tests.staff import signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def desk():
    return signed_in()


@pytest.fixture
def document():
    """Of three paragraphs, counted from 1."""
    document = DocumentFactory()
    for number in (1, 2, 3):
        ProvisionFactory(document=document, position=number, eid=f"para-{number}", number=str(number))
    return document


def order_of(document):
    return [(row.position, row.eid) for row in document.provisions.in_order()]


def test_a_provision_is_changed_in_one_revision_and_the_rest_of_the_document_stays(desk):
    document = DocumentFactory(
        date=PartialDate.parse("2023-05"),
        adopted=PartialDate.parse("2023-05-04"),
        adopting_event=EventFactory(),
        summary_en="A summary.",
    )
    provision = ProvisionFactory(document=document, text_en="We shall meet.")
    data = form_of(desk, document)
    versions = versions_of(document).count()

    answer = desk.post(page_of(document), {**data, "provisions-0-text_fr": "Nous nous réunirons."})

    assert answer.status_code == 302
    provision.refresh_from_db()
    assert (provision.text_fr, provision.text_en) == ("Nous nous réunirons.", "We shall meet.")
    assert versions_of(document).count() == versions + 1
    document.refresh_from_db()
    assert str(document.date) == str(PartialDate.parse("2023-05"))
    assert str(document.adopted) == str(PartialDate.parse("2023-05-04"))
    assert document.summary_en == "A summary."


def test_the_second_of_two_editors_loses_nothing(desk):
    provision = ProvisionFactory(text_en="We shall meet.")
    data = form_of(desk, provision.document)
    desk.post(page_of(provision.document), {**data, "provisions-0-text_fr": "Nous nous réunirons."})

    answer = desk.post(page_of(provision.document), {**data, "provisions-0-text_ar": "سنجتمع."})

    assert answer.status_code == 200
    desk.post(page_of(provision.document), fields_of(answer, "document_form"))
    provision.refresh_from_db()
    assert (provision.text_fr, provision.text_ar) == ("Nous nous réunirons.", "سنجتمع.")


def test_a_provision_from_which_commitments_follow_is_not_deleted(desk):
    provision = CommitmentFactory(draft=True).provision
    data = form_of(desk, provision.document)

    answer = desk.post(page_of(provision.document), {**data, "provisions-0-DELETE": "on"})

    [formset] = answer.context["inline_admin_formsets"]
    [row] = formset.formset.initial_forms
    assert row.non_field_errors() == ["Commitments follow from it: it stays as long as they are there."]
    assert formset.non_form_errors() == ["1 provision cannot be deleted: see below. Nothing was saved."]
    assert Provision.objects.filter(pk=provision.pk).exists()


def test_others_are_deleted(desk, document):
    data = form_of(desk, document)

    desk.post(page_of(document), {**data, "provisions-1-DELETE": "on"})

    assert order_of(document) == [(1, "para-1"), (2, "para-3")]


class TestOrder:
    def new(self, **values):
        return {f"provisions-3-{name}": value for name, value in values.items()}

    def test_a_new_one_stands_last(self, desk, document):
        desk.post(page_of(document), {**form_of(desk, document), **self.new(eid="para-4", text_en="New.")})

        assert order_of(document)[-1] == (4, "para-4")

    def test_a_new_one_stands_where_somebody_says_and_the_others_make_room(self, desk, document):
        new = self.new(eid="para-1bis", text_en="New.", position="2")
        desk.post(page_of(document), {**form_of(desk, document), **new})

        assert order_of(document) == [(1, "para-1"), (2, "para-1bis"), (3, "para-2"), (4, "para-3")]

    @pytest.mark.parametrize(
        ("row", "place", "expected"),
        [
            (0, "3", ["para-2", "para-3", "para-1"]),
            (0, "2", ["para-2", "para-1", "para-3"]),
            (2, "1", ["para-3", "para-1", "para-2"]),
            (1, "", ["para-1", "para-3", "para-2"]),
        ],
    )
    def test_one_that_is_moved_stands_at_the_number_that_was_typed(
        self, desk, document, row, place, expected
    ):
        desk.post(page_of(document), {**form_of(desk, document), f"provisions-{row}-position": place})

        assert order_of(document) == list(enumerate(expected, 1))


def test_a_document_leads_to_its_provisions(desk, document):
    page = desk.get(page_of(document, "change")).content.decode()

    assert "Provisions (3)" in page
    assert page_of(document) in page
    assert page_of(document, "propose_provisions") in page


def test_who_may_only_look_changes_nothing(document):
    client = signed_in_with("declarations.view_document")

    assert client.get(page_of(document)).status_code == 200
    data = {"opened_revision": document.revision, "provisions-TOTAL_FORMS": 0, "provisions-INITIAL_FORMS": 0}
    assert client.post(page_of(document), data).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_asks_the_same_number_of_questions_for_any_number(desk, django_assert_num_queries, count):
    document = DocumentFactory()
    ProvisionFactory.create_batch(count, document=document)

    # Who is signed in, the document and its provisions; what it lacks; open edits and remarks.
    with django_assert_num_queries(9):
        desk.get(page_of(document))


def test_three_hundred_provisions_in_three_languages_are_saved_in_one_form(desk):
    document = DocumentFactory()
    texts = {"text_en": "Word " * 200, "text_fr": "Mot " * 200, "text_ar": "كلمة " * 200}
    with changes.together():
        for number in range(1, 301):
            ProvisionFactory(document=document, eid=f"para-{number}", position=number, **texts)
    data = form_of(desk, document)

    answer = desk.post(page_of(document), {**data, "provisions-299-text_en": "The last."})

    assert answer.status_code == 302
    assert document.provisions.get(eid="para-300").text_en == "The last."
    assert document.provisions.count() == 300
