from declarations.filters.commitments import CommitmentFilter
from declarations.filters.documents import DocumentFilter
from declarations.filters.parts import PackageFilter, ProgressFilter, ProvisionFilter, VersionFilter

__all__ = [
    "CommitmentFilter",
    "DocumentFilter",
    "PackageFilter",
    "ProgressFilter",
    "ProvisionFilter",
    "VersionFilter",
]
