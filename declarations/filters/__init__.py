from declarations.filters.commitments import CommitmentFilter
from declarations.filters.documents import DocumentFilter

__all__ = ["CommitmentFilter", "DocumentFilter"]
