from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin

from accounts.models import User


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    show_full_result_count = False
    list_display = ["username", "first_name", "last_name", "is_active", "is_superuser", "last_login"]
