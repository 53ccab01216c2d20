"""Commitments and their progress on the secretariat's desk."""

from dataclasses import replace
from datetime import timedelta

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from declarations.models import Commitment, ProgressEntry, Provision
from declarations.readiness import COMMITMENTS, ENTRIES
from declarations.views.commitments import CommitmentDetailView, ProgressEntryPreview
from publishing import actions
from publishing.admin import (
    PUBLICATION,
    SOURCES,
    PartInline,
    PublishableAdmin,
    TranslationInline,
    in_every_language,
)
from publishing.admin.choosing import SearchBox
from publishing.admin.filters import DeskFilter
from publishing.admin.lists import ROWS_ON_A_PAGE, BoundedPaginator, CarefulList
from publishing.forms import DeskForm, RecordForm
from publishing.languages import text_in

WORDS_TOLD = 20
QUIET_DAYS = 365
ENTRIES_TOLD = 50

OVERDUE, QUIET = "overdue", "quiet"


# Which paragraph


def name_in_full(provision):
    """Document, number and first words: what tells one paragraph of hundreds from another."""
    words = Truncator(text_in(provision, "text").value).words(WORDS_TOLD)
    return " · ".join(filter(None, [str(provision.document), str(provision), words]))


class ProvisionField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return name_in_full(obj)


class ProvisionBox(SearchBox):
    url_name = "%s:declarations_provision_choose"


class ProvisionChoicesView(AutocompleteJsonView):
    def serialize_result(self, obj, to_field_name):
        return {**super().serialize_result(obj, to_field_name), "text": name_in_full(obj)}


@admin.register(Provision)
class ProvisionChoices(CarefulList, admin.ModelAdmin):
    """Only to be chosen from and looked at: provisions are written with their document."""

    list_display = ["document", "eid", "number", "heading"]
    list_select_related = ["document"]
    list_per_page = ROWS_ON_A_PAGE
    paginator = BoundedPaginator
    show_full_result_count = False
    search_fields = ["eid"]
    search_help_text = gettext_lazy("Words of the document’s title or of the paragraph, or its number.")

    def get_urls(self):
        view = ProvisionChoicesView.as_view(admin_site=self.admin_site)
        own = path("choose/", self.admin_site.admin_view(view), name="declarations_provision_choose")
        return [own, *super().get_urls()]

    def get_queryset(self, request):
        return super().get_queryset(request).for_choosing()

    def get_search_results(self, request, queryset, search_term):
        if "\0" in search_term:
            return super().get_search_results(request, queryset, search_term)
        return queryset.search(search_term), False

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj is not None and obj.document.is_public else None

    def has_module_permission(self, request):
        return False

    def has_view_permission(self, request, obj=None):
        names = ("add_commitment", "change_commitment", "view_commitment")
        return any(request.user.has_perm(f"declarations.{name}") for name in names)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


# What followed


class DatedForm:
    """Without the advice that an empty date is not known: a step has one, if only a year."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Who may only look has no such field.
        if "date" in self.fields:
            self.fields["date"].help_text = _(
                "As exactly as it is known: 2018, 2018-05 or 2018-05-08. Fill “to” only for several days, "
                "months or years."
            )


class EntryForm(DatedForm, RecordForm):
    pass


class NewEntryForm(DatedForm, DeskForm):
    keep_back = forms.BooleanField(
        required=False,
        label=gettext_lazy("Keep back as a draft"),
        help_text=gettext_lazy("Visitors see it only once it is published from its own page."),
    )


class NewEntryInline(PartInline):
    """Writes new entries only. Those that are there have a page, a history and a life of their own, so
    two editors of a commitment never meet over them."""

    model = ProgressEntry
    form = NewEntryForm
    fields = ["date", "status", *in_every_language("text"), "event", "document", "sources", "keep_back"]
    autocomplete_fields = ["event", "document"]
    verbose_name = gettext_lazy("new step")
    verbose_name_plural = gettext_lazy("new steps: seen by visitors when you save, unless kept back")

    def get_queryset(self, request):
        return super().get_queryset(request).none()

    def has_view_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)

    def has_add_permission(self, request, obj=None):
        return request.user.has_perm("declarations.add_progressentry")

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class StatusFilter(DeskFilter):
    title = gettext_lazy("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return Commitment.Status.choices

    def narrowed(self, queryset, value):
        return queryset.in_status(value)


class AttentionFilter(DeskFilter):
    title = gettext_lazy("to be looked after")
    parameter_name = "attention"

    def lookups(self, request, model_admin):
        return [(OVERDUE, _("overdue")), (QUIET, _("without progress for a year"))]

    def narrowed(self, queryset, value):
        return needing_attention(queryset, value)


def needing_attention(rows, what):
    if what == OVERDUE:
        return rows.published().overdue()
    return rows.published().without_progress_since(timezone.localdate() - timedelta(days=QUIET_DAYS))


@admin.register(Commitment)
class CommitmentAdmin(PublishableAdmin):
    detail_view = CommitmentDetailView
    readiness = COMMITMENTS
    fieldsets = [
        (gettext_lazy("What"), {"fields": ["provision", *in_every_language("title"), "slug"]}),
        (gettext_lazy("By whom and until when"), {"fields": ["actors", "due", "theme"]}),
        (gettext_lazy("In more words"), {"fields": in_every_language("description")}),
        (gettext_lazy("What followed"), {"fields": ["status_shown", "entries_shown"]}),
        SOURCES,
        PUBLICATION,
    ]
    inlines = [NewEntryInline, TranslationInline]
    readonly_fields = ["status_shown", "entries_shown"]
    prepopulated_fields = {"slug": ["title_en"]}
    autocomplete_fields = ["provision", "actors", "theme"]
    list_display = [
        "title",
        "document_shown",
        "status_shown",
        "due_shown",
        "state_column",
        "missing_languages",
    ]
    list_select_related = ["provision__document"]
    list_filter = [StatusFilter, AttentionFilter]
    own_tasks = [
        (
            gettext_lazy("Past the day they were due"),
            AttentionFilter.parameter_name,
            OVERDUE,
            lambda _admin, rows: needing_attention(rows, OVERDUE),
        ),
        (
            gettext_lazy("Without progress for a year"),
            AttentionFilter.parameter_name,
            QUIET,
            lambda _admin, rows: needing_attention(rows, QUIET),
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_status()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "provision":
            kwargs.update(form_class=ProvisionField, queryset=Provision.objects.for_choosing())
            return db_field.formfield(widget=ProvisionBox(db_field, self.admin_site), **kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        if formset.model is ProgressEntry:
            kept_back = {row.instance.pk for row in formset.forms if row.cleaned_data.get("keep_back")}
            for entry in formset.new_objects:
                if entry.pk not in kept_back:
                    actions.let_out(record=entry, by=request.user)

    @admin.display(description=gettext_lazy("document"), ordering="sort_key")
    def document_shown(self, commitment):
        return commitment.document

    @admin.display(description=gettext_lazy("status"))
    def status_shown(self, commitment):
        """As visitors read it."""
        return capfirst(commitment.status_label) if commitment.pk else "–"

    @admin.display(description=gettext_lazy("due"), ordering="due_latest")
    def due_shown(self, commitment):
        if commitment.is_overdue:
            return _("%(date)s: overdue") % {"date": commitment.due}
        return str(commitment.due or "–")

    @admin.display(description=gettext_lazy("steps so far"))
    def entries_shown(self, commitment):
        entries = commitment.entries.latest_first()[:ENTRIES_TOLD] if commitment.pk else []
        rows = [(entry, ProgressEntry.State(entry.state).label) for entry in entries]
        return render_to_string("admin/includes/progress_entries.html", {"rows": rows})


@admin.register(ProgressEntry)
class ProgressEntryAdmin(PublishableAdmin):
    form = EntryForm
    detail_view = ProgressEntryPreview
    readiness = ENTRIES
    main_text = "text"
    fieldsets = [
        (
            gettext_lazy("What"),
            {"fields": ["commitment", "date", "status", *in_every_language("text")]},
        ),
        (gettext_lazy("What shows it"), {"fields": ["event", "document"]}),
        SOURCES,
        PUBLICATION,
    ]
    inlines = [TranslationInline]
    autocomplete_fields = ["commitment", "event", "document"]
    search_fields = ("slug", *(f"commitment__{name}" for name in in_every_language("title")))
    search_help_text = gettext_lazy("Words of the commitment’s title in any language, or of the address.")
    list_display = ["commitment", "date_shown", "status_set", "state_column", "missing_languages"]
    list_select_related = ["commitment"]
    list_filter = ["status"]

    @admin.display(description=gettext_lazy("date"), ordering="sort_key")
    def date_shown(self, entry):
        return str(entry.date)

    @admin.display(description=pgettext_lazy("of a progress entry", "status it sets"))
    def status_set(self, entry):
        return capfirst(entry.get_status_display()) or "–"

    def what_visitors_read(self, record):
        return [
            {**row, "text": replace(row["text"], value=strip_tags(row["text"].value))}
            for row in super().what_visitors_read(record)
        ]
