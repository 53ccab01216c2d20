"""What visitors report, at the desk: read, answered, dealt with. Nothing is added or deleted here."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.template.defaultfilters import linebreaksbr, truncatechars
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from publishing.admin.lists import ROWS_ON_A_PAGE, BoundedPaginator, CarefulList
from publishing.admin.opened import ComparedForm, ComparesWithStored
from reports.handling import reopen, settle
from reports.models import ProblemReport

OPEN, DONE = "open", "done"
SETTLED_AT_ONCE = 200
# Below what was remarked of a report alone may stand what was remarked of it together with others.
LONGEST_REMARK = 10_000


class RemarkForm(forms.Form):
    remark = forms.CharField(
        label=gettext_lazy("Remark"),
        help_text=ProblemReport._meta.get_field("remark").help_text,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class ProblemReportForm(ComparedForm):
    remark = ProblemReport._meta.get_field("remark").formfield(
        max_length=LONGEST_REMARK, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    is_done = forms.BooleanField(
        label=gettext_lazy("This is dealt with"),
        required=False,
        help_text=gettext_lazy(
            "Reply first, if a reply was asked for: with this the address of the sender is forgotten."
        ),
    )

    class Meta:
        model = ProblemReport
        fields = ["remark"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "is_done" in self.fields:
            self.fields["is_done"].initial = self.instance.is_done

    def clean(self):
        values = super().clean()
        if not self.errors and values.get("is_done") and not (values.get("remark") or "").strip():
            self.add_error("remark", _("Say what was done, or why nothing was."))
        return values


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(OPEN, pgettext("problem report", "open")), (DONE, pgettext("problem report", "dealt with"))]

    def queryset(self, request, queryset):
        states = {OPEN: queryset.open, DONE: queryset.done}
        return states[self.value()]() if self.value() in states else queryset


@admin.register(ProblemReport)
class ProblemReportAdmin(ComparesWithStored, CarefulList, admin.ModelAdmin):
    form = ProblemReportForm
    fieldsets = [
        (
            gettext_lazy("What was reported"),
            {"fields": ["kind", "page_shown", "message_shown", "language", "sent_at", "reply_shown"]},
        ),
        (gettext_lazy("What became of it"), {"fields": ["remark", "is_done", "settled_shown"]}),
    ]
    readonly_fields = [
        "kind",
        "page_shown",
        "message_shown",
        "language",
        "sent_at",
        "reply_shown",
        "settled_shown",
    ]
    list_display = ["kind", "beginning", "page_shown", "sent_at", "state_shown"]
    list_filter = [StateFilter, "kind", "language"]
    list_select_related = ["done_by"]
    list_per_page = ROWS_ON_A_PAGE
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["page", "message", "remark"]
    actions = ["settle_selected"]
    # It has no page but this one.
    view_on_site = False

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fieldsets(self, request, obj=None):
        """Whoever only reads has nothing to tick."""
        if self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        told = self.fieldsets[1][0], {"fields": ["remark", "settled_shown"]}
        return [self.fieldsets[0], told]

    # What is shown of one

    @admin.display(description=gettext_lazy("page"), ordering="page")
    def page_shown(self, report):
        # A path of this site, as `path_of()` has made it.
        return format_html('<a href="{}"><bdi dir="ltr">{}</bdi></a>', report.page, report.page)

    @admin.display(description=pgettext_lazy("problem report", "message"))
    def beginning(self, report):
        return format_html("<bdi>{}</bdi>", truncatechars(" ".join(report.message.split()), 80))

    @admin.display(description=pgettext_lazy("problem report", "message"))
    def message_shown(self, report):
        return format_html('<div dir="auto">{}</div>', linebreaksbr(report.message))

    @admin.display(description=gettext_lazy("reply to"))
    def reply_shown(self, report):
        if report.reply_to:
            return format_html(
                '<a href="mailto:{}"><bdi dir="ltr">{}</bdi></a>', report.reply_to, report.reply_to
            )
        return _("No address is known.")

    @admin.display(description=gettext_lazy("state"), ordering="done_at")
    def state_shown(self, report):
        return (
            pgettext("problem report", "dealt with") if report.is_done else pgettext("problem report", "open")
        )

    @admin.display(description=pgettext_lazy("problem report", "dealt with"))
    def settled_shown(self, report):
        if not report.is_done:
            return pgettext("problem report", "not yet")
        when = date_format(timezone.localtime(report.done_at), "DATETIME_FORMAT")
        return format_html(
            "<bdi>{}</bdi>, {}",
            report.done_by or pgettext("problem report", "somebody whose account is gone"),
            when,
        )

    # Dealing with it

    def save_model(self, request, obj, form, change):
        stored = ProblemReport.objects.get(pk=obj.pk)
        wants_done = form.cleaned_data["is_done"]
        if wants_done and not stored.is_done:
            settle(report=stored, by=request.user, remark=obj.remark)
        else:
            obj.save(update_fields=["remark"])
            if stored.is_done and not wants_done:
                reopen(report=stored)

    @admin.action(description=gettext_lazy("Mark as dealt with …"), permissions=["change"])
    def settle_selected(self, request, queryset):
        reports = list(queryset.open()[: SETTLED_AT_ONCE + 1])
        form = RemarkForm(request.POST if "confirmed" in request.POST else None)
        if not reports or len(reports) > SETTLED_AT_ONCE:
            told = (
                _("Choose at most %(count)s at once.") % {"count": SETTLED_AT_ONCE}
                if reports
                else _("All of these are dealt with already.")
            )
            messages.warning(request, told)
            return None
        if form.is_valid():
            remark = form.cleaned_data["remark"]
            done = sum(
                settle(report=report, by=request.user, remark=remark, is_added=True) for report in reports
            )
            told = ngettext("%(count)s report is dealt with.", "%(count)s reports are dealt with.", done)
            messages.success(request, told % {"count": done})
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Mark as dealt with"),
            "opts": self.opts,
            "reports": reports,
            "form": form,
            "here": request.get_full_path(),
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/reports/settle_selected.html", context)
