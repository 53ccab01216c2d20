"""Files of documents on the secretariat's desk: each with a page and a life of its own."""

from django.contrib import admin
from django.http import FileResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from declarations.admin.adding import may_add_files
from declarations.files.responses import SANDBOX
from declarations.files.storing import open_file
from declarations.models import DocumentVersion
from declarations.readiness import FILES
from publishing.admin import PUBLICATION, PublishableAdmin, TranslationInline, in_every_language
from publishing.admin.bulk import BULK
from publishing.admin.filters import DeskFilter
from publishing.admin.keeping import AddedElsewhere
from publishing.languages import direction

SHOWN_OF_TEXT = 4_000
SCANS = "scans"
FACTS = ["original_name", "size", "pages", "sha256", "uploaded_at", "uploaded_by"]


class WordsFilter(DeskFilter):
    title = gettext_lazy("words")
    parameter_name = "words"

    def lookups(self, request, model_admin):
        return [(SCANS, _("scans, of which no words can be found"))]

    def narrowed(self, queryset, value):
        return queryset.scans()


@admin.register(DocumentVersion)
class DocumentVersionAdmin(AddedElsewhere, PublishableAdmin):
    """One file: what it is stays as it was added; what is said of it, and its life, may change."""

    fieldsets = [
        (None, {"fields": ["document_link", "language", "format", "number", "authority"]}),
        (gettext_lazy("File"), {"fields": ["download", *FACTS, "words"]}),
        (gettext_lazy("What is different"), {"fields": in_every_language("note")}),
        PUBLICATION,
    ]
    readonly_fields = [
        "document_link",
        "language",
        "format",
        "number",
        "download",
        *FACTS,
        "words",
    ]
    main_text = "note"
    readiness = FILES
    inlines = [TranslationInline]
    search_fields = ("slug", "original_name", "file__sha256")
    search_help_text = gettext_lazy("A part of the address, of the original name or of the SHA-256.")
    list_display = ["file_name", "which", "authority", "has_text", "state_column"]
    ordering = ["-pk"]
    list_select_related = ["document", "file"]
    list_filter = ["language", "format", "authority", WordsFilter]
    actions = [name for name in BULK if not name.startswith("confirm_")]
    own_tasks = [
        (
            gettext_lazy("Scans, of which no words can be found"),
            WordsFilter.parameter_name,
            SCANS,
            lambda _admin, rows: rows.scans(),
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_files()

    def may_add_there(self, request):
        return may_add_files(request)

    def own_pages(self):
        return [*super().own_pages(), ("file", "file", self.file_view)]

    def file_view(self, request, object_id):
        """The bytes, for staff, whatever the state. Never shown in the browser, never kept."""
        version = self.record_for(request, object_id)
        name = f"{version.document.slug}-{version.language}-{version.number}.{version.format}"
        response = FileResponse(open_file(version.file), as_attachment=True, filename=name)
        response.headers["Content-Type"] = version.media_type
        response.headers["Content-Security-Policy"] = SANDBOX
        patch_cache_control(response, private=True, no_store=True)
        return response

    @admin.display(description=gettext_lazy("document"))
    def document_link(self, version):
        address = reverse("admin:declarations_document_change", args=[version.document_id])
        return format_html('<a href="{}">{}</a>', address, version.document)

    @admin.display(description=gettext_lazy("file"))
    def file_name(self, version):
        return str(version.document)

    @admin.display(description=gettext_lazy("version"), ordering="language")
    def which(self, version):
        return _("%(language)s, %(format)s, version %(number)s") % {
            "language": version.get_language_display(),
            "format": version.get_format_display(),
            "number": version.number,
        }

    @admin.display(description=gettext_lazy("download"))
    def download(self, version):
        return format_html('<a href="{}">{}</a>', self.page_of(version, "file"), _("Download the file"))

    @admin.display(description=gettext_lazy("uploaded"))
    def uploaded_at(self, version):
        return date_format(localtime(version.file.uploaded_at), "DATETIME_FORMAT")

    @admin.display(description=gettext_lazy("size"))
    def size(self, version):
        return filesizeformat(version.file.size)

    @admin.display(description=gettext_lazy("pages"))
    def pages(self, version):
        return version.file.page_count or "–"

    @admin.display(description="SHA-256")
    def sha256(self, version):
        return format_html('<code dir="ltr">{}</code>', version.file.sha256)

    @admin.display(description=gettext_lazy("can be searched"), boolean=True)
    def has_text(self, version):
        return version.file.has_text

    @admin.display(description=gettext_lazy("text that was found in it"))
    def words(self, version):
        text = "\n\n".join(version.file.text_pages)
        if not text.strip():
            return _("None: it is a scan.")
        shown = Truncator(text).chars(SHOWN_OF_TEXT)
        return format_html(
            '<p class="desk-words" lang="{}" dir="{}" tabindex="0">{}</p>',
            version.language,
            direction(version.language),
            shown,
        )

    def what_visitors_read(self, record):
        """Of a file that replaces none, nothing is said in words."""
        return super().what_visitors_read(record) if record.note else []
