from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import invitations
from accounts.admin.person_form import PersonForm
from accounts.admin.signing_in import SigningIn
from accounts.models import User
from accounts.rights import NONE, note_change, rights_of
from accounts.roles import DUTIES, ROLES, roles_of
from publishing.admin.filters import DeskFilter
from publishing.admin.lists import ROWS_ON_A_PAGE, BoundedPaginator, CarefulList
from publishing.admin.opened import ComparesWithStored

HOLDERS_NAMED = 50
# What only somebody who may do everything gives and takes.
BEYOND_ROLES = ("is_superuser", "groups", "user_permissions")


class RoleFilter(DeskFilter):
    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return [(role.name, role.label) for role in ROLES]

    def narrowed(self, queryset, value):
        return queryset.filter(groups__name=value)


@admin.register(User)
class UserAdmin(SigningIn, ComparesWithStored, CarefulList, DjangoUserAdmin):
    """Nobody is deleted: an account is disabled, so that the history goes on to say whose work it was."""

    form = PersonForm
    # Name and address of somebody whose account was deleted must not come back by the way.
    keeps_what_was_typed = False
    change_form_template = "admin/accounts/user_form.html"
    change_list_template = "admin/accounts/user_list.html"
    fieldsets = [
        (gettext_lazy("Who"), {"fields": ["username", "first_name", "last_name", "email"]}),
        (gettext_lazy("May do"), {"fields": ["is_active", "roles"]}),
        (gettext_lazy("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    beyond_roles = (
        gettext_lazy("Beyond the roles"),
        {"fields": BEYOND_ROLES, "classes": ["collapse"]},
    )
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = ()
    list_display = ["name_shown", "username", "roles_shown", "is_active", "last_login"]
    list_display_links = ["name_shown", "username"]
    list_filter = [RoleFilter, "is_active"]
    list_per_page = ROWS_ON_A_PAGE
    list_max_show_all = ROWS_ON_A_PAGE
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    # Who may

    def has_change_permission(self, request, obj=None):
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not is_above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    # The list

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=gettext_lazy("name"), ordering="last_name")
    def name_shown(self, user):
        return user.get_full_name() or user.username

    @admin.display(description=gettext_lazy("roles"))
    def roles_shown(self, user):
        names = [str(role.label) for role in roles_of(user)]
        if user.is_superuser:
            names.insert(0, _("may do everything"))
        return " · ".join(names) or "–"

    @admin.display(description=gettext_lazy("Roles"))
    def roles(self, user):
        """For whoever may only look."""
        return self.roles_shown(user)

    # The form

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not request.user.is_superuser:
            return fieldsets
        return [*fieldsets[:2], self.beyond_roles, *fieldsets[2:]]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.person = request.user
        return form

    def save_model(self, request, obj, form, change):
        obj.is_staff = True
        form.rights_before = rights_of(obj) if change else NONE
        super().save_model(request, obj, form, change)
        # Whoever has the mailbox at the former address was sent it.
        if {"email", "username"} & set(form.changed_data) and invitations.end(obj):
            told = _("The address has changed, so the link of the invitation is void. Make a new one.")
            self.message_user(request, told, messages.WARNING)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        note_change(form.instance, form.rights_before)

    # The roles

    def get_urls(self):
        own = path("roles/", self.admin_site.admin_view(self.roles_view), name="accounts_user_roles")
        return [own, *super().get_urls()]

    def roles_view(self, request):
        """For everybody at the desk: whom to ask, too, for those who may see accounts."""
        held = {role.name for role in roles_of(request.user)}
        may_see_accounts = self.has_view_permission(request)
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "title": _("Roles"),
            "opts": self.opts,
            "roles": [
                {
                    "role": role,
                    "is_own": role.name in held,
                    "holders": self._holders(role) if may_see_accounts else (),
                }
                for role in ROLES
            ],
            "duties": [(duty, [duty in role.duties for role in ROLES]) for duty in DUTIES],
            "may_see_accounts": may_see_accounts,
            "most": HOLDERS_NAMED,
        }
        return TemplateResponse(request, "admin/accounts/roles.html", context)

    def _holders(self, role):
        holders = User.objects.filter(groups__name=role.name, is_active=True)
        return list(holders.order_by("last_name", "first_name", "username", "pk")[:HOLDERS_NAMED])
