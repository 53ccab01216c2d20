from hashlib import sha256

import pytest

from declarations.standing import hashes_in
from publishing.actions import publish, withdraw
from tests.factories import DocumentFactory, DocumentVersionFactory, StoredFileFactory, hours_from_now

pytestmark = pytest.mark.django_db

CONTENT = b"The text as adopted."
HASH = sha256(CONTENT).hexdigest()
REASON = {"withdrawal_reason_en": "By mistake."}


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
        ":".join(HASH[place : place + 2] for place in range(0, 64, 2)),
        f"SHA256 hash of f.pdf:\r\n{HASH}\r\nCertUtil: -hashfile command completed successfully.",
        f"SHA256          {HASH.upper()}       C:\\files\\declaration.pdf",
        f"{HASH[:40]}\n{HASH[40:]}",
    ],
)
def test_a_hash_is_read_as_programs_print_it(pasted):
    assert hashes_in(pasted) == {HASH}


@pytest.mark.parametrize("pasted", ["", "x", HASH[:-1], HASH + "0", "g" * 64])
def test_what_is_no_hash_is_none(pasted):
    assert hashes_in(pasted) == set()


def test_what_was_pasted_comes_back_whole(client):
    pasted = "no such thing " * 100

    assert f">{pasted.strip()}</textarea>" in asked(client, pasted).content.decode()


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

    page = asked(client).content.decode()

    assert statuses(client) == ["withdrawn"]
    assert "This version was withdrawn from the portal on" in page
    assert "A page was missing." in page
    assert '"/files/' not in page


def test_a_file_of_a_withdrawn_document_says_why(client):
    document = version_of(DocumentFactory()).document
    document.refresh_from_db()
    withdraw(record=document, reason="Adopted anew.")

    page = asked(client).content.decode()

    assert statuses(client) == ["withdrawn"]
    assert "The document was withdrawn from the portal on" in page
    assert "Adopted anew." in page
    assert '"/files/' not in page


def test_a_withdrawn_file_that_was_replaced_as_well_is_told_as_withdrawn(client):
    document = DocumentFactory()
    withdraw(record=version_of(document), reason="A page was missing.")
    version_of(document, b"corrected")

    assert statuses(client) == ["withdrawn"]


def test_a_file_that_is_restored_stands_again(client):
    version = version_of(DocumentFactory())
    withdraw(record=version, reason="By mistake.")
    publish(record=version)

    assert statuses(client) == ["current"]


def test_every_place_in_which_the_same_file_stands_is_told_the_valid_one_first(client):
    replaced = DocumentFactory(title_en="Replaced")
    version_of(replaced)
    version_of(replaced, b"corrected")
    both = DocumentFactory(title_en="In both languages")
    version_of(both, language="en")
    version_of(both, language="fr")

    page = asked(client)

    told = [
        (str(row.status), str(row.version.document), row.version.language)
        for row in page.context["standings"]
    ]
    assert told == [
        ("current", "In both languages", "en"),
        ("current", "In both languages", "fr"),
        ("superseded", "Replaced", "en"),
    ]
    assert page.context["verdict"] == "This is an official file of the Process"


def test_the_current_one_is_that_of_the_same_language_and_format(client):
    document = DocumentFactory()
    version_of(document)
    version_of(document, b"french", language="fr")
    version_of(document, b"french again", language="fr")
    DocumentVersionFactory(document=document, file=StoredFileFactory(content=b"%PDF", format="pdf"))

    assert statuses(client) == ["current"]


@pytest.mark.parametrize("trait", ["draft", "in_review", "scheduled"])
def test_what_was_never_public_is_not_known(client, trait):
    version_of(DocumentFactory(title_en="Secret title"), **{trait: True})
    version_of(DocumentFactory(title_en="Secret title", **{trait: True}))

    page = asked(client)

    assert page.context["standings"] == []
    assert "does not know this file" in page.content.decode()
    assert "It need not be false." in page.content.decode()
    assert "Secret title" not in page.content.decode()


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("<script>", "There is no SHA-256 in it"),
        (HASH[:-1], "It has 63 characters, and a SHA-256 has 64."),
        ("d41d8cd98f00b204e9800998ecf8427e", "It has 32 characters, and a SHA-256 has 64."),
        (f"{HASH} a.pdf\n{HASH[::-1]} b.pdf", "There is more than one SHA-256 in it."),
        ("\0" * 64, "There is no SHA-256 in it"),
    ],
)
def test_what_is_wrong_is_said(client, pasted, said):
    version_of(DocumentFactory())

    page = asked(client, pasted)

    assert (page.status_code, page.context["standings"]) == (200, [])
    assert said in page.content.decode()
    assert "does not know this file" not in page.content.decode()
    assert "<script>" not in page.content.decode().partition("<main")[2]


def test_two_questions_are_not_answered_as_one(client):
    page = client.get(f"/en/verify/?sha256={HASH}&sha256={HASH}")

    assert "“sha256” is given more than once." in page.content.decode()
    assert page.context["standings"] == []


def test_a_file_withdrawn_before_its_document_appeared_was_never_public(client):
    document = DocumentFactory(published_at=hours_from_now(-1))
    version_of(document, published_at=hours_from_now(-5), withdrawn_at=hours_from_now(-3), **REASON)

    assert statuses(client) == []


def test_a_file_added_to_a_withdrawn_document_was_never_public(client):
    document = DocumentFactory(published_at=hours_from_now(-5), withdrawn_at=hours_from_now(-3), **REASON)
    version_of(document, published_at=hours_from_now(-1))

    assert statuses(client) == []


def test_another_question_is_not_understood(client):
    assert "colour" in client.get("/en/verify/?colour=red").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_matches_takes_the_same_queries(client, count, django_assert_num_queries):
    for _ in range(count):
        version_of(DocumentFactory())

    with django_assert_num_queries(2):
        page = asked(client)

    assert len(page.context["standings"]) == count
