"""Accounts, roles and groups on the secretariat's desk."""

from accounts.admin import library
from accounts.admin.groups import GroupAdmin
from accounts.admin.users import UserAdmin

__all__ = ["GroupAdmin", "UserAdmin", "library"]
