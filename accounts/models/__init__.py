from accounts.models.api_keys import ApiKey
from accounts.models.audit import AuditEntry
from accounts.models.invitations import Invitation
from accounts.models.kept_forms import KeptForm
from accounts.models.tries import Tries
from accounts.models.users import User, plain_name

__all__ = ["ApiKey", "AuditEntry", "Invitation", "KeptForm", "Tries", "User", "plain_name"]
