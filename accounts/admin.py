from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group

from accounts.models import User
from publishing.admin.lists import CarefulList

admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(CarefulList, DjangoGroupAdmin):
    pass


@admin.register(User)
class UserAdmin(CarefulList, DjangoUserAdmin):
    show_full_result_count = False
    list_display = ["username", "first_name", "last_name", "is_active", "is_superuser", "last_login"]
