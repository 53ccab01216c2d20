"""Files that come to a document with its form."""

import time

import pytest
from django.contrib.messages import get_messages
from django.core.signing import TimestampSigner, b62_encode
from django.urls import reverse

from accounts.models import User
from declarations.admin.uploads import KEPT_FOR, SALT, token_of
from declarations.files.storing import stage
from declarations.models import Document, StoredFile
from publishing.models import PendingChange
from tests.declarations.files.samples import sample
from tests.declarations.uploads import change_page, row, upload
from tests.factories import DocumentFactory, DocumentVersionFactory, EventFactory
from tests.html_forms import errors_of, fields_of
from tests.staff import signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("folder")]


@pytest.fixture
def nadia():
    return signed_in()


class YesterdaysSigner(TimestampSigner):
    def timestamp(self):
        return b62_encode(int(time.time()) - KEPT_FOR - 60)


def sent(client, document, files, **more):
    data = fields_of(client.get(change_page(document)), "document_form")
    data |= {"versions-TOTAL_FORMS": len(files)}
    for number, values in enumerate(files):
        data |= row(number, **values)
    return client.post(change_page(document), {**data, **more})


def test_a_document_in_three_languages_is_entered_linked_and_published_from_one_screen(nadia):
    meeting = EventFactory(slug="meeting")
    add = reverse("admin:declarations_document_add")
    data = fields_of(nadia.get(add), "document_form")
    data |= {
        "title_en": "Nairobi Declaration",
        "title_fr": "Déclaration de Nairobi",
        "title_ar": "إعلان نيروبي",
        "slug": "nairobi-declaration",
        "type": "declaration",
        "nature": "outcome",
        "availability": "text_seen",
        "date_0": "2025-04-09",
        "adopting_event": meeting.pk,
        "versions-TOTAL_FORMS": 3,
        "_publish": "1",
    }
    for number, (name, language, authority) in enumerate(
        [
            ("english.pdf", "en", "authentic"),
            ("french.pdf", "fr", "authentic"),
            ("arabic.pdf", "ar", "courtesy_translation"),
        ]
    ):
        data |= row(number, upload=upload(name, sample(name)), language=language, authority=authority)

    response = nadia.post(add, data)

    document = Document.objects.get(slug="nairobi-declaration")
    publish = reverse("admin:declarations_document_publish", args=[document.pk])
    assert response["Location"] == publish
    assert nadia.get("/files/nairobi-declaration/ar.pdf").status_code == 404
    nadia.post(publish, {"revision": document.revision})
    for language in ("en", "fr", "ar"):
        response = nadia.get(f"/files/nairobi-declaration/{language}.pdf")
        assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_a_replaced_file_becomes_the_next_version(nadia):
    document = DocumentFactory()
    DocumentVersionFactory(document=document)

    sent(nadia, document, [{"upload": upload(), "language": "en", "authority": "authentic"}])

    version = document.versions.get(number=2)
    assert (version.state, version.original_name) == ("published", "declaration.txt")
    assert version.uploaded_by.username == "nadia"


def test_one_that_is_kept_back_is_a_draft(nadia):
    document = DocumentFactory()

    sent(
        nadia,
        document,
        [{"upload": upload(), "language": "en", "authority": "authentic", "keep_back": "on"}],
    )

    assert document.versions.get().state == "draft"


def test_a_refused_file_says_why_and_nothing_is_saved(nadia):
    document = DocumentFactory()

    page = sent(nadia, document, [{"upload": upload("page.txt", b"<html>"), "language": "en"}])

    assert "It is a web page or a drawing, not plain text." in page.content.decode()
    assert document.versions.count() == 0


def test_a_form_that_comes_back_has_kept_the_file(nadia):
    document = DocumentFactory()
    wrong = {"upload": upload(), "language": "en", "authority": ""}

    page = sent(nadia, document, [wrong])
    assert "Uploaded: “\u2068declaration.txt\u2069”" in page.content.decode()

    data = fields_of(page, "document_form") | row(authority="authentic")
    nadia.post(change_page(document), data)
    assert document.versions.get().original_name == "declaration.txt"


def test_the_very_same_file_is_recognised(nadia):
    document = DocumentFactory()
    first = {"upload": upload(), "language": "en", "authority": "authentic"}
    sent(nadia, document, [first])

    again = sent(nadia, document, [{**first, "upload": upload("other name.txt")}]).content.decode()
    assert "it is version 1 in this language" in again

    twice = [
        {**first, "language": "fr", "upload": upload()},
        {**first, "language": "fr", "upload": upload()},
    ]
    assert "twice in the same language" in sent(nadia, document, twice).content.decode()
    assert document.versions.count() == 1


def test_the_language_is_guessed_where_none_is_chosen(nadia):
    document = DocumentFactory()

    sent(nadia, document, [{"upload": upload("texte_FR.txt"), "authority": "authentic"}])

    assert document.versions.get().language == "fr"


@pytest.mark.parametrize("token", ["forged", "omar's", "of yesterday"])
def test_a_token_of_nobody_of_somebody_else_or_of_yesterday_is_worth_nothing(nadia, token):
    document = DocumentFactory()
    if token == "omar's":
        signed_in("omar")
        omar = User.objects.get(username="omar")
        token = token_of(stage(upload(), user=omar), "declaration.txt", omar)
    if token == "of yesterday":
        file, user = stage(upload()), User.objects.get(username="nadia")
        told = {"file": file.sha256, "name": "declaration.txt", "user": user.pk}
        token = YesterdaysSigner(salt=SALT).sign_object(told)

    page = sent(nadia, document, [{"token": token, "language": "en", "authority": "authentic"}])

    assert "Choose the file again" in page.content.decode()
    assert document.versions.count() == 0


def test_a_row_without_its_file_is_not_forgotten(nadia):
    document = DocumentFactory()

    page = sent(nadia, document, [{"language": "en", "authority": "authentic"}])

    assert errors_of(page)["versions-0-upload"] == ["Choose the file."]


def test_a_file_that_is_left_out_hinders_nothing(nadia):
    document = DocumentFactory()
    refused = sent(nadia, document, [{"upload": upload("page.txt", b"<html>"), "language": "en"}])

    data = fields_of(refused, "document_form") | row(leave_out="on")
    response = nadia.post(change_page(document), data)

    assert (response.status_code, document.versions.count()) == (302, 0)


def test_it_is_told_what_is_replaced_and_where_else_the_file_is(nadia, django_capture_on_commit_callbacks):
    document = DocumentFactory()
    DocumentVersionFactory(document=document)
    other = DocumentFactory(title_en="Annex")
    DocumentVersionFactory(document=other, file=stage(upload()))

    with django_capture_on_commit_callbacks(execute=True):
        answer = sent(nadia, document, [{"upload": upload(), "language": "en", "authority": "authentic"}])

    told = [str(message) for message in get_messages(answer.wsgi_request)]
    assert told[1:] == [
        "“declaration.txt” is version 2 in English. Earlier ones keep their addresses.",
        "The very same file as “declaration.txt” is also at “Annex”.",
    ]


def test_the_second_of_two_editors_keeps_the_file(nadia):
    document = DocumentFactory(title_en="Declaration")
    document.save()
    data = fields_of(nadia.get(change_page(document)), "document_form")
    meanwhile = Document.objects.get(pk=document.pk)
    meanwhile.title_en = "Nairobi Declaration"
    meanwhile.save()

    data |= row(upload=upload(), language="en", authority="authentic")
    told = nadia.post(change_page(document), data)
    assert document.versions.count() == 0
    again = nadia.post(change_page(document), fields_of(told, "document_form"))

    document.refresh_from_db()
    assert again.status_code == 302
    assert (document.title_en, document.versions.get().original_name) == (
        "Nairobi Declaration",
        "declaration.txt",
    )


MAY_ADD = ("declarations.view_document", "declarations.change_document", "declarations.add_documentversion")


def test_who_may_not_publish_hands_the_file_to_those_who_may():
    document = DocumentFactory(draft=True)
    amal = signed_in_with(*MAY_ADD)

    sent(amal, document, [{"upload": upload(), "language": "en", "authority": "authentic"}])

    assert document.versions.get().state == "in_review"


def test_file_that_cannot_wait_with_a_prepared_edit_is_told():
    document = DocumentFactory()
    amal = signed_in_with(*MAY_ADD)

    file = {"upload": upload(), "language": "en", "authority": "authentic"}
    sent(amal, document, [file], title_en="Nairobi Declaration on Migration")

    assert not document.versions.exists()
    [edit] = PendingChange.objects.of(document)
    told = amal.get(reverse("admin:declarations_document_prepared", args=[document.pk, edit.pk]))
    assert "Files cannot be kept with a prepared edit" in told.content.decode()


def test_who_may_not_add_files_is_offered_none_and_sends_none():
    document = DocumentFactory()
    amal = signed_in_with("declarations.view_document", "declarations.change_document")
    page = amal.get(change_page(document)).content.decode()

    amal.post(change_page(document), row(upload=upload(), language="en"))

    assert "versions-0-upload" not in page
    assert reverse("admin:declarations_document_files", args=[document.pk]) not in page
    assert StoredFile.objects.count() == 0


def test_who_may_only_look_sends_nothing():
    document = DocumentFactory()
    viewer = signed_in_with("declarations.view_document")

    viewer.post(change_page(document), row(upload=upload(), language="en"))

    assert StoredFile.objects.count() == 0
