"""The thread of remarks beside a record: for staff alone."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.admin.filters import TRANSLATIONS
from publishing.admin.kept import as_kept
from publishing.admin.keys import key_of
from publishing.models import Remark
from publishing.remarks import remark, reopen, settle

REMARKS_SHOWN = 100


def remark_field(**options):
    box = forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    return Remark._meta.get_field("text").formfield(widget=box, **options)


class RemarkForm(forms.Form):
    required_css_class = "required"

    text = remark_field(
        label=gettext_lazy("Your remark"), help_text=gettext_lazy("Only staff read it, now and later.")
    )


class RemarkViews:
    """For the admin of a record."""

    def may_remark(self, request, record):
        """Whoever has a hand in the record: changes, publishes or translates it."""
        user = request.user
        return (
            self.has_change_permission(request, record)
            or self.has_publish_permission(request, record)
            or any(user.has_perm(f"publishing.translate_{code}") for code in TRANSLATIONS)
        )

    def remarks_view(self, request, object_id):
        record = self.record_for(request, object_id)
        may_remark = self.may_remark(request, record)
        form = RemarkForm(as_kept(request).POST or None)
        if request.method == "POST":
            if not may_remark:
                raise PermissionDenied
            if "remark" in request.POST:
                return self._settle(request, record)
            form = RemarkForm(request.POST)
            if form.is_valid():
                remark(record=record, text=form.cleaned_data["text"], by=request.user)
                self.message_user(request, _("Your remark is kept."), messages.SUCCESS)
                return HttpResponseRedirect(self.page_of(record, "remarks"))
        # The latest ones, in the order in which they were made.
        latest = Remark.objects.of(record).with_names().order_by("-made_at", "-pk")[:REMARKS_SHOWN]
        context = {
            "title": _("Remarks: %(record)s") % {"record": record},
            "remarks": list(latest)[::-1],
            "form": form if may_remark else None,
        }
        return self._answer(request, "admin/record_remarks.html", record, context)

    def _settle(self, request, record):
        key = key_of(request.POST["remark"])
        row = get_object_or_404(Remark.objects.of(record), pk=key)
        if request.POST.get("do") == "reopen":
            reopen(remark=row)
            self.message_user(request, _("The remark is open again."), messages.SUCCESS)
        else:
            settle(remark=row, by=request.user)
            self.message_user(request, _("The remark is settled."), messages.SUCCESS)
        if row.pending_change_id:
            return HttpResponseRedirect(self.page_of(record, "prepared", row.pending_change_id))
        return HttpResponseRedirect(self.page_of(record, "remarks"))
