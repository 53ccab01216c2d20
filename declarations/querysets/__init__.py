"""How documents and what belongs to them are asked for."""

from declarations.querysets.commitments import CommitmentQuerySet, ProgressEntryQuerySet
from declarations.querysets.documents import SHOWN_DAYS, DocumentQuerySet, RelationQuerySet
from declarations.querysets.provisions import ProvisionQuerySet
from declarations.querysets.versions import DocumentVersionQuerySet, StoredFileQuerySet

__all__ = [
    "SHOWN_DAYS",
    "CommitmentQuerySet",
    "DocumentQuerySet",
    "DocumentVersionQuerySet",
    "ProgressEntryQuerySet",
    "ProvisionQuerySet",
    "RelationQuerySet",
    "StoredFileQuerySet",
]
