from declarations.filters.commitments import CommitmentFilter
from declarations.filters.documents import DocumentFilter
from declarations.filters.parts import ProgressFilter, ProvisionFilter, VersionFilter

__all__ = ["CommitmentFilter", "DocumentFilter", "ProgressFilter", "ProvisionFilter", "VersionFilter"]
