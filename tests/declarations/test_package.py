"""The documents of an event as one file: what is in it, what never is, and that it is what was announced."""

import io
import os
import re
import tracemalloc
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from declarations.models import StoredFile
from declarations.packages import archive, contents
from tests.factories import DocumentFactory, DocumentVersionFactory, EventFactory, StoredFileFactory

pytestmark = [pytest.mark.once, pytest.mark.django_db]

PDF = StoredFile.Format.PDF


def page_of(event):
    return reverse("events:package", kwargs={"slug": event.slug})


def file_of(event, query=""):
    return reverse("files:package", kwargs={"slug": event.slug}) + query


def fetched(client, event, query=""):
    response = client.get(file_of(event, query))
    assert response.status_code == 200
    return zipfile.ZipFile(io.BytesIO(response.getvalue()))


def names_in(opened):
    return sorted(name.partition("/")[2] for name in opened.namelist())


def a_declaration(event, *languages, **document):
    document = DocumentFactory(adopting_event=event, **document)
    for language in languages:
        DocumentVersionFactory(document=document, language=language)
    return document


def test_a_package_holds_each_current_file_with_its_bytes(client):
    event = EventFactory(slug="cairo-2025")
    adopted = a_declaration(event, "en", "ar", slug="declaration", title_en="Cairo Declaration")
    discussed = DocumentFactory(slug="report")
    discussed.related_events.add(event)
    file = StoredFileFactory(content=b"%PDF as it came", format=PDF)
    DocumentVersionFactory(document=discussed, language="fr", file=file)
    DocumentVersionFactory(document=adopted, language="en")

    opened = fetched(client, event)

    assert opened.testzip() is None
    assert names_in(opened) == [
        "README.txt",
        "SHA256SUMS",
        "declaration-ar-v1.txt",
        # The first is not current any more.
        "declaration-en-v2.txt",
        "report-fr-v1.pdf",
    ]
    assert opened.read("cairo-2025/report-fr-v1.pdf") == b"%PDF as it came"
    sums = dict(
        reversed(line.split("  ")) for line in opened.read("cairo-2025/SHA256SUMS").decode().splitlines()
    )
    assert sums == {
        name: sha256(opened.read(f"cairo-2025/{name}")).hexdigest()
        for name in names_in(opened)
        if name not in {"README.txt", "SHA256SUMS"}
    }
    told = opened.read("cairo-2025/README.txt").decode("utf-8-sig")
    assert "Cairo Declaration" in told
    assert "/files/declaration/en@2.txt" in told
    assert sums["report-fr-v1.pdf"] in told


def test_languages_and_formats_are_chosen_and_the_text_is_in_the_readers_language(client):
    event = EventFactory(title_en="Meeting", title_ar="اجتماع")
    document = a_declaration(event, "en", "fr", "ar", slug="text")
    DocumentVersionFactory(document=document, language="ar", file=StoredFileFactory(format=PDF))

    opened = fetched(client, event, "?language=ar&language=fr&format=txt&readme=ar")

    assert names_in(opened)[2:] == ["text-ar-v1.txt", "text-fr-v1.txt"]
    assert "اجتماع" in opened.read(f"{event.slug}/README.txt").decode()


def test_nothing_that_is_not_public_is_in_it_or_counted(client):
    event = EventFactory()
    shown = a_declaration(event, "en", "fr", slug="shown")
    for state in ("draft", "in_review", "scheduled", "withdrawn"):
        hidden = a_declaration(event, slug=f"hidden-{state}", title_en=f"Zzsecret {state}", **{state: True})
        DocumentVersionFactory(document=hidden)
        # A version that is not public, of a document that is; a higher number than the public one has.
        DocumentVersionFactory(document=shown, language="en", note_en="Zzsecret", **{state: True})

    opened = fetched(client, event)

    assert names_in(opened)[2:] == ["shown-en-v1.txt", "shown-fr-v1.txt"]
    assert "Zzsecret" not in opened.read(f"{event.slug}/README.txt").decode()
    assert "Zzsecret" not in client.get(page_of(event)).content.decode()
    assert "· 1 document," in client.get(event.get_absolute_url()).content.decode()


def test_a_withdrawal_takes_a_file_out_at_once_and_changes_the_tag(client):
    event = EventFactory()
    document = a_declaration(event, "en", "fr")
    before = client.head(file_of(event))["ETag"]
    version = document.versions.get(language="fr")
    version.withdrawn_at, version.withdrawal_reason_en = timezone.now(), "Wrong file."
    version.save()

    after = client.get(file_of(event), headers={"If-None-Match": before})

    assert after.status_code == 200
    assert after["ETag"] != before


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("scheduled", 404), ("withdrawn", 410)])
def test_an_event_that_is_not_public_has_no_package(client, state, status):
    event = EventFactory(**{state: True})
    a_declaration(event, "en", "fr")

    assert client.get(page_of(event)).status_code == status
    assert client.get(file_of(event)).status_code == status


def test_a_package_follows_its_event_to_another_address(client):
    event = EventFactory(slug="before")
    a_declaration(event, "en")
    event.slug = "after"
    event.save()

    assert (
        client.get("/files/packages/before.zip?format=txt")["Location"]
        == "/files/packages/after.zip?format=txt"
    )
    assert client.get("/en/events/before/package/?format=txt")["Location"] == (
        "/en/events/after/package/?format=txt"
    )


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?language=xx", 400),
        ("?format=exe", 400),
        ("?readme=de", 400),
        ("?lang=en", 400),
        ("?language=ar", 404),
    ],
)
def test_what_was_not_understood_is_said_and_gives_no_file(client, query, status):
    event = EventFactory()
    a_declaration(event, "en", "fr")

    refused, page = client.get(file_of(event, query)), client.get(page_of(event) + query)

    assert refused.status_code == status
    assert refused["Content-Type"].startswith("text/plain")
    assert page.status_code == 200
    assert "/files/packages/" not in page.content.decode()


def test_what_is_too_much_for_one_file_is_refused(client, monkeypatch):
    event = EventFactory()
    a_declaration(event, "en", "fr", "ar")
    monkeypatch.setattr(contents, "MOST_FILES", 2)

    assert client.get(file_of(event)).status_code == 413
    assert "too much for one file" in client.get(page_of(event)).content.decode()
    assert "All as one file" not in client.get(event.get_absolute_url()).content.decode()
    assert client.get(file_of(event, "?language=en")).status_code == 200


def test_the_size_that_is_announced_is_the_size_that_is_sent(client):
    event = EventFactory()
    a_declaration(event, "en", "fr")

    head, got = client.head(file_of(event)), client.get(file_of(event))

    page = client.get(page_of(event))
    content = got.getvalue()
    assert len(content) == int(got["Content-Length"]) == int(head["Content-Length"])
    assert page.context["archive"].size == len(content)
    assert head.content == b""
    assert client.get(file_of(event), headers={"If-None-Match": got["ETag"]}).status_code == 304


def test_a_download_that_broke_off_goes_on(client):
    event = EventFactory()
    a_declaration(event, "en", "fr")
    whole = client.get(file_of(event))
    content = whole.getvalue()

    # At every place: inside a header, a file, the directory.
    for start in (0, 1, 29, 31, len(content) // 2, len(content) - 23, len(content) - 1):
        rest = client.get(file_of(event), headers={"Range": f"bytes={start}-", "If-Range": whole["ETag"]})
        assert rest.status_code == 206
        assert rest["Content-Range"] == f"bytes {start}-{len(content) - 1}/{len(content)}"
        assert rest.getvalue() == content[start:]
    middle = client.get(file_of(event), headers={"Range": "bytes=20-200"})
    assert middle.getvalue() == content[20:201]
    assert client.get(file_of(event), headers={"Range": f"bytes={len(content)}-"}).status_code == 416


def test_large_files_pass_through_in_pieces(client):
    event = EventFactory()
    document = a_declaration(event, slug="large")
    size = 40 * 1024 * 1024
    for language in ("en", "fr"):
        made = StoredFileFactory(format=PDF, content=language.encode())
        # Holes, which take no room on the disk.
        os.truncate(Path(default_storage.path(made.storage_name)), size)
        made.size = size
        made.save()
        DocumentVersionFactory(document=document, language=language, file=made)
    response = client.get(file_of(event))

    tracemalloc.start()
    lengths = [len(piece) for piece in response.streaming_content]
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert sum(lengths) == int(response["Content-Length"]) > 2 * size
    assert max(lengths) <= archive.PIECE
    assert most < 8 * archive.PIECE


def test_the_page_of_an_event_offers_a_package_of_two_files_or_more(client):
    event = EventFactory()
    document = a_declaration(event, "en")
    assert "All as one file" not in client.get(event.get_absolute_url()).content.decode()

    DocumentVersionFactory(document=document, language="fr")

    page = client.get(event.get_absolute_url()).content.decode()
    assert re.search(rf'href="{page_of(event)}">All as one file', page)


def test_names_are_told_apart_however_long_the_slugs_are():
    long = "a" * 110
    versions = [
        DocumentVersionFactory(document=DocumentFactory(slug=f"{long}{number}")) for number in range(2)
    ]

    names = contents.names_of(versions)

    assert len(set(names)) == 2
    assert all(len(name) < 130 and name.isascii() for name in names)


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_takes_the_same_queries_for_any_number_of_documents(
    client, count, django_assert_num_queries
):
    event = EventFactory()
    for _number in range(count):
        a_declaration(event, "en", "fr")

    with django_assert_num_queries(3):
        page = client.get(page_of(event))

    assert len(page.context["package"].versions) == 2 * count


def test_of_a_question_that_is_not_understood_the_page_does_not_say_what_is_in_the_file(client):
    event = EventFactory()
    a_declaration(event, "en")

    page = client.get(page_of(event) + "?language=xx").content.decode()

    assert "Select a valid choice. xx is not one of the available choices." in page
    assert ('id="package-files"' in page, "No document of this event" in page) == (False, False)
