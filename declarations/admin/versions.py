"""Files of documents on the secretariat's desk: added on their document, and each with a life of its own."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import formset_factory, modelform_factory
from django.http import FileResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from declarations.admin.uploads import (
    TOKEN,
    UPLOAD,
    NewVersionForm,
    NewVersionFormSet,
    guessed_language,
    stage_uploads,
    token_of,
)
from declarations.files.responses import SANDBOX
from declarations.files.storing import open_file, stage
from declarations.models import DocumentVersion
from publishing.admin import PUBLICATION, PublishableAdmin, RowInline, TranslationInline, in_every_language
from publishing.admin.revisions import revision_of

SHOWN_OF_TEXT = 4_000
PREFIX = "versions"


class NewVersionInline(RowInline):
    """Rows for what is being added; what is there already is listed above them."""

    model = DocumentVersion
    form = NewVersionForm
    formset = NewVersionFormSet
    extra = 1
    max_num = 30
    can_delete = False
    fields = [UPLOAD, "language", "authority", "note_en", "keep_back", TOKEN, "refusal"]
    verbose_name = gettext_lazy("file")
    verbose_name_plural = gettext_lazy("files to add")

    def get_queryset(self, request):
        return super().get_queryset(request).none()

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form = type("NewVersionForm", (formset.form,), {"user": request.user})
        return formset


class TakesFiles:
    """For the admin of documents: files come in with its form, or several at once on a page of their own."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and self._may_add_files(request):
            # Before the transaction of the form begins: looking into a file takes a while.
            stage_uploads(request, PREFIX)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _may_add_files(self, request):
        return self.has_change_permission(request) or self.has_add_permission(request)

    def own_pages(self):
        return [*super().own_pages(), ("files", "files", self.files_view)]

    def files_view(self, request, object_id):
        """Choose several files, look at what was guessed of each, and add them all."""
        document = self.record_for(request, object_id)
        if not self.has_change_permission(request, document):
            raise PermissionDenied
        rows = formset_factory(_row_form(request.user, document), extra=0, max_num=NewVersionInline.max_num)
        if "confirmed" in request.POST:
            formset = rows(request.POST, prefix=PREFIX)
            if formset.is_valid():
                return self._add_files(request, document, formset)
        else:
            formset = rows(prefix=PREFIX, initial=self._staged(request, document))
        context = {
            "title": _("Add several files: %(record)s") % {"record": document},
            "formset": formset,
            "media": self.media + formset.media,
        }
        return self._answer(request, "admin/declarations/document_files.html", document, context)

    def _staged(self, request, document):
        """One row for each file that was sent; what was refused is told, and hinders no other."""
        has_authentic = document.versions.filter(authority=DocumentVersion.Authority.AUTHENTIC).exists()
        found = []
        for upload in request.FILES.getlist(UPLOAD)[: NewVersionInline.max_num]:
            try:
                file = stage(upload, user=request.user)
            except ValidationError as error:
                self.message_user(request, f"{upload.name}: {' '.join(error.messages)}", messages.ERROR)
                continue
            found.append(
                {
                    TOKEN: token_of(file, upload.name, request.user),
                    "language": guessed_language(file, upload.name),
                    "authority": "" if has_authentic else DocumentVersion.Authority.AUTHENTIC,
                }
            )
        return found

    def _add_files(self, request, document, formset):
        with revision_of(request):
            versions = [form.save() for form in formset.forms]
        told = ngettext("%(count)s file was added.", "%(count)s files were added.", len(versions))
        self.message_user(request, told % {"count": len(versions)}, messages.SUCCESS)
        return HttpResponseRedirect(self.page_of(document))

    @admin.display(description=gettext_lazy("files"))
    def files(self, document):
        """What is there, each leading to its own page."""
        if document.pk is None:
            return _("Add the first ones below.")
        rows = document.versions.with_files().latest_first()
        return format_html(
            '<ul class="record-links">{}<li><a href="{}" class="addlink">{}</a></li></ul>',
            format_html_join(
                "", '<li><a href="{}">{}</a> <span class="quiet">{}</span></li>', map(_file_row, rows)
            ),
            self.page_of(document, "files"),
            _("Add several files at once"),
        )


def _file_row(version):
    label = f"{version.get_language_display()} · {version.get_format_display()} · {version.number}"
    told = [
        version.get_authority_display(),
        filesizeformat(version.file.size),
        DocumentVersion.State(version.state).label,
    ]
    if not version.file.has_text:
        told.append(_("scanned: no words of it can be found"))
    return (
        reverse("admin:declarations_documentversion_change", args=[version.pk]),
        label,
        " · ".join(map(str, told)),
    )


def _row_form(user, document):
    """The form of a file that is added to this document by this person."""

    fields = ["language", "authority", *in_every_language("note")]

    class RowForm(modelform_factory(DocumentVersion, form=NewVersionForm, fields=fields)):
        def __init__(self, *args, **kwargs):
            self.user = user
            super().__init__(*args, instance=DocumentVersion(document=document), **kwargs)

        def has_changed(self):
            return True

    return RowForm


@admin.register(DocumentVersion)
class DocumentVersionAdmin(PublishableAdmin):
    """One file: what it is stays as it was added; what is said of it, and its life, may change."""

    fieldsets = [
        (None, {"fields": ["document_link", "language", "format", "number", "authority"]}),
        (gettext_lazy("File"), {"fields": ["download", "original_name", "size", "pages", "sha256", "words"]}),
        (gettext_lazy("What is different"), {"fields": in_every_language("note")}),
        PUBLICATION,
    ]
    readonly_fields = [
        "document_link",
        "language",
        "format",
        "number",
        "download",
        "original_name",
        "size",
        "pages",
        "sha256",
        "words",
    ]
    main_text = "note"
    inlines = [TranslationInline]
    search_fields = ("slug", "original_name", "file__sha256")
    search_help_text = gettext_lazy("A part of the address, of the original name or of the SHA-256.")
    list_display = ["file_name", "language", "format", "number", "authority", "has_text", "state_column"]
    list_select_related = ["document", "file"]
    list_filter = ["language", "format", "authority", "file__has_text"]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).with_files()

    def has_add_permission(self, request):
        """They are added on their document."""
        return False

    def has_delete_permission(self, request, obj=None):
        """What was public once is withdrawn, never deleted."""
        was_public = obj is not None and obj.state in (
            DocumentVersion.State.PUBLISHED,
            DocumentVersion.State.WITHDRAWN,
        )
        return not was_public and super().has_delete_permission(request, obj)

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

    @admin.display(description=gettext_lazy("download"))
    def download(self, version):
        return format_html('<a href="{}">{}</a>', self.page_of(version, "file"), _("Download the file"))

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
        return Truncator(text).chars(SHOWN_OF_TEXT) or _("None: it is a scan.")
