"""The audit log on the desk: read and exported, never written."""

from datetime import UTC, datetime, time

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Q
from django.http import StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.audit import note
from accounts.audit_words import in_words
from accounts.models import AuditEntry, User
from desk.audit_export import FORMATS, NEWEST_FIRST
from publishing.paging import page_of_request

ENTRIES_ON_A_PAGE = 50
Action = AuditEntry.Action


def _told(asked):
    """What was looked for may be somebody's name, which nothing could take off the log again."""
    return {name: "(…)" if name == "words" else value for name, value in asked.items()}


def day_field(label):
    return forms.DateField(
        required=False, label=label, widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"})
    )


class QuestionForm(forms.Form):
    """What of the log is asked for. Everything may be left open."""

    action = forms.ChoiceField(required=False, label=gettext_lazy("What"))
    person = forms.TypedChoiceField(required=False, label=gettext_lazy("Who"), coerce=int, empty_value=None)
    kind = forms.ChoiceField(required=False, label=gettext_lazy("Kind of record"))
    since = day_field(gettext_lazy("From (UTC)"))
    until = day_field(gettext_lazy("To (UTC)"))
    words = forms.CharField(
        required=False,
        max_length=100,
        label=gettext_lazy("Words"),
        help_text=gettext_lazy("A part of a record’s or a person’s name, or of the address it came from."),
        widget=forms.SearchInput,
    )

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        anything = ("", _("anything"))
        self.fields["action"].choices = [
            anything,
            *((value, capfirst(label)) for value, label in Action.choices),
        ]
        self.fields["kind"].choices = [anything, *kinds]
        people = User.objects.order_by("username").values_list("pk", "username")
        self.fields["person"].choices = [("", _("anybody")), *people]

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("It ends before it begins."))
        return cleaned

    @property
    def asked(self):
        """Only what was filled in, as it can be written down."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value not in (None, "")}

    def narrowed(self, rows):
        asked = self.cleaned_data
        for name, column in (("action", "action"), ("person", "person_id"), ("kind", "kind")):
            if asked[name]:
                rows = rows.filter(**{column: asked[name]})
        if asked["since"]:
            rows = rows.filter(at__gte=datetime.combine(asked["since"], time.min, UTC))
        if asked["until"]:
            rows = rows.filter(at__lte=datetime.combine(asked["until"], time.max, UTC))
        if asked["words"]:
            columns = ("object_name", "person", "address")
            found = Q()
            for column in columns:
                found |= Q(**{f"{column}__icontains": asked["words"]})
            rows = rows.filter(found)
        return rows


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def may_export(self, request):
        return request.user.has_perm("accounts.export_auditentry")

    def get_urls(self):
        """The list alone: a row has nothing that is not in it."""
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name="accounts_auditentry_changelist"),
            path("export/", wrap(require_POST(self.export_view)), name="accounts_auditentry_export"),
        ]

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = QuestionForm(request.GET, kinds=self._kinds())
        rows = AuditEntry.objects.all()
        rows = form.narrowed(rows) if form.is_valid() else rows.none()
        page, problem = page_of_request(rows, request, order=NEWEST_FIRST, size=ENTRIES_ON_A_PAGE)
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "title": capfirst(str(self.opts.verbose_name_plural)),
            "opts": self.opts,
            "form": form,
            "page": page,
            "problem": problem,
            "rows": list(self._rows(request, page.rows)),
            "is_narrowed": form.is_valid() and bool(form.asked),
            "asked": form.asked if form.is_valid() else {},
            "may_export": form.is_valid() and self.may_export(request),
        }
        return TemplateResponse(request, "desk/audit_log.html", context)

    def export_view(self, request):
        if not self.may_export(request):
            raise PermissionDenied
        form = QuestionForm(request.POST, kinds=self._kinds())
        write = FORMATS.get(request.POST.get("format", ""))
        if write is None or not form.is_valid():
            raise BadRequest
        # As the log stood, without the entry that tells of this.
        latest = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        rows = form.narrowed(AuditEntry.objects.filter(pk__lte=latest))
        lines, content_type, ending = write
        note(
            Action.EXPORTED,
            what="audit log",
            format=ending,
            **({"filters": _told(form.asked)} if form.asked else {}),
        )
        name = f"audit-log-{timezone.now():%Y-%m-%d-%H%M}.{ending}"
        return StreamingHttpResponse(
            lines(rows),
            content_type=content_type,
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "private, no-store",
            },
        )

    def _admins(self):
        """Kinds of rows that have a form on the desk, by the name under which they stand on the log."""
        registry = self.admin_site._registry
        return {model._meta.label_lower: one for model, one in registry.items() if one is not self}

    def _kinds(self):
        kinds = ((name, capfirst(str(one.opts.verbose_name))) for name, one in self._admins().items())
        return sorted(kinds, key=lambda kind: kind[1])

    def _rows(self, request, entries):
        admins = self._admins()
        may_view = {name: one.has_view_or_change_permission(request) for name, one in admins.items()}
        for entry in entries:
            one = admins.get(entry.kind)
            is_there = entry.object_id and entry.action != Action.DELETED
            yield {
                "entry": entry,
                "kind": one.opts.verbose_name if one else entry.kind,
                "url": self._form_of(one, entry) if one and is_there and may_view[entry.kind] else "",
                "details": list(in_words(entry.details)),
            }

    def _form_of(self, model_admin, entry):
        name = f"{model_admin.opts.app_label}_{model_admin.opts.model_name}_change"
        return reverse(f"{self.admin_site.name}:{name}", args=[quote(entry.object_id)])
