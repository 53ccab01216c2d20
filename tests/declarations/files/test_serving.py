import pytest
from django.conf import settings
from django.http import HttpResponse

from publishing.actions import publish, withdraw
from tests.factories import DocumentFactory, DocumentVersionFactory, StoredFileFactory, hours_from_now

pytestmark = [pytest.mark.once, pytest.mark.django_db]

FIRST, SECOND = b"The text as adopted.", b"The text as corrected."


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def document():
    return DocumentFactory(slug="declaration", title_en="Declaration", title_ar="إعلان روما / 2014")


def version_of(document, content=FIRST, **values):
    return DocumentVersionFactory(document=document, file=StoredFileFactory(content=content), **values)


class TestAddresses:
    def test_a_replaced_file_keeps_its_own_address(self, client, document):
        version_of(document, FIRST)
        version_of(document, SECOND)

        assert body(client.get("/files/declaration/en.txt")) == SECOND
        assert body(client.get("/files/declaration/en@1.txt")) == FIRST
        assert body(client.get("/files/declaration/en@2.txt")) == SECOND

    def test_a_withdrawn_version_says_so_and_comes_back_as_it_was(self, client, document):
        version = version_of(document)
        withdraw(record=version, reason="It was the wrong file.")

        gone = client.get("/files/declaration/en@1.txt")
        assert gone.status_code == 410
        assert "It was the wrong file." in gone.content.decode()
        assert f'href="{document.get_absolute_url()}"' in gone.content.decode()
        assert client.get("/files/declaration/en.txt").status_code == 410

        version.refresh_from_db()
        publish(record=version)
        assert body(client.get("/files/declaration/en@1.txt")) == FIRST

    @pytest.mark.parametrize(("language", "spoken"), [("fr", "fr"), ("ar", "ar"), ("de", "en")])
    def test_its_notice_is_in_the_language_of_the_file(self, client, document, language, spoken):
        version = version_of(document, language=language)
        withdraw(record=version, reason="Wrong.")

        gone = client.get(version.own_address)

        assert gone.status_code == 410
        assert gone["Content-Language"] == spoken
        assert f'<html lang="{spoken}"' in gone.content.decode()
        assert not gone.cookies

    def test_the_version_before_is_the_current_one_while_the_newest_is_withdrawn(self, client, document):
        version_of(document, FIRST)
        withdraw(record=version_of(document, SECOND), reason="Wrong.")

        assert body(client.get("/files/declaration/en.txt")) == FIRST

    def test_a_former_name_of_the_document_leads_to_the_present_one(self, client, document):
        version_of(document)
        document.refresh_from_db()
        document.slug = "rome-declaration"
        document.save()

        for name in ("en.txt", "en@1.txt"):
            moved = client.get(f"/files/declaration/{name}")
            assert (moved.status_code, moved["Location"]) == (301, f"/files/rome-declaration/{name}")
            assert body(client.get(moved["Location"])) == FIRST

    @pytest.mark.parametrize("trait", ["draft", "in_review", "scheduled"])
    def test_what_is_not_public_is_not_there(self, client, document, trait):
        version_of(document, **{trait: True})
        version_of(DocumentFactory(slug="hidden", **{trait: True}))

        for address in ("declaration/en.txt", "declaration/en@1.txt", "declaration/en@1.txt.webp"):
            assert client.get(f"/files/{address}").status_code == 404
        for address in ("hidden/en.txt", "hidden/en@1.txt"):
            assert client.get(f"/files/{address}").status_code == 404

    def test_the_files_of_a_withdrawn_document_give_its_notice(self, client, document):
        version_of(document)
        version_of(document, SECOND, draft=True, language="fr")
        document.refresh_from_db()
        withdraw(record=document, reason="Withdrawn by the chair.")

        gone = client.get("/files/declaration/en@1.txt")
        assert gone.status_code == 410
        assert "Withdrawn by the chair." in gone.content.decode()
        assert f'href="{document.get_absolute_url()}"' not in gone.content.decode()
        assert client.get("/files/declaration/fr@1.txt").status_code == 404

    def test_what_was_never_to_be_seen_is_not_there_whatever_its_dates_say(self, client, document):
        """Withdrawn before its document appeared, and published after its document was withdrawn."""
        early = {
            "published_at": hours_from_now(-9),
            "withdrawn_at": hours_from_now(-8),
            "withdrawal_reason_en": "Wrong.",
        }
        version_of(document, **early)
        version_of(DocumentFactory(slug="gone", **early), SECOND)

        assert client.get("/files/declaration/en@1.txt").status_code == 404
        assert client.get("/files/gone/en@1.txt").status_code == 404

    @pytest.mark.parametrize(
        "name", ["en@0.txt", "en@01.txt", "xx.txt", "en.exe", "en@2.txt", "fr.txt", "en.pdf"]
    )
    def test_an_address_that_never_was_is_not_found(self, client, document, name):
        version_of(document)

        assert client.get(f"/files/declaration/{name}").status_code == 404


class TestAnswers:
    def test_a_file_says_what_it_is_and_can_do_nothing_in_a_browser(self, client, document):
        version = version_of(document, language="ar")

        response = client.get("/files/declaration/ar.txt", headers={"Accept-Encoding": "gzip, br"})

        assert body(response) == FIRST
        assert response["ETag"] == f'"{version.file.sha256}"'
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response["Content-Language"] == "ar"
        assert response["Content-Length"] == str(len(FIRST))
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Link"] == f'<{settings.SITE_URL}{document.get_absolute_url()}>; rel="canonical"'
        assert {*response["Cache-Control"].split(", ")} == {
            "public",
            "max-age=0",
            "s-maxage=1",
            "must-revalidate",
        }
        assert "Content-Encoding" not in response
        assert not response.cookies

    def test_its_name_is_the_title_in_its_own_language(self, client, document):
        version_of(document, language="ar")

        response = client.head("/files/declaration/ar.txt")

        assert response["Content-Disposition"] == (
            'attachment; filename="declaration-ar.txt"; '
            "filename*=UTF-8''%D8%A5%D8%B9%D9%84%D8%A7%D9%86%20%D8%B1%D9%88%D9%85%D8%A7%202014.txt"
        )

    @pytest.mark.parametrize(
        ("asked", "status", "expected", "span"),
        [
            ("bytes=0-3", 206, FIRST[:4], f"bytes 0-3/{len(FIRST)}"),
            ("bytes=4-", 206, FIRST[4:], f"bytes 4-{len(FIRST) - 1}/{len(FIRST)}"),
            ("bytes=-3", 206, FIRST[-3:], f"bytes {len(FIRST) - 3}-{len(FIRST) - 1}/{len(FIRST)}"),
            ("bytes=5-9999", 206, FIRST[5:], f"bytes 5-{len(FIRST) - 1}/{len(FIRST)}"),
            ("bytes=-9999", 206, FIRST, f"bytes 0-{len(FIRST) - 1}/{len(FIRST)}"),
            ("bytes=999-", 416, b"", f"bytes */{len(FIRST)}"),
            ("bytes=-0", 416, b"", f"bytes */{len(FIRST)}"),
            ("bytes=" + "9" * 5000 + "-", 416, b"", f"bytes */{len(FIRST)}"),
            ("bytes=0-1,3-4", 200, FIRST, None),
            ("bytes=4-2", 200, FIRST, None),
            ("lines=0-1", 200, FIRST, None),
            ("bytes=-", 200, FIRST, None),
        ],
    )
    def test_a_part_of_it_can_be_asked_for(self, client, document, asked, status, expected, span):
        version_of(document)

        response = client.get("/files/declaration/en.txt", headers={"Range": asked})

        assert (response.status_code, body(response), response.get("Content-Range")) == (
            status,
            expected,
            span,
        )

    def test_a_part_of_what_was_replaced_meanwhile_is_the_whole_of_what_is_there_now(self, client, document):
        version = version_of(document)
        headers = {"Range": "bytes=0-3", "If-Range": f'"{version.file.sha256}"'}
        assert body(client.get("/files/declaration/en.txt", headers=headers)) == FIRST[:4]

        version_of(document, SECOND)
        assert body(client.get("/files/declaration/en.txt", headers=headers)) == SECOND

    def test_who_has_it_is_told_so(self, client, document):
        version = version_of(document)

        response = client.get(
            "/files/declaration/en.txt", headers={"If-None-Match": f'"{version.file.sha256}"'}
        )

        assert (response.status_code, response.content) == (304, b"")

    def test_its_headers_alone_can_be_asked_for(self, client, document):
        version_of(document)

        response = client.head("/files/declaration/en.txt")

        assert isinstance(response, HttpResponse)
        assert (response.status_code, response.content) == (200, b"")
        assert response["Content-Length"] == str(len(FIRST))

    def test_nothing_can_be_sent_to_it(self, client, document):
        version_of(document)

        assert client.post("/files/declaration/en.txt").status_code == 405

    def test_its_first_page_is_a_picture(self, client, document):
        file = StoredFileFactory(picture=b"RIFF0000WEBP")
        version = DocumentVersionFactory(document=document, file=file)

        response = client.get(version.picture_address)

        assert (response["Content-Type"], response.content) == ("image/webp", b"RIFF0000WEBP")
        assert client.get(version_of(document, SECOND).picture_address).status_code == 404


def test_any_number_of_versions_takes_the_same_queries(client, document, django_assert_num_queries):
    version_of(document, FIRST)
    with django_assert_num_queries(2):
        body(client.get("/files/declaration/en.txt"))

    version_of(document, SECOND)
    version_of(document, b"third")
    with django_assert_num_queries(2):
        body(client.get("/files/declaration/en.txt"))
