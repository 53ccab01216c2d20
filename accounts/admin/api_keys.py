"""Keys of the API at the desk: handed out, renewed, revoked. None is deleted: the list says who had one."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts import api_keys
from accounts.audit import note
from accounts.models import ApiKey, AuditEntry
from publishing.admin.lists import ROWS_ON_A_PAGE, BoundedPaginator, CarefulList
from publishing.admin.opened import ComparedForm, ComparesWithStored


def in_a_year():
    return timezone.localdate() + api_keys.LIFE


class ApiKeyForm(ComparedForm):
    class Meta:
        model = ApiKey
        fields = ["name", "contact", "purpose", "expires_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "expires_on" in self.fields:
            self.fields["expires_on"].initial = in_a_year

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        is_new = "expires_on" in self.changed_data or self.instance.pk is None
        if is_new and day < timezone.localdate():
            raise ValidationError(_("This day is over. To end a key now, revoke it."))
        if is_new and day > timezone.localdate() + 2 * api_keys.LIFE:
            raise ValidationError(_("At most two years from now: who still needs it then, asks again."))
        return day


@admin.register(ApiKey)
class ApiKeyAdmin(ComparesWithStored, CarefulList, admin.ModelAdmin):
    form = ApiKeyForm
    change_form_template = "admin/accounts/api_key_form.html"
    fieldsets = [
        (gettext_lazy("Who"), {"fields": ["name", "contact", "purpose"]}),
        (gettext_lazy("How long"), {"fields": ["expires_on"]}),
    ]
    facts = (
        gettext_lazy("The key"),
        {"fields": ["state_shown", "beginning", "made_at", "revoked_at", "last_used_on", "requests_shown"]},
    )
    readonly_fields = facts[1]["fields"]
    list_display = ["name", "beginning", "state_shown", "expires_on", "last_used_on", "requests_shown"]
    list_per_page = ROWS_ON_A_PAGE
    paginator = BoundedPaginator
    show_full_result_count = False
    search_fields = ["name", "contact", "beginning"]
    ordering = ["-made_at", "-pk"]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj is None else [*fieldsets, self.facts]

    def has_change_permission(self, request, obj=None):
        is_over = obj is not None and obj.revoked_at is not None
        return not is_over and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    # What is shown of one

    @admin.display(description=pgettext_lazy("API key", "state"))
    def state_shown(self, key):
        if key.revoked_at:
            return pgettext("API key", "revoked")
        return pgettext("API key", "in use") if key.is_good else pgettext("API key", "expired")

    @admin.display(description=gettext_lazy("requests"))
    def requests_shown(self, key):
        if key.last_used_on is None:
            return _("none yet")
        last = api_keys.requests_on_last_day(key)
        return _("%(all)s, of them %(last)s on %(day)s") % {
            "all": key.requests_before + last,
            "last": last,
            "day": date_format(key.last_used_on, "DATE_FORMAT"),
        }

    # Handing out and changing

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        # Of each new key is shown what it is: there is no saving and going on elsewhere.
        buttons = {"show_save_and_add_another": False, "show_save_and_continue": object_id is not None}
        return super().changeform_view(request, object_id, form_url, {**buttons, **(extra_context or {})})

    def save_model(self, request, obj, form, change):
        if not change:
            obj.secret = api_keys.hand_out_once(obj, request.user)
            return
        super().save_model(request, obj, form, change)
        if form.changed_data:
            note(
                AuditEntry.Action.KEY_CHANGED,
                obj,
                changed=form.changed_data,
                until=obj.expires_on.isoformat(),
            )

    def response_add(self, request, obj, post_url_continue=None):
        """The key is on this page, and nowhere else."""
        return self._page(request, "api_key_made", _("The key"), key=obj, secret=obj.secret)

    # Revoking

    def get_urls(self):
        own = path(
            "<int:object_id>/revoke/",
            self.admin_site.admin_view(self.revoke_view),
            name="accounts_apikey_revoke",
        )
        return [own, *super().get_urls()]

    def revoke_view(self, request, object_id):
        if not super().has_change_permission(request):
            raise PermissionDenied
        with transaction.atomic():
            key = get_object_or_404(ApiKey.objects.select_for_update(), pk=object_id)
            if key.revoked_at:
                raise Http404
            if request.method == "POST":
                api_keys.revoke(key)
                messages.success(
                    request, _("The key of %(name)s is refused from now on.") % {"name": key.name}
                )
                return redirect(reverse("admin:accounts_apikey_change", args=[key.pk]))
        return self._page(request, "api_key_revoke", _("Revoke the key"), key=key)

    def _page(self, request, template, title, **context):
        request.current_app = self.admin_site.name
        response = TemplateResponse(
            request,
            f"admin/accounts/{template}.html",
            {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **context},
        )
        response.headers["Cache-Control"] = "no-store"
        return response
