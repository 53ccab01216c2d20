"""How files come to a document: with its form, or several at once on a page of their own."""

from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.forms import formset_factory, modelform_factory
from django.http import HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from declarations.actions import add_version
from declarations.admin.uploads import (
    REFUSAL,
    TOKEN,
    UPLOAD,
    NewVersionForm,
    NewVersionFormSet,
    SeveralFormSet,
    described,
    elsewhere,
    guessed_language,
    stage_uploads,
    token_of,
    upload_of,
)
from declarations.files.storing import stage
from declarations.models import DocumentVersion
from publishing.admin import PartInline, in_every_language
from publishing.admin.base import AT_THE_SAME_MOMENT
from publishing.admin.revisions import revision_of
from publishing.admin.sent import rows_of, write_rows
from publishing.labelled import apart, labelled

PREFIX = "versions"
FILES_LISTED = 200


class NewVersionInline(PartInline):
    """Rows for what is being added; what is there already is listed above them."""

    model = DocumentVersion
    form = NewVersionForm
    formset = NewVersionFormSet
    follows = gettext_lazy("Files")
    extra = 1
    max_num = 30
    can_delete = False
    fields = [
        UPLOAD,
        ("language", "authority", "keep_back"),
        tuple(in_every_language("note")),
        TOKEN,
        REFUSAL,
    ]
    verbose_name = gettext_lazy("file")
    verbose_name_plural = gettext_lazy("files to add")

    def get_queryset(self, request):
        return super().get_queryset(request).none()

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form = type("NewVersionForm", (formset.form,), {"user": request.user})
        return formset

    def has_view_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)

    def has_add_permission(self, request, obj=None):
        return may_add_files(request) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def may_add_files(request):
    return request.user.has_perm("declarations.add_documentversion")


class TakesFiles:
    """For the admin of documents."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        may_save = self.has_change_permission(request) or self.has_add_permission(request)
        if request.method == "POST" and may_save and may_add_files(request):
            # Before the transaction of the form begins: looking into a file takes a while.
            stage_uploads(request, PREFIX)
        extra_context = {**(extra_context or {}), "may_add_files": may_save and may_add_files(request)}
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_formset(self, request, form, formset, change):
        if formset.model is not DocumentVersion:
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)
        self._add(request, [row for row in formset.extra_forms if row.has_changed()])
        formset.save_m2m()

    def _add(self, request, forms):
        for form in forms:
            version = form.instance
            add_version(version=version, by=request.user, is_kept_back=form.cleaned_data["keep_back"])
            for told in _worth_knowing(version):
                transaction.on_commit(partial(self.message_user, request, told, messages.INFO))

    def leave_out_files(self, request, posted):
        had_files = any(row.get(TOKEN, [""]) != [""] for row in rows_of(posted, PREFIX))
        write_rows(posted, PREFIX, [], [])
        return super().leave_out_files(request, posted) or had_files

    def own_pages(self):
        return [
            *super().own_pages(),
            ("files", "files", self.files_view),
            ("send-file", "send_file", require_POST(self.send_file_view)),
        ]

    def _document_for(self, request, object_id):
        document = self.record_for(request, object_id)
        if not (self.has_change_permission(request, document) and may_add_files(request)):
            raise PermissionDenied
        return document

    def files_view(self, request, object_id):
        """Choose several files, look at what was guessed of each, and add them all."""
        document = self._document_for(request, object_id)
        formset_class = _several(request.user, document)
        if "confirmed" in request.POST:
            formset = formset_class(request.POST, prefix=PREFIX)
            if formset.is_valid() and self._add_several(request, document, formset):
                return HttpResponseRedirect(self.page_of(document))
        else:
            chosen = [*self._sent_before(request), *self._sent_now(request)]
            rows = [_guess(document, *one, request.user) for one in chosen[: NewVersionInline.max_num]]
            formset = formset_class(prefix=PREFIX, initial=rows)
        context = {
            "title": _("Add several files: %(record)s") % {"record": document},
            "formset": formset,
            "most": NewVersionInline.max_num,
        }
        return self._answer(request, "admin/declarations/document_files.html", document, context)

    def send_file_view(self, request, object_id):
        """One of several files, sent by a script that shows how far it is."""
        self._document_for(request, object_id)
        upload = request.FILES.get(UPLOAD)
        if upload is None:
            return JsonResponse({"refused": _("Choose the file.")})
        try:
            file = stage(upload, user=request.user)
        except ValidationError as error:
            return JsonResponse({"refused": " ".join(error.messages)})
        token = token_of(file, upload.name, request.user)
        return JsonResponse({"token": token, "told": described(file, upload.name)})

    def _sent_before(self, request):
        return filter(None, (upload_of(token, request.user) for token in request.POST.getlist(TOKEN)))

    def _sent_now(self, request):
        """What was refused is told, and hinders no other."""
        for upload in request.FILES.getlist(UPLOAD)[: NewVersionInline.max_num]:
            try:
                yield stage(upload, user=request.user), upload.name
            except ValidationError as error:
                told = labelled(apart(upload.name), " ".join(error.messages))
                self.message_user(request, told, messages.ERROR)

    def _add_several(self, request, document, formset):
        rows = [form for form in formset.forms if form.has_changed()]
        try:
            with revision_of(request):
                self._add(request, rows)
                added = [
                    {"added": {"name": str(row.instance._meta.verbose_name), "object": str(row.instance)}}
                    for row in rows
                ]
                self.log_change(request, document, added)
        except IntegrityError:
            self.message_user(request, AT_THE_SAME_MOMENT, messages.ERROR)
            return False
        told = ngettext("%(count)s file was added.", "%(count)s files were added.", len(rows))
        self.message_user(request, told % {"count": len(rows)}, messages.SUCCESS)
        return True

    @admin.display(description=gettext_lazy("files"))
    def files(self, document):
        """What is there, each leading to its own page."""
        rows = document.versions.with_files().latest_first()[:FILES_LISTED] if document.pk else []
        listed = [(version, DocumentVersion.State(version.state).label) for version in rows]
        return render_to_string("admin/declarations/files.html", {"rows": listed})


def _worth_knowing(version):
    if version.number > 1:
        told = _("“%(file)s” is version %(number)s in %(language)s. Earlier ones keep their addresses.")
        yield told % {
            "file": version.original_name,
            "number": version.number,
            "language": version.get_language_display(),
        }
    other = elsewhere(version.file, version.document)
    if other:
        told = _("The very same file as “%(file)s” is also at “%(other)s”.")
        yield told % {"file": version.original_name, "other": other}


def _guess(document, file, name, user):
    """What a new row begins with. Staff look at it before anything is saved."""
    language = guessed_language(file, name)
    there = document.versions.order_by("-pk")
    replaced = there.filter(language=language).first()
    if replaced is not None:
        authority = replaced.authority
    elif there.filter(authority=DocumentVersion.Authority.AUTHENTIC).exists():
        authority = ""
    else:
        authority = DocumentVersion.Authority.AUTHENTIC
    return {TOKEN: token_of(file, name, user), "language": language, "authority": authority}


def _several(user, document):
    """Rows for files that are added to this document by this person."""
    # Format → language → the number a new one gets.
    numbers = {}
    for version in document.versions.order_by("number"):
        numbers.setdefault(version.format, {})[version.get_language_display()] = version.number + 1
    notes = in_every_language("note")
    base = modelform_factory(
        DocumentVersion,
        form=NewVersionForm,
        fields=["language", "authority", *notes],
        widgets=dict.fromkeys(notes, AdminTextInputWidget),
    )

    class SeveralForm(base):
        def __init__(self, *args, **kwargs):
            self.user = user
            super().__init__(*args, instance=DocumentVersion(document=document), **kwargs)
            # A row that is left out needs nothing.
            self.empty_permitted = True
            self.notes = [self[name] for name in notes]
            if self.found:
                self.there = numbers.get(self.found[0].format, {})
                self.elsewhere = elsewhere(self.found[0], document)

    return formset_factory(
        SeveralForm, formset=SeveralFormSet, extra=0, max_num=NewVersionInline.max_num, absolute_max=100
    )
