"""Files on their way to a document: looked into before the form's transaction begins, and kept for the form
while it is mended."""

import json

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.forms.widgets import Script
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from declarations.files.guessing import BY_NAME, language_of
from declarations.files.storing import stage
from declarations.models import DocumentVersion, StoredFile
from publishing.admin import in_every_language
from publishing.forms import DeskForm
from publishing.labelled import apart

SALT = "declarations.upload"
KEPT_FOR = 24 * 60 * 60
UPLOAD, TOKEN, REFUSAL, LEAVE_OUT = "upload", "token", "refusal", "leave_out"


def token_of(file, name, user):
    """What the form carries instead of the file."""
    return signing.dumps({"file": file.sha256, "name": name, "user": user.pk}, salt=SALT)


def upload_of(token, user):
    """The file and its original name; None if the token is not this person's, or too old."""
    try:
        told = signing.loads(token, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    if told["user"] != user.pk:
        return None
    file = StoredFile.objects.light().filter(sha256=told["file"]).first()
    return (file, told["name"]) if file else None


def stage_uploads(request, prefix):
    """Take in each file that was sent for a row of the form; the row is left with a token, or with the
    reason why the file was refused."""
    names = [name for name in request.FILES if name.startswith(f"{prefix}-") and name.endswith(f"-{UPLOAD}")]
    if not names:
        return
    data = request.POST.copy()
    for name in names:
        row = name.removesuffix(f"-{UPLOAD}")
        upload = request.FILES[name]
        try:
            file = stage(upload, user=request.user)
        except ValidationError as error:
            data[f"{row}-{TOKEN}"], data[f"{row}-{REFUSAL}"] = "", " ".join(error.messages)
        else:
            data[f"{row}-{TOKEN}"], data[f"{row}-{REFUSAL}"] = token_of(file, upload.name, request.user), ""
            if not data.get(f"{row}-language"):
                data[f"{row}-language"] = guessed_language(file, upload.name)
    data._mutable = False
    request.POST = data


def guessed_language(file, name):
    text = StoredFile.objects.values_list("text_pages", flat=True).get(pk=file.pk)
    return language_of(name, " ".join(text[:3]))


def described(file, name):
    """In one line, for whoever has chosen it."""
    parts = [f"“{apart(name)}”", filesizeformat(file.size)]
    if file.page_count:
        told = ngettext("%(count)s page", "%(count)s pages", file.page_count)
        parts.append(told % {"count": file.page_count})
    if not file.has_text:
        parts.append(_("scanned: no words of it can be found"))
    return " · ".join(parts)


def elsewhere(file, document):
    """The title of another document that has the same bytes, or nothing."""
    others = DocumentVersion.objects.filter(file=file).exclude(document=document.pk)
    other = others.select_related("document").order_by("pk").first()
    return str(other.document) if other else ""


class UploadInput(forms.FileInput):
    """Says which file is kept already, for a browser does not choose it again."""

    template_name = "admin/widgets/upload.html"
    told = ""
    leave_out = ""

    class Media:
        js = [Script("admin-desk/upload.js", type="module")]

    def __init__(self, attrs=None):
        known = {"accept": ".pdf,.docx,.odt,.txt", "data-languages": json.dumps(BY_NAME, ensure_ascii=False)}
        super().__init__({**known, **(attrs or {})})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"told": self.told, "leave_out": self.leave_out}
        return context

    def _render(self, template_name, context, renderer=None):
        # The project's templates, not those of the form renderer.
        return render_to_string(template_name, context)


class NewVersionForm(DeskForm):
    """A file that is being added. What is there already is never changed here."""

    upload = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        # Told with the other reasons why a file is refused.
        allow_empty_file=True,
        help_text=gettext_lazy("PDF, Word (.docx), OpenDocument (.odt) or plain text."),
        widget=UploadInput,
    )
    token = forms.CharField(required=False, widget=forms.HiddenInput)
    refusal = forms.CharField(required=False, widget=forms.HiddenInput)
    keep_back = forms.BooleanField(
        label=gettext_lazy("Keep back as a draft"),
        required=False,
        help_text=gettext_lazy("Visitors see it only once it is published from its own page."),
    )

    # Set by the admin for each request.
    user = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("language", "authority"):
            self.fields[name].required = False
        token = self._sent(TOKEN) if self.is_bound else self.initial.get(TOKEN)
        self.found = upload_of(token, self.user) if token else None
        self.described = described(*self.found) if self.found else ""
        widget = self.fields[UPLOAD].widget
        if self.found:
            told = _("Uploaded: %(file)s. Choose another only to take its place.")
            widget.told = told % {"file": self.described}
        if self.found or self._sent(REFUSAL):
            widget.leave_out = self.add_prefix(LEAVE_OUT)

    def has_changed(self):
        """A row is meant once anything was chosen in it, or tried; until it is left out."""
        meant = (TOKEN, REFUSAL, "language", "authority", *in_every_language("note"))
        return not self._sent(LEAVE_OUT) and any(map(self._sent, meant))

    def _sent(self, name):
        return self.data.get(self.add_prefix(name), "") if self.is_bound else ""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get(REFUSAL):
            self.add_error(UPLOAD, cleaned[REFUSAL])
        elif self._sent(TOKEN) and self.found is None:
            self.add_error(UPLOAD, _("Choose the file again: it is not kept any longer."))
        elif self.found is None:
            self.add_error(UPLOAD, _("Choose the file."))
        for name in ("language", "authority"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Choose one."))
        self._refuse_twin(cleaned.get("language"))
        return cleaned

    def _refuse_twin(self, language):
        if not (self.found and language and self.instance.document_id):
            return
        file, _name = self.found
        twin = DocumentVersion.objects.filter(
            document=self.instance.document_id, language=language, file=file
        ).first()
        if twin is not None:
            told = _("This very file is there already: it is version %(number)s in this language.")
            self.add_error(UPLOAD, told % {"number": twin.number})

    def _post_clean(self):
        if self.found:
            self.instance.file, self.instance.original_name = self.found
            self.instance.original_name = self.instance.original_name[-255:]
        super()._post_clean()


class RefusesTwins:
    """For formsets of new files."""

    def clean(self):
        super().clean()
        seen = set()
        for form in self.forms:
            if not form.has_changed() or not form.found:
                continue
            row = form.found[0].pk, form.cleaned_data.get("language")
            if row in seen:
                form.add_error(UPLOAD, _("This very file stands here twice in the same language."))
            seen.add(row)


class NewVersionFormSet(RefusesTwins, BaseInlineFormSet):
    pass


class SeveralFormSet(RefusesTwins, forms.BaseFormSet):
    pass
