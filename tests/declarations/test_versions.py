import pytest

from declarations.models import DocumentVersion
from publishing.models import Change
from tests.factories import (
    CommitmentFactory,
    DocumentFactory,
    DocumentVersionFactory,
    ProgressEntryFactory,
    StoredFileFactory,
)

pytestmark = pytest.mark.django_db


def test_each_file_of_a_language_and_format_has_the_next_number():
    document = DocumentFactory(slug="declaration")

    versions = [DocumentVersionFactory(document=document, slug="") for _ in range(2)]
    other = DocumentVersionFactory(document=document, language="fr")

    assert [version.number for version in versions] == [1, 2]
    assert other.number == 1
    assert [version.slug for version in versions] == ["declaration-en-txt-1", "declaration-en-txt-2"]
    assert versions[1].own_address == "/files/declaration/en@2.txt"
    assert versions[1].current_address == "/files/declaration/en.txt"


def test_a_file_is_public_when_its_document_is_too():
    document = DocumentFactory(draft=True)
    version = DocumentVersionFactory(document=document)

    assert not version.is_public
    assert list(DocumentVersion.objects.published()) == []


def test_a_new_file_changes_its_document_and_is_told_once():
    document = DocumentFactory()
    before = Change.objects.count()

    version = DocumentVersionFactory(document=document)

    told = Change.objects.order_by("sequence")[before:]
    assert [(change.kind, change.slug, change.verb) for change in told] == [
        ("documentversion", version.slug, "published"),
        ("document", document.slug, "changed"),
    ]


def test_a_file_in_use_is_kept_for_ever():
    version = DocumentVersionFactory(file=StoredFileFactory())
    version.file.refresh_from_db()

    assert version.file.is_kept


def test_the_latest_public_entry_says_how_far_a_commitment_is():
    commitment = CommitmentFactory()
    assert type(commitment).objects.with_status().get().status == "open"

    ProgressEntryFactory(commitment=commitment, status="in_progress")
    ProgressEntryFactory(commitment=commitment, status="achieved", scheduled=True)
    assert type(commitment).objects.with_status().get().status == "in_progress"
