from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from accounts.audit import note
from accounts.models import AuditEntry
from accounts.roles import NAMES
from publishing.admin.lists import ROWS_ON_A_PAGE, BoundedPaginator, CarefulList
from publishing.admin.opened import ComparedForm, ComparesWithStored

admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(ComparesWithStored, CarefulList, DjangoGroupAdmin):
    """The groups of the roles are as the roles say. Others may be made, by whoever may do everything."""

    form = ComparedForm
    fieldsets = [(None, {"fields": ["name", "permissions"]})]
    list_display = ["name", "is_role"]
    # One list instead of Django's two, whose marks say nothing to those who hear the page.
    filter_horizontal = ()
    list_per_page = ROWS_ON_A_PAGE
    paginator = BoundedPaginator
    show_full_result_count = False

    @admin.display(description=_("is a role"), boolean=True)
    def is_role(self, group):
        return group.name in NAMES

    def has_change_permission(self, request, obj=None):
        is_a_role = obj is not None and self.is_role(obj)
        return not is_a_role and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        is_a_role = obj is not None and self.is_role(obj)
        return not is_a_role and super().has_delete_permission(request, obj)

    def get_actions(self, request):
        """Several at once could hold a role among them."""
        return {}

    def save_related(self, request, form, formsets, change):
        before = self._held_by(form.instance)
        super().save_related(request, form, formsets, change)
        after = self._held_by(form.instance)
        if before == after and not form.changed_data:
            return
        told = {"gained": sorted(after - before), "lost": sorted(before - after)}
        note(
            AuditEntry.Action.PERMISSIONS_CHANGED,
            form.instance,
            **{key: value for key, value in told.items() if value},
        )

    def _held_by(self, group):
        rows = group.permissions.values_list("content_type__app_label", "codename")
        return {f"{label}.{codename}" for label, codename in rows}

    def delete_model(self, request, obj):
        note(AuditEntry.Action.DELETED, obj)
        super().delete_model(request, obj)
