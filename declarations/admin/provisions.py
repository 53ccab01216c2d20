"""Provisions of a document on the secretariat's desk: a screen of their own, and proposals from a text."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import formset_factory
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from declarations.filling import Words, fill_provisions
from declarations.models import Document, DocumentVersion, Provision
from declarations.splitting import MOST_PROPOSED, split
from declarations.views import DocumentDetailView
from publishing.admin import PartInline, PublishableAdmin, in_every_language
from publishing.admin.revisions import revision_of
from publishing.languages import direction, name_of_language

EMPTY_ROWS = 2
PREFIX = "rows"
# A text this much shorter or longer than the English one may have been cut wrongly.
SHORTEST, LONGEST = 0.5, 2
# Below so many letters a difference tells nothing.
TELLING = 80
CODES = [code for code, _name in Document.Language.choices]


class ProvisionInline(PartInline):
    model = Provision
    template = "admin/declarations/provision_rows.html"
    fields = [
        "position",
        "kind",
        "eid",
        "number",
        *in_every_language("heading", "text"),
        "standing",
        "sources",
    ]
    extra = EMPTY_ROWS
    max_num = MOST_PROPOSED

    def get_queryset(self, request):
        return super().get_queryset(request).in_order()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name.startswith(("text", "sources")):
            field.widget.attrs["rows"] = 4
        return field


class ProvisionsAdmin(PublishableAdmin):
    """The form of a document with nothing but its provisions, so that history, revisions and two editors at
    once are as on the form of the whole."""

    detail_view = DocumentDetailView
    fieldsets = [(None, {"fields": []})]
    inlines = [ProvisionInline]
    change_form_template = "admin/declarations/provisions.html"

    def get_readonly_fields(self, request, obj=None):
        return []

    def steps_for(self, request, record):
        return []

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def response_change(self, request, obj):
        self.message_user(request, _("The provisions are saved."), messages.SUCCESS)
        return HttpResponseRedirect(self.page_of(obj, "provisions"))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        document = self.record_for(request, object_id)
        title = _("Provisions: %(record)s") % {"record": document}
        context = {**(extra_context or {}), "title": title, "record_url": self.page_of(document)}
        return super().changeform_view(request, object_id, form_url, context)


class HasProvisions:
    """For the admin of documents."""

    def own_pages(self):
        return [
            *super().own_pages(),
            ("provisions", "provisions", self.provisions_view),
            ("propose-provisions", "propose_provisions", self.propose_view),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["provision_count"] = obj.provisions.count() if obj else 0
        return super().render_change_form(request, context, add, change, form_url, obj)

    def provisions_view(self, request, object_id):
        return ProvisionsAdmin(self.model, self.admin_site).changeform_view(request, object_id)

    def propose_view(self, request, object_id):
        """Choose a text, look at what was read from it, and take it over. Until then nothing is kept: the
        proposal travels with the form."""
        document = self.record_for(request, object_id)
        if not self.has_change_permission(request, document):
            raise PermissionDenied
        is_sent = request.method == "POST"
        choosing = TextForm(request.POST if is_sent else None, document=document)
        context = {"title": _("Propose provisions: %(record)s") % {"record": document}, "form": choosing}
        if "confirmed" in request.POST:
            about = AboutForm(request.POST)
            formset = rows_for(document, request.POST.get("language"))(request.POST, prefix=PREFIX)
            if about.is_valid() and formset.is_valid():
                return self._take_over(request, document, about.cleaned_data, formset)
            context |= {"formset": formset, "about": about}
        elif is_sent and choosing.is_valid():
            context |= proposal(document, choosing)
        return self._answer(request, "admin/declarations/provisions_propose.html", document, context)

    def _take_over(self, request, document, about, formset):
        rows = [form.words for form in formset.forms if form.is_to_be_taken]
        with revision_of(request):
            made, filled = fill_provisions(document=document, rows=rows, **about)
        made_told = ngettext("%(count)s provision was made", "%(count)s provisions were made", made)
        filled_told = ngettext("%(count)s was filled", "%(count)s were filled", filled)
        told = f"{made_told % {'count': made}}; {filled_told % {'count': filled}}."
        self.message_user(request, told, messages.SUCCESS)
        return HttpResponseRedirect(self.page_of(document, "provisions"))


class AboutForm(forms.Form):
    """What the text is."""

    language = forms.ChoiceField(choices=Document.Language, label=gettext_lazy("Language"))
    authority = forms.ChoiceField(choices=DocumentVersion.Authority, label=gettext_lazy("Authority"))


class TextForm(forms.Form):
    version = forms.ModelChoiceField(
        DocumentVersion.objects.none(),
        required=False,
        label=gettext_lazy("File of the document"),
        help_text=gettext_lazy("Only files in which text was found."),
    )
    text = forms.CharField(
        required=False,
        label=gettext_lazy("Or paste a text"),
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )
    language = forms.ChoiceField(
        required=False,
        choices=[("", "---------"), *Document.Language.choices],
        label=gettext_lazy("Language of the pasted text"),
    )
    authority = forms.ChoiceField(
        required=False,
        choices=[("", "---------"), *DocumentVersion.Authority.choices],
        label=gettext_lazy("Authority of the pasted text"),
    )

    def __init__(self, *args, document, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = document.versions.filter(file__has_text=True).with_files()

    def clean(self):
        cleaned = super().clean()
        version = cleaned.get("version")
        if version is None and "version" not in self.errors:
            if not cleaned.get("text"):
                raise ValidationError(_("Choose a file or paste a text."))
            for name in ("language", "authority"):
                if not cleaned.get(name):
                    self.add_error(name, _("Choose one."))
        return cleaned

    @property
    def pages(self):
        version = self.cleaned_data["version"]
        return version.file.text_pages if version else [self.cleaned_data["text"]]

    @property
    def about(self):
        told = self.cleaned_data["version"]
        if told:
            return {"language": told.language, "authority": told.authority}
        return {name: self.cleaned_data[name] for name in ("language", "authority")}


class ProposedForm(forms.Form):
    """One provision that was read; what is there already under its identifier stands beside it."""

    known: dict = {}
    language = "en"

    include = forms.BooleanField(required=False, label=gettext_lazy("Take it over"))
    overwrite = forms.BooleanField(required=False, label=gettext_lazy("Write over what is there"))
    kind = forms.ChoiceField(choices=Provision.Kind, label=gettext_lazy("Kind"))
    eid = forms.CharField(
        max_length=60,
        label=gettext_lazy("Identifier"),
        validators=Provision._meta.get_field("eid").validators,
    )
    number = forms.CharField(required=False, max_length=20, label=gettext_lazy("Number"))
    heading = forms.CharField(required=False, max_length=300, label=gettext_lazy("Heading"))
    text = forms.CharField(
        required=False, label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 4})
    )
    # Numbers the sequence lacks before it, told again when the form comes back.
    missing = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("heading", "text"):
            self.fields[name].widget.attrs |= {"lang": self.language, "dir": direction(self.language)}
        for name in ("eid", "number"):
            self.fields[name].widget.attrs |= {"dir": "ltr", "size": 16}
        self.fields["heading"].widget.attrs["size"] = 60

    def has_changed(self):
        """Every row is sent to be taken over, also one that is as it was proposed."""
        return True

    @property
    def existing(self):
        return self.known.get(self["eid"].value() or "")

    @property
    def there(self):
        """The words that stand there in this language."""
        row = self.existing
        names = (f"heading_{self.language}", f"text_{self.language}")
        return "\n".join(filter(None, (getattr(row, name) for name in names))) if row else ""

    @property
    def is_to_be_taken(self):
        if not self.cleaned_data["include"]:
            return False
        return self.cleaned_data["overwrite"] or not self.there

    @property
    def words(self):
        return Words(
            **{name: self.cleaned_data[name] for name in ("kind", "eid", "number", "heading", "text")}
        )

    @property
    def level(self):
        kinds = Provision.Kind.values
        return kinds.index(self["kind"].value()) + 1 if self["kind"].value() in kinds else 1

    @property
    def notes(self):
        """What somebody should look at."""
        told = []
        if self["missing"].value():
            told.append(_("Missing before it: %(numbers)s.") % {"numbers": self["missing"].value()})
        row, language = self.existing, name_of_language(self.language)
        others = {one.standing for one in self.known.values()}
        if row is None and Provision.Standing.TEXT in others:
            told.append(_("New: no provision of this document has this identifier yet."))
        if row is not None and row.is_paraphrase:
            told.append(
                _("A paraphrase so far. If it is taken over, its paraphrases in all languages are removed.")
            )
        elif row is not None and self.language != "en":
            told += self._compared(len(row.text_en or ""), len(self["text"].value() or ""), language)
        return told

    def _compared(self, english, own, language):
        if english > TELLING and own < english * SHORTEST:
            return [
                _("Much shorter than the English text: %(own)s letters instead of %(english)s.")
                % {"own": own, "english": english}
            ]
        if own > TELLING and own > english * LONGEST:
            return [
                _("Much longer than the English text: %(own)s letters instead of %(english)s.")
                % {"own": own, "english": english}
            ]
        return []


class ProposedFormSet(forms.BaseFormSet):
    def clean(self):
        super().clean()
        seen = set()
        for form in self.forms:
            eid = form.cleaned_data.get("eid")
            if not form.cleaned_data.get("include"):
                continue
            if eid in seen:
                form.add_error("eid", _("Another row has this identifier."))
            seen.add(eid)


def rows_for(document, language):
    known = {row.eid: row for row in document.provisions.in_order()}
    shown = language if language in CODES else "en"
    form = type("ProposedForm", (ProposedForm,), {"known": known, "language": shown})
    return formset_factory(form, formset=ProposedFormSet, extra=0, max_num=MOST_PROPOSED)


def proposal(document, choosing):
    found = split(choosing.pages)
    about = choosing.about
    rows = rows_for(document, about["language"])
    known = rows.form.known
    initial = [
        {
            "include": not row.is_title,
            "overwrite": row.eid in known and known[row.eid].is_paraphrase,
            "kind": row.kind,
            "eid": row.eid,
            "number": row.number,
            "heading": row.heading,
            "text": row.text,
            "missing": ", ".join(map(str, row.missing)),
        }
        for row in found.provisions
    ]
    lacking = [row for eid, row in known.items() if eid not in {one["eid"] for one in initial}]
    return {
        "formset": rows(prefix=PREFIX, initial=initial),
        "about": AboutForm(initial=about),
        "is_cut": not found.is_whole,
        "is_empty": not initial,
        "lacking": [f"{row} ({row.eid})" for row in lacking],
    }
