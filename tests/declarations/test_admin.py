"""Documents and their files on the desk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from declarations.admin.uploads import token_of
from declarations.files.guessing import language_of
from declarations.files.storing import stage
from declarations.models import Document, DocumentVersion, StoredFile
from tests.declarations.files.samples import sample
from tests.factories import DocumentFactory, DocumentVersionFactory, EventFactory, StoredFileFactory
from tests.html_forms import fields_of
from tests.staff import signed_in, signed_in_with

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def nadia():
    return signed_in()


def change_page(document):
    return reverse("admin:declarations_document_change", args=[document.pk])


def upload(name="declaration.txt", content=b"We commit ourselves to offering protection to every refugee."):
    return SimpleUploadedFile(name, content)


def row(number=0, **values):
    return {f"versions-{number}-{name}": value for name, value in values.items()}


def sent(client, document, files, **more):
    data = fields_of(client.get(change_page(document)), "document_form")
    data |= {"versions-TOTAL_FORMS": len(files)}
    for number, values in enumerate(files):
        data |= row(number, **values)
    return client.post(change_page(document), {**data, **more})


class TestAddingOnTheDocument:
    def test_a_document_in_three_languages_is_entered_linked_and_published_from_one_screen(self, nadia):
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

    def test_a_replaced_file_becomes_the_next_version(self, nadia):
        document = DocumentFactory()
        DocumentVersionFactory(document=document)

        sent(nadia, document, [{"upload": upload(), "language": "en", "authority": "authentic"}])

        version = document.versions.get(number=2)
        assert (version.state, version.original_name) == ("published", "declaration.txt")
        assert version.uploaded_by.username == "nadia"

    def test_one_that_is_kept_back_is_a_draft(self, nadia):
        document = DocumentFactory()

        sent(
            nadia,
            document,
            [{"upload": upload(), "language": "en", "authority": "authentic", "keep_back": "on"}],
        )

        assert document.versions.get().state == "draft"

    def test_a_refused_file_says_why_and_nothing_is_saved(self, nadia):
        document = DocumentFactory()

        page = sent(nadia, document, [{"upload": upload("page.txt", b"<html>"), "language": "en"}])

        assert "It is a web page or a drawing, not plain text." in page.content.decode()
        assert document.versions.count() == 0

    def test_a_form_that_comes_back_has_kept_the_file(self, nadia):
        document = DocumentFactory()
        wrong = {"upload": upload(), "language": "en", "authority": ""}

        page = sent(nadia, document, [wrong])
        assert "Uploaded: “declaration.txt”" in page.content.decode()

        data = fields_of(page, "document_form") | row(authority="authentic")
        nadia.post(change_page(document), data)
        assert document.versions.get().original_name == "declaration.txt"

    def test_the_very_same_file_is_recognised(self, nadia):
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

    def test_the_language_is_guessed_where_none_is_chosen(self, nadia):
        document = DocumentFactory()

        sent(nadia, document, [{"upload": upload("texte_FR.txt"), "authority": "authentic"}])

        assert document.versions.get().language == "fr"

    @pytest.mark.parametrize("token", ["forged", "omar's"])
    def test_a_token_of_nobody_or_of_somebody_else_is_worth_nothing(self, nadia, token):
        document = DocumentFactory()
        if token == "omar's":
            signed_in("omar")
            omar = DocumentVersion._meta.get_field("uploaded_by").related_model.objects.get(username="omar")
            token = token_of(stage(upload(), user=omar), "declaration.txt", omar)

        page = sent(nadia, document, [{"token": token, "language": "en", "authority": "authentic"}])

        assert "Choose the file again" in page.content.decode()
        assert document.versions.count() == 0

    def test_who_may_only_look_sends_nothing(self):
        document = DocumentFactory()
        viewer = signed_in_with("declarations.view_document")

        viewer.post(change_page(document), row(upload=upload(), language="en"))

        assert StoredFile.objects.count() == 0


class TestSeveralAtOnce:
    def test_each_is_looked_into_guessed_and_added_once_confirmed(self, nadia):
        document = DocumentFactory()
        page = reverse("admin:declarations_document_files", args=[document.pk])
        names = ["english.pdf", "french.pdf", "arabic.pdf"]
        files = [
            upload(f"{name.partition('.')[0][0]}{number}.pdf", sample(name))
            for number, name in enumerate(names)
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

    def test_who_may_not_change_the_document_is_refused(self):
        document = DocumentFactory()
        page = reverse("admin:declarations_document_files", args=[document.pk])
        viewer = signed_in_with("declarations.view_document")

        assert viewer.post(page, {"upload": upload()}).status_code == 403
        assert StoredFile.objects.count() == 0


class TestOneFile:
    def test_its_page_has_what_is_known_and_its_life(self, nadia):
        version = DocumentVersionFactory()
        address = reverse("admin:declarations_documentversion_change", args=[version.pk])

        page = nadia.get(address).content.decode()

        assert version.file.sha256 in page
        assert 'name="_withdraw"' in page
        assert nadia.get(reverse("admin:declarations_documentversion_add")).status_code == 403

    def test_staff_read_a_draft_and_nobody_keeps_it(self, nadia):
        version = DocumentVersionFactory(draft=True, file=StoredFileFactory(content=b"secret draft"))

        response = nadia.get(reverse("admin:declarations_documentversion_file", args=[version.pk]))

        assert b"".join(response.streaming_content) == b"secret draft"
        assert {"private", "no-store"} <= {*response["Cache-Control"].split(", ")}
        assert response["Content-Disposition"].startswith("attachment")

    def test_what_was_public_is_not_deleted(self, nadia):
        public, draft = DocumentVersionFactory(), DocumentVersionFactory(draft=True)

        for version, status in ((public, 403), (draft, 302)):
            address = reverse("admin:declarations_documentversion_delete", args=[version.pk])
            assert nadia.post(address, {"post": "yes"}).status_code == status

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_takes_the_same_queries_for_any_length(
        self, nadia, count, django_assert_max_num_queries
    ):
        for _ in range(count):
            DocumentVersionFactory()

        with django_assert_max_num_queries(9):
            page = nadia.get(reverse("admin:declarations_documentversion_changelist"))

        assert len(page.context["cl"].result_list) == count


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("Rome_Declaration_EN.pdf", "", "en"),
        ("declaration-fr-final.pdf", "", "fr"),
        ("Déclaration (français).docx", "", "fr"),
        ("إعلان عربي.pdf", "", "ar"),
        ("scan001.pdf", "نلتزم بحماية كل لاجئ", "ar"),
        ("a.pdf", "We commit ourselves to the protection of the refugees and to share it.", "en"),
        ("a.pdf", "Nous nous engageons pour la protection des réfugiés et de la dignité.", "fr"),
        ("a.pdf", "", ""),
        ("en-fr.pdf", "", ""),
    ],
)
def test_a_language_is_guessed_from_name_or_text(name, text, language):
    assert language_of(name, text) == language
