"""Files on their way to a document: looked into before the form's transaction begins, and kept for the form
while it is mended."""

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from declarations.files.guessing import language_of
from declarations.files.storing import stage
from declarations.models import DocumentVersion, StoredFile
from publishing.forms import DeskForm

SALT = "declarations.upload"
KEPT_FOR = 24 * 60 * 60
UPLOAD, TOKEN, REFUSAL = "upload", "token", "refusal"


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
    parts = [f"“{name}”", filesizeformat(file.size)]
    if file.page_count:
        told = ngettext("%(count)s page", "%(count)s pages", file.page_count)
        parts.append(told % {"count": file.page_count})
    if not file.has_text:
        parts.append(_("scanned: no words of it can be found"))
    return " · ".join(parts)


class UploadInput(forms.FileInput):
    """Says which file is kept already, for a browser does not choose it again."""

    template_name = "admin/widgets/upload.html"
    uploaded = ""

    def __init__(self, attrs=None):
        super().__init__({"accept": ".pdf,.docx,.odt,.txt", **(attrs or {})})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["uploaded"] = self.uploaded
        return context

    def _render(self, template_name, context, renderer=None):
        # The project's templates, not those of the form renderer.
        return render_to_string(template_name, context)


class NewVersionForm(DeskForm):
    """A file that is being added. What is there already is never changed here."""

    upload = forms.FileField(
        label=gettext_lazy("file"),
        required=False,
        help_text=gettext_lazy("PDF, Word (.docx), OpenDocument (.odt) or plain text."),
        widget=UploadInput,
    )
    token = forms.CharField(required=False, widget=forms.HiddenInput)
    refusal = forms.CharField(required=False, widget=forms.HiddenInput)
    keep_back = forms.BooleanField(
        label=gettext_lazy("keep back as a draft"),
        required=False,
        help_text=gettext_lazy("Otherwise visitors see it as soon as they see the document."),
    )

    # Set by the admin for each request.
    user = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("language", "authority"):
            self.fields[name].required = False
        self.found = None
        token = self.data.get(self.add_prefix(TOKEN)) if self.is_bound else self.initial.get(TOKEN)
        if token:
            self.found = upload_of(token, self.user)
        self.described = described(*self.found) if self.found else ""
        if self.found:
            told = _("Uploaded: %(file)s. Choose another only to take its place.")
            self.fields[UPLOAD].widget.uploaded = told % {"file": self.described}

    def has_changed(self):
        """A row is meant once a file was chosen, or tried."""
        return bool(self.is_bound and (self._sent(TOKEN) or self._sent(REFUSAL) or self._sent("note_en")))

    def _sent(self, name):
        return self.data.get(self.add_prefix(name), "")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get(REFUSAL):
            self.add_error(UPLOAD, cleaned[REFUSAL])
        elif self.found is None:
            self.add_error(UPLOAD, _("Choose the file again: it is not kept any longer."))
        for name in ("language", "authority"):
            if not cleaned.get(name):
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

    def save(self, commit=True):
        if not self.cleaned_data.get("keep_back"):
            self.instance.published_at = timezone.now()
        self.instance.uploaded_by = self.user
        return super().save(commit)


class NewVersionFormSet(BaseInlineFormSet):
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
