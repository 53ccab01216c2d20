from hashlib import sha256

import pytest

from declarations.standing import hash_in
from publishing.actions import withdraw
from tests.factories import DocumentFactory, DocumentVersionFactory, StoredFileFactory

pytestmark = pytest.mark.django_db

CONTENT = b"The text as adopted."
HASH = sha256(CONTENT).hexdigest()


def version_of(document, content=CONTENT, **values):
    return DocumentVersionFactory(document=document, file=StoredFileFactory(content=content), **values)


def asked(client, text=HASH):
    return client.get("/en/verify/", {"sha256": text})


def statuses(client):
    return [str(standing.status) for standing in asked(client).context["standings"]]


@pytest.mark.parametrize(
    "pasted",
    [
        HASH,
        HASH.upper(),
        f"  {HASH}\n",
        f"sha256:{HASH}",
        f"{HASH}  declaration.pdf",
        f"SHA256 (declaration.pdf) = {HASH}",
        " ".join(HASH[place : place + 2] for place in range(0, 64, 2)),
    ],
)
def test_a_hash_is_read_as_programs_print_it(pasted):
    assert hash_in(pasted) == HASH


@pytest.mark.parametrize("pasted", ["", "x", HASH[:-1], HASH + "0", f"{HASH} {HASH[::-1]}", "g" * 64])
def test_what_is_no_hash_is_none(pasted):
    assert hash_in(pasted) == ""


def test_a_file_that_stands_is_told_with_its_document(client):
    version_of(DocumentFactory(slug="declaration", title_en="The declaration"))

    page = asked(client).content.decode()

    assert statuses(client) == ["current"]
    assert "The declaration" in page
    assert "/files/declaration/en@1.txt" in page


def test_a_replaced_file_says_by_which(client):
    document = DocumentFactory(slug="declaration")
    version_of(document)
    version_of(document, b"corrected")

    assert statuses(client) == ["superseded"]
    assert "/files/declaration/en@2.txt" in asked(client).content.decode()


def test_a_later_version_that_is_not_public_replaces_nothing(client):
    document = DocumentFactory()
    version_of(document)
    for trait in ("draft", "scheduled", "withdrawn"):
        version_of(document, trait.encode(), **{trait: True})

    assert statuses(client) == ["current"]


def test_a_withdrawn_file_says_why(client):
    withdraw(record=version_of(DocumentFactory()), reason="A page was missing.")

    assert statuses(client) == ["withdrawn"]
    assert "A page was missing." in asked(client).content.decode()


def test_a_file_of_a_withdrawn_document_says_why(client):
    document = version_of(DocumentFactory()).document
    document.refresh_from_db()
    withdraw(record=document, reason="Adopted anew.")

    assert statuses(client) == ["withdrawn"]
    assert "Adopted anew." in asked(client).content.decode()


@pytest.mark.parametrize("trait", ["draft", "in_review", "scheduled"])
def test_what_was_never_public_is_not_known(client, trait):
    version_of(DocumentFactory(title_en="Secret title"), **{trait: True})
    version_of(DocumentFactory(title_en="Secret title", **{trait: True}))

    page = asked(client)

    assert page.context["standings"] == []
    assert "not known here" in page.content.decode()
    assert "Secret title" not in page.content.decode()


def test_what_is_no_hash_is_said(client):
    page = asked(client, "<script>")

    assert page.status_code == 200
    assert "one has 64 characters" in page.content.decode()
    assert "<script>" not in page.content.decode().partition("<main")[2]


def test_another_question_is_not_understood(client):
    assert "colour" in client.get("/en/verify/?colour=red").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_matches_takes_the_same_queries(client, count, django_assert_num_queries):
    for _ in range(count):
        version_of(DocumentFactory())

    with django_assert_num_queries(2):
        page = asked(client)

    assert len(page.context["standings"]) == count
