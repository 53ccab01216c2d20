"""Documents and their files on the desk."""

import time

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import TimestampSigner, b62_encode
from django.urls import reverse

from accounts.models import User
from declarations.admin.uploads import KEPT_FOR, SALT, token_of
from declarations.files.guessing import language_of
from declarations.files.storing import stage
from declarations.models import Document, DocumentVersion, StoredFile
from publishing.actions import withdraw
from publishing.history import versions_of
from tests.declarations.files.samples import sample
from tests.factories import DocumentFactory, DocumentVersionFactory, EventFactory, StoredFileFactory
from tests.html_forms import errors_of, fields_of
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


def files_page(document):
    return reverse("admin:declarations_document_files", args=[document.pk])


class YesterdaysSigner(TimestampSigner):
    def timestamp(self):
        return b62_encode(int(time.time()) - KEPT_FOR - 60)


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

    @pytest.mark.parametrize("token", ["forged", "omar's", "of yesterday"])
    def test_a_token_of_nobody_of_somebody_else_or_of_yesterday_is_worth_nothing(self, nadia, token):
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

    def test_a_row_without_its_file_is_not_forgotten(self, nadia):
        document = DocumentFactory()

        page = sent(nadia, document, [{"language": "en", "authority": "authentic"}])

        assert errors_of(page)["versions-0-upload"] == ["Choose the file."]

    def test_a_file_that_is_left_out_hinders_nothing(self, nadia):
        document = DocumentFactory()
        refused = sent(nadia, document, [{"upload": upload("page.txt", b"<html>"), "language": "en"}])

        data = fields_of(refused, "document_form") | row(leave_out="on")
        response = nadia.post(change_page(document), data)

        assert (response.status_code, document.versions.count()) == (302, 0)

    def test_it_is_told_what_is_replaced_and_where_else_the_file_is(
        self, nadia, django_capture_on_commit_callbacks
    ):
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

    def test_the_second_of_two_editors_keeps_the_file(self, nadia):
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

    def test_who_may_not_publish_hands_the_file_to_those_who_may(self):
        document = DocumentFactory()
        amal = signed_in_with(
            "declarations.view_document", "declarations.change_document", "declarations.add_documentversion"
        )

        sent(amal, document, [{"upload": upload(), "language": "en", "authority": "authentic"}])

        assert document.versions.get().state == "in_review"

    def test_who_may_not_add_files_is_offered_none_and_sends_none(self):
        document = DocumentFactory()
        amal = signed_in_with("declarations.view_document", "declarations.change_document")
        page = amal.get(change_page(document)).content.decode()

        amal.post(change_page(document), row(upload=upload(), language="en"))

        assert "versions-0-upload" not in page
        assert reverse("admin:declarations_document_files", args=[document.pk]) not in page
        assert StoredFile.objects.count() == 0

    def test_who_may_only_look_sends_nothing(self):
        document = DocumentFactory()
        viewer = signed_in_with("declarations.view_document")

        viewer.post(change_page(document), row(upload=upload(), language="en"))

        assert StoredFile.objects.count() == 0


class TestSeveralAtOnce:
    def test_each_is_looked_into_guessed_and_added_once_confirmed(self, nadia):
        document = DocumentFactory()
        page = files_page(document)
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

    def test_one_by_one_each_gets_a_token_or_its_reason(self, nadia):
        document = DocumentFactory()
        send = reverse("admin:declarations_document_send_file", args=[document.pk])

        kept = nadia.post(send, {"upload": upload("texte_fr.txt")}).json()
        refused = nadia.post(send, {"upload": upload("page.txt", b"<html>")}).json()
        nothing = nadia.post(send).json()

        assert kept["told"].startswith("“texte_fr.txt”")
        assert refused == {"refused": "It is a web page or a drawing, not plain text."}
        assert nothing == {"refused": "Choose the file."}
        assert nadia.get(send).status_code == 405
        asked = nadia.post(files_page(document), {"token": [kept["token"], "forged"]})
        data = fields_of(asked, "files_form")
        assert (data["versions-TOTAL_FORMS"], data["versions-0-language"]) == (["1"], ["fr"])

    def test_authority_is_that_of_the_version_it_replaces_and_else_authentic_only_once(self, nadia):
        document = DocumentFactory()

        def guessed():
            files = [upload("a_en.txt"), upload("a_fr.txt", b"Nous nous engageons.")]
            data = fields_of(nadia.post(files_page(document), {"upload": files}), "files_form")
            return [data[f"versions-{number}-authority"] for number in range(2)]

        assert guessed() == [["authentic"], ["authentic"]]

        DocumentVersionFactory(document=document, language="fr", authority="official_translation")
        DocumentVersionFactory(document=document, language="ar", authority="authentic")
        assert guessed() == [[""], ["official_translation"]]

    def test_it_is_said_which_version_each_becomes_and_where_else_it_is(self, nadia):
        document = DocumentFactory()
        DocumentVersionFactory(document=document, language="fr")
        DocumentVersionFactory(document=DocumentFactory(title_en="Annex"), file=stage(upload()))

        page = nadia.post(files_page(document), {"upload": upload()}).content.decode()

        assert "French: it becomes version 2." in page
        assert "The very same file is also at “Annex”." in page

    def test_what_is_left_out_is_not_added_and_the_same_twice_is_refused(self, nadia):
        document = DocumentFactory()
        asked = nadia.post(files_page(document), {"upload": [upload("a_en.txt"), upload("b_en.txt")]})
        data = fields_of(asked, "files_form") | {"confirmed": "1"}

        refused = nadia.post(files_page(document), data).content.decode()
        assert "twice in the same language" in refused
        nadia.post(files_page(document), {**data, "versions-1-leave_out": "on"})

        assert document.versions.get().original_name == "a_en.txt"

    def test_they_are_one_entry_in_the_history(self, nadia):
        document = DocumentFactory()
        files = [upload("a_en.txt"), upload("a_fr.txt", b"Nous nous engageons.")]
        data = fields_of(nadia.post(files_page(document), {"upload": files}), "files_form")

        nadia.post(files_page(document), {**data, "confirmed": "1"})

        latest = versions_of(document)[0].revision
        assert latest.user.username == "nadia"
        assert latest.comment.count("added") == 2

    @pytest.mark.parametrize("name", ["files", "send_file"])
    @pytest.mark.parametrize("permission", ["change_document", "add_documentversion"])
    def test_who_may_not_change_the_document_or_not_add_files_is_refused(self, name, permission):
        document = DocumentFactory()
        page = reverse(f"admin:declarations_document_{name}", args=[document.pk])
        amal = signed_in_with("declarations.view_document", f"declarations.{permission}")

        assert amal.post(page, {"upload": upload()}).status_code == 403
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

    def test_what_visitors_have_seen_is_not_deleted(self, nadia):
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
            assert nadia.post(address, {"post": "yes"}).status_code == status

    def test_a_document_goes_with_files_that_nobody_has_seen_and_with_no_others(self, nadia):
        draft, public = DocumentFactory(draft=True), DocumentFactory()
        for document, status in ((draft, 302), (public, 403)):
            DocumentVersionFactory(document=document)
            address = reverse("admin:declarations_document_delete", args=[document.pk])
            assert nadia.post(address, {"post": "yes"}).status_code == status

        assert list(Document.objects.all()) == [public]

    def test_several_drafts_are_published_from_the_list(self, nadia):
        drafts = [DocumentVersionFactory(draft=True) for _ in range(2)]
        data = {"action": "publish_selected", "_selected_action": [draft.pk for draft in drafts]}

        nadia.post(reverse("admin:declarations_documentversion_changelist"), {**data, "confirmed": "1"})

        assert DocumentVersion.objects.published().count() == 2

    def test_where_nothing_is_different_the_step_shows_no_texts(self, nadia):
        version = DocumentVersionFactory(draft=True)
        page = reverse("admin:declarations_documentversion_publish", args=[version.pk])

        assert "What is read there" not in nadia.get(page).content.decode()

        version.note_en = "A page was missing."
        version.save()
        assert "A page was missing." in nadia.get(page).content.decode()

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_takes_the_same_queries_for_any_length(
        self, nadia, count, django_assert_max_num_queries
    ):
        for _ in range(count):
            DocumentVersionFactory()

        with django_assert_max_num_queries(9):
            page = nadia.get(reverse("admin:declarations_documentversion_changelist"))

        assert len(page.context["cl"].result_list) == count


class TestDesk:
    def test_documents_without_a_file_and_scans_are_tasks(self, nadia):
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

    def test_nobody_is_asked_to_translate_what_is_not_there(self, nadia):
        DocumentVersionFactory()
        missing = reverse("admin:declarations_documentversion_changelist") + "?missing=fr"

        assert missing not in nadia.get(reverse("admin:index")).content.decode()

        DocumentVersionFactory(note_en="A page was missing.")
        assert f'{missing}"' in nadia.get(reverse("admin:index")).content.decode()


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
