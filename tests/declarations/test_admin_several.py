"""Several files that come to a document at once."""

import pytest
from django.urls import reverse

from declarations.files.storing import stage
from declarations.models import StoredFile
from publishing.history import versions_of
from tests.declarations.files.samples import sample
from tests.declarations.uploads import files_page, upload
from tests.factories import DocumentFactory, DocumentVersionFactory
from tests.html_forms import fields_of
from tests.staff import signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("folder")]


@pytest.fixture
def nadia():
    return signed_in()


def test_each_is_looked_into_guessed_and_added_once_confirmed(nadia):
    document = DocumentFactory()
    page = files_page(document)
    names = ["english.pdf", "french.pdf", "arabic.pdf"]
    files = [
        upload(f"{name.partition('.')[0][0]}{number}.pdf", sample(name)) for number, name in enumerate(names)
    ]

    asked = nadia.post(page, {"upload": [*files, upload("virus.exe", b"MZ")]})
    content = asked.content.decode()
    assert document.versions.count() == 0
    assert "virus.exe" in content
    data = fields_of(asked, "files_form")
    assert [data[f"versions-{number}-language"] for number in range(3)] == [["en"], ["fr"], ["ar"]]

    nadia.post(page, {**data, "confirmed": "1"})
    assert sorted(document.versions.values_list("language", "number")) == [
        ("ar", 1),
        ("en", 1),
        ("fr", 1),
    ]


def test_one_by_one_each_gets_a_token_or_its_reason(nadia):
    document = DocumentFactory()
    send = reverse("admin:declarations_document_send_file", args=[document.pk])

    kept = nadia.post(send, {"upload": upload("texte_fr.txt")}).json()
    refused = nadia.post(send, {"upload": upload("page.txt", b"<html>")}).json()
    nothing = nadia.post(send).json()

    assert kept["told"].startswith("“\u2068texte_fr.txt\u2069”")
    assert refused == {"refused": "It is a web page or a drawing, not plain text."}
    assert nothing == {"refused": "Choose the file."}
    assert nadia.get(send).status_code == 405
    asked = nadia.post(files_page(document), {"token": [kept["token"], "forged"]})
    data = fields_of(asked, "files_form")
    assert (data["versions-TOTAL_FORMS"], data["versions-0-language"]) == (["1"], ["fr"])


def test_authority_is_that_of_the_version_it_replaces_and_else_authentic_only_once(nadia):
    document = DocumentFactory()

    def guessed():
        files = [upload("a_en.txt"), upload("a_fr.txt", b"Nous nous engageons.")]
        data = fields_of(nadia.post(files_page(document), {"upload": files}), "files_form")
        return [data[f"versions-{number}-authority"] for number in range(2)]

    assert guessed() == [["authentic"], ["authentic"]]

    DocumentVersionFactory(document=document, language="fr", authority="official_translation")
    DocumentVersionFactory(document=document, language="ar", authority="authentic")
    assert guessed() == [[""], ["official_translation"]]


def test_it_is_said_which_version_each_becomes_and_where_else_it_is(nadia):
    document = DocumentFactory()
    DocumentVersionFactory(document=document, language="fr")
    DocumentVersionFactory(document=DocumentFactory(title_en="Annex"), file=stage(upload()))

    page = nadia.post(files_page(document), {"upload": upload()}).content.decode()

    assert "French: it becomes version 2." in page
    assert "The very same file is also at “Annex”." in page


def test_what_is_left_out_is_not_added_and_the_same_twice_is_refused(nadia):
    document = DocumentFactory()
    asked = nadia.post(files_page(document), {"upload": [upload("a_en.txt"), upload("b_en.txt")]})
    data = fields_of(asked, "files_form") | {"confirmed": "1"}

    refused = nadia.post(files_page(document), data).content.decode()
    assert "twice in the same language" in refused
    nadia.post(files_page(document), {**data, "versions-1-leave_out": "on"})

    assert document.versions.get().original_name == "a_en.txt"


def test_they_are_one_entry_in_the_history(nadia):
    document = DocumentFactory()
    files = [upload("a_en.txt"), upload("a_fr.txt", b"Nous nous engageons.")]
    data = fields_of(nadia.post(files_page(document), {"upload": files}), "files_form")

    nadia.post(files_page(document), {**data, "confirmed": "1"})

    latest = versions_of(document)[0].revision
    assert latest.user.username == "nadia"
    assert latest.comment.count("added") == 2


@pytest.mark.parametrize("name", ["files", "send_file"])
@pytest.mark.parametrize("permission", ["change_document", "add_documentversion"])
def test_who_may_not_change_the_document_or_not_add_files_is_refused(name, permission):
    document = DocumentFactory()
    page = reverse(f"admin:declarations_document_{name}", args=[document.pk])
    amal = signed_in_with("declarations.view_document", f"declarations.{permission}")

    assert amal.post(page, {"upload": upload()}).status_code == 403
    assert StoredFile.objects.count() == 0
