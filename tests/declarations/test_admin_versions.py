"""Each file of a document has a page and a life of its own; the desk tells what is to be done."""

import pytest
from django.urls import reverse
from reversion.models import Version

from declarations.models import Document, DocumentVersion
from publishing.actions import withdraw
from tests.factories import DocumentFactory, DocumentVersionFactory, StoredFileFactory
from tests.html_forms import agreed_to, fields_of
from tests.staff import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


@pytest.fixture
def nadia():
    return signed_in()


def test_its_page_has_what_is_known_and_its_life(nadia):
    version = DocumentVersionFactory()
    address = reverse("admin:declarations_documentversion_change", args=[version.pk])

    page = nadia.get(address).content.decode()

    assert version.file.sha256 in page
    assert 'name="_withdraw"' in page
    assert nadia.get(reverse("admin:declarations_documentversion_add")).status_code == 403


def test_staff_read_a_draft_and_nobody_keeps_it(nadia):
    version = DocumentVersionFactory(draft=True, file=StoredFileFactory(content=b"secret draft"))

    response = nadia.get(reverse("admin:declarations_documentversion_file", args=[version.pk]))

    assert b"".join(response.streaming_content) == b"secret draft"
    assert {"private", "no-store"} <= {*response["Cache-Control"].split(", ")}
    assert response["Content-Disposition"].startswith("attachment")


def test_what_visitors_have_seen_is_not_deleted(nadia):
    seen = DocumentVersionFactory()
    withdraw(record=seen, reason="The wrong file.")
    unseen = [
        DocumentVersionFactory(draft=True),
        DocumentVersionFactory(scheduled=True),
        DocumentVersionFactory(document=DocumentFactory(draft=True)),
    ]

    for version, status in [
        (seen, 403),
        (DocumentVersionFactory(), 403),
        *((version, 302) for version in unseen),
    ]:
        address = reverse("admin:declarations_documentversion_delete", args=[version.pk])
        assert agreed_to(nadia, address).status_code == status


def test_what_was_deleted_is_recovered_with_its_bytes_and_number(nadia):
    draft = DocumentVersionFactory(draft=True, file=StoredFileFactory(content=b"secret draft"), number=3)
    draft.save()
    agreed_to(nadia, reverse("admin:declarations_documentversion_delete", args=[draft.pk]))
    page = reverse("admin:declarations_documentversion_recover_list")
    assert page in nadia.get(reverse("admin:declarations_documentversion_changelist")).content.decode()
    last = Version.objects.get_deleted(DocumentVersion).get()

    nadia.post(reverse("admin:declarations_documentversion_recover", args=[last.pk]))

    recovered = DocumentVersion.objects.get()
    assert (recovered.number, recovered.state) == (3, "draft")
    response = nadia.get(reverse("admin:declarations_documentversion_file", args=[recovered.pk]))
    assert b"".join(response.streaming_content) == b"secret draft"


def test_a_document_goes_with_files_that_nobody_has_seen_and_with_no_others(nadia):
    draft, public = DocumentFactory(draft=True), DocumentFactory()
    for document, status in ((draft, 302), (public, 200)):
        DocumentVersionFactory(document=document)
        address = reverse("admin:declarations_document_delete", args=[document.pk])
        assert agreed_to(nadia, address).status_code == status

    assert list(Document.objects.all()) == [public]


def test_several_drafts_are_published_from_the_list(nadia):
    drafts = [DocumentVersionFactory(draft=True) for _ in range(2)]
    data = {"action": "publish_selected", "_selected_action": [draft.pk for draft in drafts]}
    address = reverse("admin:declarations_documentversion_changelist")

    nadia.post(address, fields_of(nadia.post(address, data), None))

    assert DocumentVersion.objects.published().count() == 2


def test_where_nothing_is_different_the_step_shows_no_texts(nadia):
    version = DocumentVersionFactory(draft=True)
    page = reverse("admin:declarations_documentversion_publish", args=[version.pk])

    assert "What is read there" not in nadia.get(page).content.decode()

    version.note_en = "A page was missing."
    version.save()
    assert "A page was missing." in nadia.get(page).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_any_length(nadia, count, django_assert_num_queries):
    for _ in range(count):
        DocumentVersionFactory()

    with django_assert_num_queries(4):
        page = nadia.get(reverse("admin:declarations_documentversion_changelist"))

    assert len(page.context["cl"].result_list) == count


def test_documents_without_a_file_and_scans_are_tasks(nadia):
    DocumentFactory()
    scan = DocumentVersionFactory(file=StoredFileFactory(has_text=False))
    replaced = DocumentVersionFactory(file=StoredFileFactory(has_text=False))
    DocumentVersionFactory(document=replaced.document)
    documents = reverse("admin:declarations_document_changelist") + "?files=without"
    scans = reverse("admin:declarations_documentversion_changelist") + "?words=scans"

    page = nadia.get(reverse("admin:index")).content.decode()

    assert f'{documents}"' in page
    assert f'{scans}"' in page
    assert len(nadia.get(documents).context["cl"].result_list) == 1
    assert list(nadia.get(scans).context["cl"].result_list) == [scan]


def test_nobody_is_asked_to_translate_what_is_not_there(nadia):
    DocumentVersionFactory()
    missing = reverse("admin:declarations_documentversion_changelist") + "?missing=fr"

    assert list(nadia.get(missing).context["cl"].result_list) == []

    noted = DocumentVersionFactory(note_en="A page was missing.")
    assert list(nadia.get(missing).context["cl"].result_list) == [noted]
