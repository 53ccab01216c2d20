"""Provisions of a document on the secretariat's desk: a screen of their own."""

from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from declarations.filling import put_in_order
from declarations.models import Commitment, Provision
from declarations.splitting import MOST_PROPOSED
from declarations.views import DocumentDetailView
from publishing.admin import PartInline, PublishableAdmin, in_every_language
from publishing.forms import DeskForm

EMPTY_ROWS = 2
# Where one goes whose place was left empty: behind all others.
LAST = 1_000_000


class ProvisionForm(DeskForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["position"].required = False
        if self.instance.pk is None:
            self.initial["position"] = None

    def clean_position(self):
        place = self.cleaned_data["position"]
        return LAST if place is None else place


class ProvisionFormSet(BaseInlineFormSet):
    def is_multipart(self):
        """Sent any other way, each Arabic letter would take six bytes."""
        return True

    def clean(self):
        self._keep_what_commitments_follow_from()
        super().clean()

    def _keep_what_commitments_follow_from(self):
        deleted = {form.instance.pk: form for form in self.initial_forms if self._should_delete_form(form)}
        commitments = Commitment.objects.filter(provision__in=deleted).order_by()
        held = set(commitments.values_list("provision", flat=True)) if deleted else ()
        if not held:
            return
        for key in held:
            deleted[key].add_error(None, _("Commitments follow from it: it stays as long as they are there."))
        told = ngettext(
            "%(count)s provision cannot be deleted: see below. Nothing was saved.",
            "%(count)s provisions cannot be deleted: see below. Nothing was saved.",
            len(held),
        )
        raise ValidationError(told, params={"count": len(held)}, code="held")


class ProvisionInline(PartInline):
    model = Provision
    form = ProvisionForm
    formset = ProvisionFormSet
    template = "admin/declarations/provision_rows.html"
    fields = [
        "position",
        "kind",
        "eid",
        "number",
        *in_every_language("heading", "text"),
        "standing",
        "sources",
    ]
    extra = EMPTY_ROWS
    max_num = MOST_PROPOSED

    def get_queryset(self, request):
        return super().get_queryset(request).in_order()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name.startswith(("text", "sources")):
            field.widget.attrs["rows"] = 4
        return field


class ProvisionsAdmin(PublishableAdmin):
    """The form of a document with nothing but its provisions, so that history, revisions and two editors at
    once are as on the form of the whole."""

    screen = "provisions"
    detail_view = DocumentDetailView
    fieldsets = [(None, {"fields": []})]
    inlines = [ProvisionInline]
    change_form_template = "admin/declarations/provisions.html"

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        # The form of a document would bring its dates along.
        self.form = type(
            "ProvisionsForm", (self.form,), {**dict.fromkeys(self.form.date_names), "date_names": ()}
        )

    def get_readonly_fields(self, request, obj=None):
        return []

    def steps_for(self, request, record):
        return []

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_formset(self, request, form, formset, change):
        places = dict(form.instance.provisions.values_list("pk", "position"))
        super().save_formset(request, form, formset, change)
        put_in_order(document=form.instance, places_before=places)

    def response_change(self, request, obj):
        self.message_user(request, _("The provisions are saved."))
        return HttpResponseRedirect(self.page_of(obj, "provisions"))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        document = self.record_for(request, object_id)
        title = _("Provisions: %(record)s") % {"record": document}
        context = {
            **(extra_context or {}),
            "title": title,
            "record_url": self.page_of(document),
            "may_propose": self.may_write_at_once(request, document),
        }
        return super().changeform_view(request, object_id, form_url, context)
