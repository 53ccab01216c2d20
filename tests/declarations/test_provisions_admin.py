"""Provisions of a document at the desk, and what is proposed from a text."""

import pytest
from django.urls import reverse

from declarations.models import Provision
from publishing import changes
from publishing.history import versions_of
from publishing.translations import mark_unofficial
from tests.factories import (
    CommitmentFactory,
    DocumentFactory,
    DocumentVersionFactory,
    ProvisionFactory,
    StoredFileFactory,
)
from tests.html_forms import fields_of
from tests.staff import signed_in, signed_in_with

pytestmark = pytest.mark.django_db

TEXT = """Declaration of Example

1. We shall open a common office in Cairo.

2. We shall meet every year.

4. We shall report on what was done.
"""
FRENCH = """Déclaration d'exemple

1. Nous ouvrirons un bureau commun au Caire.

2. Nous nous réunirons chaque année.
"""


@pytest.fixture
def desk():
    return signed_in()


def page_of(document, name="provisions"):
    return reverse(f"admin:declarations_document_{name}", args=[document.pk])


def form_of(client, document):
    return fields_of(client.get(page_of(document)), "document_form")


def propose(client, document, text=TEXT, language="en", authority="authentic"):
    data = {"text": text, "language": language, "authority": authority}
    return client.post(page_of(document, "propose_provisions"), data)


def confirm(client, document, proposed, **typed):
    data = {**fields_of(proposed, "proposal_form"), "confirmed": "1", **typed}
    return client.post(page_of(document, "propose_provisions"), data)


def test_provisions_have_a_screen_of_their_own(desk):
    provision = ProvisionFactory(text_en="We shall meet.")
    data = form_of(desk, provision.document)
    versions = versions_of(provision.document).count()

    answer = desk.post(page_of(provision.document), {**data, "provisions-0-text_fr": "Nous nous réunirons."})

    assert answer.status_code == 302
    provision.refresh_from_db()
    assert provision.text_fr == "Nous nous réunirons."
    assert provision.text_en == "We shall meet."
    assert versions_of(provision.document).count() == versions + 1


def test_new_provision_is_made_in_an_empty_row(desk):
    document = DocumentFactory()
    data = form_of(desk, document)

    desk.post(
        page_of(document),
        {**data, "provisions-0-eid": "para-1", "provisions-0-number": "1", "provisions-0-text_en": "New."},
    )

    assert list(document.provisions.values_list("eid", "text_en")) == [("para-1", "New.")]


def test_second_of_two_editors_loses_nothing(desk):
    provision = ProvisionFactory(text_en="We shall meet.")
    data = form_of(desk, provision.document)
    desk.post(page_of(provision.document), {**data, "provisions-0-text_fr": "Nous nous réunirons."})

    answer = desk.post(page_of(provision.document), {**data, "provisions-0-text_ar": "سنجتمع."})

    assert answer.status_code == 200
    again = fields_of(answer, "document_form")
    desk.post(page_of(provision.document), again)
    provision.refresh_from_db()
    assert (provision.text_fr, provision.text_ar) == ("Nous nous réunirons.", "سنجتمع.")


def test_provision_with_a_commitment_is_not_deleted(desk):
    provision = CommitmentFactory().provision
    data = form_of(desk, provision.document)

    answer = desk.post(page_of(provision.document), {**data, "provisions-0-DELETE": "on"})

    assert answer.status_code == 200
    assert "protected" in answer.content.decode()
    assert Provision.objects.filter(pk=provision.pk).exists()


def test_proposal_saves_nothing_until_it_is_confirmed(desk):
    document = DocumentFactory()

    answer = propose(desk, document)

    assert "Missing before it: 3." in answer.content.decode()
    assert not document.provisions.exists()
    assert confirm(desk, document, answer).status_code == 302
    assert list(
        document.provisions.filter(eid__startswith="para").values_list("eid", "number", "text_en")
    ) == [
        ("para-1", "1", "We shall open a common office in Cairo."),
        ("para-2", "2", "We shall meet every year."),
        ("para-4", "4", "We shall report on what was done."),
    ]


def test_text_of_another_language_goes_to_the_same_provisions(desk):
    document = DocumentFactory()
    confirm(desk, document, propose(desk, document))
    count = document.provisions.count()

    confirm(desk, document, propose(desk, document, FRENCH, "fr"))

    provision = document.provisions.get(eid="para-2")
    assert document.provisions.count() in (count, count + 1)
    assert provision.text_fr == "Nous nous réunirons chaque année."
    assert provision.text_en == "We shall meet every year."
    assert not document.translation_states.exists()


def test_courtesy_translation_is_told_to_be_unofficial(desk):
    document = DocumentFactory()

    confirm(desk, document, propose(desk, document, FRENCH, "fr", "courtesy_translation"))

    state = document.translation_states.get()
    assert (state.field, state.language, state.status) == ("provisions", "fr", "unofficial")


def test_words_that_are_there_stay_unless_somebody_says_so(desk):
    provision = ProvisionFactory(eid="para-1", number="1", text_en="As staff wrote it.")
    answer = propose(desk, provision.document)
    row = next(name for name, value in fields_of(answer, "proposal_form").items() if value == ["para-1"])

    confirm(desk, provision.document, answer)
    provision.refresh_from_db()
    assert provision.text_en == "As staff wrote it."

    confirm(desk, provision.document, answer, **{row.replace("eid", "overwrite"): "on"})
    provision.refresh_from_db()
    assert provision.text_en == "We shall open a common office in Cairo."


def test_paraphrase_that_gets_the_text_is_one_no_longer_in_any_language(desk):
    provision = ProvisionFactory(
        eid="para-1",
        number="1",
        text_en="An office.",
        text_fr="Un bureau.",
        standing=Provision.Standing.PARAPHRASE,
        sources=["https://example.org/summary"],
    )
    other = ProvisionFactory(document=provision.document, eid="para-9", text_en="Later.", text_fr="Après.")
    other.standing = Provision.Standing.PARAPHRASE
    other.save()
    mark_unofficial(provision.document, "provisions", "fr")

    confirm(desk, provision.document, propose(desk, provision.document))

    provision.refresh_from_db()
    assert provision.standing == Provision.Standing.TEXT
    assert provision.text_en == "We shall open a common office in Cairo."
    assert not provision.text_fr
    assert provision.sources == []
    other.refresh_from_db()
    assert other.is_paraphrase
    # The other one is still an unofficial translation of a paraphrase.
    assert provision.document.translation_states.filter(language="fr").exists()


@pytest.mark.parametrize("state", ["draft", "scheduled", "withdrawn"])
def test_file_of_any_state_can_be_read_by_staff(desk, state):
    file = StoredFileFactory(text_pages=[TEXT], has_text=True)
    version = DocumentVersionFactory(file=file, language="en", **{state: True})

    answer = desk.post(page_of(version.document, "propose_provisions"), {"version": version.pk})

    assert "We shall meet every year." in answer.content.decode()


def test_row_that_cannot_be_saved_comes_back_with_everything_typed(desk):
    document = DocumentFactory()
    proposed = propose(desk, document)

    answer = confirm(desk, document, proposed, **{"rows-1-eid": "Not an identifier"})

    assert answer.status_code == 200
    assert "Not an identifier" in answer.content.decode()
    assert "We shall meet every year." in answer.content.decode()
    assert not document.provisions.exists()


def test_who_may_only_look_proposes_nothing():
    document = DocumentFactory()
    client = signed_in_with("declarations.view_document")

    assert client.get(page_of(document)).status_code == 200
    assert client.get(page_of(document, "propose_provisions")).status_code == 403


def test_screen_asks_the_same_number_of_questions_for_any_number_of_provisions(
    desk, django_assert_num_queries, django_assert_max_num_queries
):
    document = DocumentFactory()
    ProvisionFactory(document=document)
    with django_assert_max_num_queries(60) as first:
        desk.get(page_of(document))
    for _number in range(2):
        ProvisionFactory(document=document)
    with django_assert_num_queries(len(first)):
        desk.get(page_of(document))


def test_three_hundred_provisions_are_saved_in_one_form(desk):
    document = DocumentFactory()
    with changes.together():
        for number in range(1, 301):
            ProvisionFactory(document=document, eid=f"para-{number}", position=number)
    data = form_of(desk, document)

    answer = desk.post(page_of(document), {**data, "provisions-299-text_en": "The last."})

    assert answer.status_code == 302
    assert document.provisions.get(eid="para-300").text_en == "The last."


def test_document_leads_to_its_provisions(desk):
    document = ProvisionFactory().document

    page = desk.get(page_of(document, "change")).content.decode()

    assert "Provisions (1)" in page
    assert page_of(document) in page
    assert page_of(document, "propose_provisions") in page
