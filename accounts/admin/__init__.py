"""Accounts, roles, groups and keys of the API on the secretariat's desk."""

from accounts.admin import library
from accounts.admin.api_keys import ApiKeyAdmin
from accounts.admin.groups import GroupAdmin
from accounts.admin.users import UserAdmin

__all__ = ["ApiKeyAdmin", "GroupAdmin", "UserAdmin", "library"]
