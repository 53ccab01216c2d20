"""Documents, their files, provisions and commitments on the secretariat's desk."""

from declarations.admin.commitments import CommitmentAdmin, ProgressEntryAdmin, ProvisionChoices
from declarations.admin.documents import DocumentAdmin
from declarations.admin.versions import DocumentVersionAdmin

__all__ = [
    "CommitmentAdmin",
    "DocumentAdmin",
    "DocumentVersionAdmin",
    "ProgressEntryAdmin",
    "ProvisionChoices",
]
