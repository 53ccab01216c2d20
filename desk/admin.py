"""What the desk adds to the admin's first page."""

from desk.audit_log import AuditEntryAdmin

__all__ = ["AuditEntryAdmin"]
