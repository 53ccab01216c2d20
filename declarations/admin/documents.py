"""Documents on the secretariat's desk."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from declarations.admin.adding import NewVersionInline, TakesFiles
from declarations.admin.proposing import HasProvisions
from declarations.models import Document, Relation
from declarations.readiness import DOCUMENTS
from declarations.views import DocumentDetailView
from publishing.admin import (
    PUBLICATION,
    SOURCES,
    PublishableAdmin,
    RowInline,
    TranslationInline,
    YearFilter,
    in_every_language,
)
from publishing.admin.alike import WarnsOfAlike
from publishing.admin.filters import DeskFilter
from publishing.languages import columns_of
from search.alike import alike_by_title

WITHOUT = "without"


class RelationInline(RowInline):
    model = Relation
    fk_name = "document"
    fields = ["kind", "other"]
    autocomplete_fields = ["other"]


class FilesFilter(DeskFilter):
    title = gettext_lazy("files")
    parameter_name = "files"

    def lookups(self, request, model_admin):
        return [(WITHOUT, _("without any file"))]

    def narrowed(self, queryset, value):
        return queryset.without_files()


@admin.register(Document)
class DocumentAdmin(WarnsOfAlike, HasProvisions, TakesFiles, PublishableAdmin):
    detail_view = DocumentDetailView
    readiness = DOCUMENTS
    fieldsets = [
        (
            gettext_lazy("What"),
            {"fields": [*in_every_language("title"), "slug", "type", "nature", *in_every_language("issuer")]},
        ),
        (gettext_lazy("When"), {"fields": ["date", "adopting_event", "adopted", "related_events"]}),
        (gettext_lazy("Files"), {"fields": ["files"]}),
        (
            gettext_lazy("What it is about"),
            {"fields": [*in_every_language("summary"), "themes", *in_every_language("provisions_note")]},
        ),
        (gettext_lazy("What was seen of it"), {"fields": ["availability", "languages_seen"]}),
        SOURCES,
        PUBLICATION,
    ]
    change_form_template = "admin/declarations/document_form.html"
    inlines = [NewVersionInline, RelationInline, TranslationInline]
    readonly_fields = ["files"]
    prepopulated_fields = {"slug": ["title_en"]}
    autocomplete_fields = ["adopting_event", "related_events", "themes"]
    list_display = ["title", "type", "date_shown", "event", "state_column", "missing_languages"]
    list_select_related = ["adopting_event"]
    list_filter = ["type", "nature", YearFilter, "availability", FilesFilter]
    alike_columns = columns_of("title")
    own_tasks = [
        (
            gettext_lazy("Without any file"),
            FilesFilter.parameter_name,
            WITHOUT,
            lambda _admin, rows: rows.without_files(),
        ),
    ]

    def find_alike(self, record):
        return alike_by_title(self.others_than(record), record, self.alike_columns)

    def get_changeform_initial_data(self, request):
        """Whoever enters a document here has it at hand."""
        seen = {"availability": Document.Availability.TEXT_SEEN}
        return seen | super().get_changeform_initial_data(request)

    @admin.display(description=gettext_lazy("date"), ordering="sort_key")
    def date_shown(self, document):
        return str(document.shown_date or _("date not known"))

    @admin.display(description=gettext_lazy("adopted at"))
    def event(self, document):
        return document.adopting_event or "–"
