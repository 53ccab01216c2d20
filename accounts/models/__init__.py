from accounts.models.audit import AuditEntry
from accounts.models.kept_forms import KeptForm
from accounts.models.users import User

__all__ = ["AuditEntry", "KeptForm", "User"]
