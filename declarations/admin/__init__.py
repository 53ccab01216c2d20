"""Documents, their files, provisions and commitments on the secretariat's desk."""

from declarations.admin.documents import DocumentAdmin

__all__ = ["DocumentAdmin"]
