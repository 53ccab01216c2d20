"""Files, provisions and commitments in the API."""

from hashlib import sha256

import pytest

from publishing.actions import withdraw
from publishing.translations import mark_unofficial
from tests.factories import (
    CommitmentFactory,
    DocumentFactory,
    DocumentVersionFactory,
    EventFactory,
    PartnerFactory,
    ProgressEntryFactory,
    ProvisionFactory,
    StoredFileFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

HIDDEN = ["draft", "in_review", "scheduled", "withdrawn"]
CONTENT = b"The text as adopted."
HASH = sha256(CONTENT).hexdigest()


def version_of(document, content=CONTENT, **values):
    return DocumentVersionFactory(document=document, file=StoredFileFactory(content=content), **values)


def row_of(client, kind, slug):
    return client.get(f"/api/v1/{kind}/{slug}/").json()


class TestVersions:
    def test_each_public_one_is_told_the_latest_first(self, client):
        document = DocumentFactory(slug="declaration")
        version_of(document, slug="first")
        version_of(document, b"corrected", note_en="A date was corrected.")

        latest, first = row_of(client, "documents", "declaration")["versions"]

        assert latest["note"]["en"] == "A date was corrected."
        assert (latest["number"], latest["is_current"], first["is_current"]) == (2, True, False)
        published_at = first.pop("published_at")
        assert published_at.endswith("Z")
        assert first == {
            "slug": "first",
            "language": "en",
            "format": "txt",
            "number": 1,
            "url": "http://localhost:8000/files/declaration/en@1.txt",
            "authority": "authentic",
            "media_type": "text/plain",
            "size": len(CONTENT),
            "page_count": None,
            "sha256": HASH,
            "has_text": True,
            "is_current": False,
            "current_url": "http://localhost:8000/files/declaration/en.txt",
            "note": {"en": None, "fr": None, "ar": None},
            "note_status": {},
        }

    @pytest.mark.parametrize("trait", HIDDEN)
    def test_one_that_is_not_public_is_not_told_and_replaces_nothing(self, client, trait):
        document = DocumentFactory(slug="declaration")
        version_of(document)
        version_of(document, b"later", **{trait: True})

        (version,) = row_of(client, "documents", "declaration")["versions"]

        assert (version["number"], version["is_current"]) == (1, True)


class TestFile:
    def test_a_known_one_says_what_it_is(self, client):
        document = DocumentFactory(slug="declaration", title_en="Declaration")
        version_of(document)
        version_of(document, b"corrected")

        assert client.get(f"/api/v1/files/{HASH}/").json() == {
            "sha256": HASH,
            "size": len(CONTENT),
            "media_type": "text/plain",
            "page_count": None,
            "versions": [
                {
                    "document": {
                        "slug": "declaration",
                        "title": {"en": "Declaration", "fr": None, "ar": None},
                        "url": "http://localhost:8000/api/v1/documents/declaration/",
                    },
                    "language": "en",
                    "format": "txt",
                    "number": 1,
                    "authority": "authentic",
                    "url": "http://localhost:8000/files/declaration/en@1.txt",
                    "status": "superseded",
                    "superseded_by": {
                        "language": "en",
                        "format": "txt",
                        "number": 2,
                        "url": "http://localhost:8000/files/declaration/en@2.txt",
                    },
                    "withdrawn_at": None,
                    "reason": {"en": None, "fr": None, "ar": None},
                }
            ],
        }

    def test_a_withdrawn_one_says_why(self, client):
        withdraw(record=version_of(DocumentFactory()), reason="A page was missing.")

        (standing,) = client.get(f"/api/v1/files/{HASH.upper()}/").json()["versions"]

        assert (standing["status"], standing["reason"]["en"]) == ("withdrawn", "A page was missing.")
        assert standing["withdrawn_at"].endswith("Z")

    @pytest.mark.parametrize("trait", ["draft", "in_review", "scheduled"])
    def test_one_that_was_never_public_is_not_there(self, client, trait):
        version_of(DocumentFactory(), **{trait: True})
        version_of(DocumentFactory(**{trait: True}))

        assert client.get(f"/api/v1/files/{HASH}/").status_code == 404

    def test_what_is_no_hash_is_said(self, client):
        response = client.get("/api/v1/files/abc/")

        assert response.status_code == 400
        assert "64 characters" in response.json()["errors"][0]["detail"]


class TestProvisions:
    def test_they_are_told_with_the_document_alone_in_the_order_of_the_text(self, client):
        document = DocumentFactory(slug="declaration")
        texts = {"text_en": "We act.", "text_ar": "نعمل"}
        ProvisionFactory(document=document, position=2, eid="para-1", number="1", **texts)
        ProvisionFactory(document=document, position=1, eid="part-1", kind="part", number="I", text_en=None)
        commitment = CommitmentFactory(slug="act", provision=document.provisions.get(eid="para-1"))

        part, paragraph = row_of(client, "documents", "declaration")["provisions"]

        assert "provisions" not in client.get("/api/v1/documents/").json()["results"][0]
        assert (part["eid"], part["level"]) == ("part-1", 1)
        assert paragraph == {
            "eid": "para-1",
            "kind": "paragraph",
            "level": 3,
            "number": "1",
            "heading": {"en": None, "fr": None, "ar": None},
            "text": {"en": "We act.", "fr": None, "ar": "نعمل"},
            "standing": "text",
            "sources": [],
            "commitments": [
                {
                    "slug": "act",
                    "title": {"en": commitment.title_en, "fr": None, "ar": None},
                    "url": "http://localhost:8000/api/v1/commitments/act/",
                }
            ],
            "links": {
                "html": {
                    code: f"http://localhost:8000/{code}/documents/declaration/#para-1"
                    for code in ("en", "fr", "ar")
                }
            },
        }

    @pytest.mark.parametrize("trait", HIDDEN)
    def test_a_commitment_that_is_not_public_is_not_told(self, client, trait):
        document = DocumentFactory(slug="declaration")
        CommitmentFactory(provision=ProvisionFactory(document=document), **{trait: True})

        assert row_of(client, "documents", "declaration")["provisions"][0]["commitments"] == []


class TestCommitments:
    def test_one_is_told_with_what_followed(self, client):
        commitment = CommitmentFactory(slug="act", theme=ThemeFactory(slug="return"))
        commitment.actors.add(PartnerFactory(slug="kenya"), PartnerFactory(slug="hidden", draft=True))
        ProgressEntryFactory(commitment=commitment, slug="step", event=EventFactory(slug="meeting"))

        row = row_of(client, "commitments", "act")

        assert (row["status"], row["theme"]["slug"]) == ("in_progress", "return")
        assert [actor["slug"] for actor in row["actors"]] == ["kenya"]
        place = f"/documents/{commitment.document.slug}/#{commitment.provision.eid}"
        assert row["provision"]["links"]["html"]["fr"] == f"http://localhost:8000/fr{place}"
        assert row["provision"]["eid"] == commitment.provision.eid
        assert row["status_since"] == {"start": "2024-05-03", "end": "2024-05-03", "precision": "day"}
        assert row["document"]["slug"] == commitment.document.slug
        (entry,) = row["progress"]
        assert (entry["slug"], entry["event"]["slug"], entry["document"]) == ("step", "meeting", None)

    def test_words_that_are_no_authentic_text_say_so(self, client):
        paraphrase = ProvisionFactory(standing="paraphrase", text_fr="Agir.")
        mark_unofficial(paraphrase.document, "provisions", "fr")
        CommitmentFactory(slug="act", provision=paraphrase)

        provision = row_of(client, "commitments", "act")["provision"]
        document = row_of(client, "documents", paraphrase.document.slug)

        assert (provision["standing"], provision["text_status"]) == ("paraphrase", {"fr": "unofficial"})
        assert document["provisions"][0]["standing"] == "paraphrase"
        assert document["provisions_status"] == {"fr": "unofficial"}

    def test_one_that_names_nobody_is_of_all_partners(self, client):
        CommitmentFactory(slug="all")
        CommitmentFactory(slug="one").actors.add(PartnerFactory())
        CommitmentFactory(slug="hidden").actors.add(PartnerFactory(draft=True))

        told = {slug: row_of(client, "commitments", slug) for slug in ("all", "one", "hidden")}

        assert {slug: row["is_of_all_partners"] for slug, row in told.items()} == {
            "all": True,
            "one": False,
            "hidden": False,
        }
        assert told["hidden"]["actors"] == []

    @pytest.mark.parametrize("trait", HIDDEN)
    def test_nothing_that_is_not_public_is_told(self, client, trait):
        hidden = {trait: True}
        commitment = CommitmentFactory(slug="act", theme=ThemeFactory(**hidden))
        ProgressEntryFactory(commitment=commitment, **hidden)
        shown = ProgressEntryFactory(
            commitment=commitment, status="", event=EventFactory(**hidden), document=DocumentFactory(**hidden)
        )
        CommitmentFactory(**hidden)
        CommitmentFactory(provision__document=DocumentFactory(**hidden))

        (row,) = client.get("/api/v1/commitments/").json()["results"]

        assert (row["slug"], row["status"], row["theme"]) == ("act", "open", None)
        (entry,) = row["progress"]
        assert (entry["slug"], entry["event"], entry["document"]) == (shown.slug, None, None)

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_takes_the_same_queries_for_any_length(self, client, count, django_assert_num_queries):
        for _ in range(count):
            commitment = CommitmentFactory(theme=ThemeFactory())
            commitment.actors.add(PartnerFactory())
            ProgressEntryFactory(commitment=commitment, event=EventFactory(), document=DocumentFactory())

        with django_assert_num_queries(2):
            response = client.get("/api/v1/commitments/")

        assert len(response.json()["results"]) == count
