"""The form of an account: who it is, whether it is open, and which roles it has."""

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.rights import keeps_accounts, refuse_to_lose_the_last
from accounts.roles import ADMINISTRATOR, NAMES, ROLES
from publishing.admin.opened import ComparedForm

BY_NAME = {role.name: role for role in ROLES}


class RoleBoxes(forms.CheckboxSelectMultiple):
    """Each role with its sentence of explanation."""

    template_name = "admin/widgets/roles.html"

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        option["role"] = BY_NAME[value.instance.name]
        return option

    def _render(self, template_name, context, renderer=None):
        # The project's templates, not those of the form renderer.
        return render_to_string(template_name, context)


class RolesField(forms.ModelMultipleChoiceField):
    widget = RoleBoxes

    def __init__(self, **kwargs):
        super().__init__(
            Group.objects.filter(name__in=NAMES).order_by("pk"),
            required=False,
            label=gettext_lazy("Roles"),
            help_text=gettext_lazy("Several may go together. Without a role, an account may do nothing."),
            **kwargs,
        )

    def label_from_instance(self, obj):
        return str(BY_NAME[obj.name].label)


class PersonForm(ComparedForm):
    roles = RolesField()

    # Who fills it in; set by the admin for each request.
    person = None

    class Meta:
        model = User
        fields = [
            "username",
            "first_name",
            "last_name",
            "email",
            "is_active",
            "is_superuser",
            "groups",
            "user_permissions",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "is_active" in self.fields:
            self.fields["is_active"].help_text = _("An account that is not active cannot be signed in to.")
        if self.instance.pk:
            self.initial["roles"] = self.instance.groups.filter(name__in=NAMES)
        if "groups" in self.fields:
            self.fields["groups"].queryset = Group.objects.exclude(name__in=NAMES)

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk is None or self.errors:
            return cleaned
        if self.instance.pk == self.person.pk and not cleaned.get("is_active", True):
            self.add_error("is_active", _("You cannot disable the account you are signed in with."))
        if keeps_accounts(self.instance) and not self._will_keep_accounts(cleaned):
            try:
                refuse_to_lose_the_last(self.instance)
            except ValidationError as error:
                self.add_error("roles", error)
        return cleaned

    def _will_keep_accounts(self, cleaned):
        is_active = cleaned.get("is_active", self.instance.is_active)
        is_superuser = cleaned.get("is_superuser", self.instance.is_superuser)
        names = {group.name for group in cleaned["roles"]}
        return is_active and (is_superuser or ADMINISTRATOR.name in names)

    def _save_m2m(self):
        # Groups that are no roles are in the form of those who may do everything, and else stay as they are.
        chosen = self.cleaned_data.get("groups")
        others = list(self.instance.groups.exclude(name__in=NAMES) if chosen is None else chosen)
        super()._save_m2m()
        self.instance.groups.set([*others, *self.cleaned_data["roles"]])
