"""Provisions proposed from a text, beside what the document has: forms that carry all of it."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from declarations.filling import Words
from declarations.models import Document, DocumentVersion, Provision
from declarations.splitting import MOST_PROPOSED, split
from publishing.languages import direction
from publishing.translations import ORIGINAL_LANGUAGE

PREFIX = "rows"
# A text this much shorter or longer than the English one may have been cut wrongly.
SHORTEST, LONGEST = 0.5, 2
# Below so many letters a difference tells nothing.
TELLING = 80
LINES_SHOWN, LETTERS_ON_A_LINE = 12, 110
CODES = [code for code, _name in Document.Language.choices]


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
    def has_pages(self):
        version = self.cleaned_data["version"]
        return version is not None and version.file.page_count is not None

    @property
    def about(self):
        told = self.cleaned_data["version"]
        if told:
            return {"language": told.language, "authority": told.authority}
        return {name: self.cleaned_data[name] for name in ("language", "authority")}


class AboutForm(forms.Form):
    """What the text is, which provisions it replaces, and the state of the document that was looked at."""

    language = forms.ChoiceField(choices=Document.Language, label=gettext_lazy("Language"))
    authority = forms.ChoiceField(choices=DocumentVersion.Authority, label=gettext_lazy("Authority"))
    remove = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Remove"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("They stay in the history. Those from which commitments follow are kept."),
    )
    opened_revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, document, lacking, **kwargs):
        super().__init__(*args, **kwargs)
        self.document = document
        self.fields["remove"].choices = [(row.eid, _named(row)) for row in lacking]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("opened_revision") != self.document.revision:
            # The page below shows the provisions as they now are.
            self.data = self.data.copy()
            self.data["opened_revision"] = self.document.revision
            message = _(
                "Somebody has saved this document meanwhile. Look at what is there now, then confirm."
            )
            self.add_error(None, message)
        return cleaned


def _named(row):
    name = f"{row} ({row.eid})"
    return _("%(provision)s: paraphrase") % {"provision": name} if row.is_paraphrase else name


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
    text = forms.CharField(required=False, label=gettext_lazy("Text"), widget=forms.Textarea)
    # What was found with it, told again when the form comes back.
    missing = forms.CharField(required=False, widget=forms.HiddenInput)
    page = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("heading", "text"):
            self.fields[name].widget.attrs |= {"lang": self.language, "dir": direction(self.language)}
        for name in ("eid", "number"):
            self.fields[name].widget.attrs |= {"dir": "ltr", "size": 16}
        self.fields["heading"].widget.attrs["size"] = 60
        words = self["text"].value() or ""
        self.fields["text"].widget.attrs["rows"] = min(LINES_SHOWN, 2 + len(words) // LETTERS_ON_A_LINE)

    def has_changed(self):
        """Every row is sent to be taken over, also one that is as it was proposed."""
        return True

    @property
    def existing(self):
        return self.known.get(self["eid"].value() or "")

    @property
    def there(self):
        """The words that stand there in this language, heading and text."""
        row = self.existing
        names = (f"heading_{self.language}", f"text_{self.language}")
        return [getattr(row, name) or "" for name in names] if row else ["", ""]

    @property
    def is_same(self):
        own = [self[name].value() or "" for name in ("heading", "text")]
        return any(own) and [" ".join(words.split()) for words in own] == [
            " ".join(words.split()) for words in self.there
        ]

    @property
    def needs_overwriting(self):
        row = self.existing
        return row is not None and (row.is_paraphrase or (any(self.there) and not self.is_same))

    @property
    def is_included(self):
        return self.cleaned_data.get("include", False)

    @property
    def is_to_be_taken(self):
        return self.cleaned_data["overwrite"] or not self.needs_overwriting

    @property
    def words(self):
        names = ("kind", "eid", "number", "heading", "text")
        return Words(**{name: self.cleaned_data[name] for name in names}, is_taken=self.is_to_be_taken)

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
        row, others = self.existing, {one.standing for one in self.known.values()}
        if row is None and self["include"].value() and Provision.Standing.TEXT in others:
            told.append(_("New: no provision of this document has this identifier yet."))
        if row is not None and row.is_paraphrase:
            told.append(
                _("A paraphrase so far. If it is taken over, its paraphrases in all languages are removed.")
            )
        elif self.is_same:
            told.append(_("The same words are there already."))
        elif row is not None and self.language != ORIGINAL_LANGUAGE:
            told += self._compared(len(row.text_en or ""), len(self["text"].value() or ""))
        return told

    def _compared(self, english, own):
        sizes = {"own": own, "english": english}
        if english > TELLING and own < english * SHORTEST:
            return [_("Much shorter than the English text: %(own)s letters instead of %(english)s.") % sizes]
        if own > TELLING and own > english * LONGEST:
            return [_("Much longer than the English text: %(own)s letters instead of %(english)s.") % sizes]
        return []


class ProposedFormSet(forms.BaseFormSet):
    def clean(self):
        super().clean()
        seen = set()
        for form in self.forms:
            eid = form.cleaned_data.get("eid")
            if not form.is_included:
                continue
            if eid in seen:
                form.add_error("eid", _("Another row has this identifier."))
            seen.add(eid)


class Proposal:
    """The rows that were read from a text, beside what the document has."""

    is_cut = False

    def __init__(self, document, language):
        self.document = document
        self.known = {row.eid: row for row in document.provisions.in_order()}
        self.language = language if language in CODES else ORIGINAL_LANGUAGE
        form = type("ProposedForm", (ProposedForm,), {"known": self.known, "language": self.language})
        self.formset_class = formset_factory(
            form, formset=ProposedFormSet, extra=0, max_num=MOST_PROPOSED, absolute_max=MOST_PROPOSED
        )

    @classmethod
    def read(cls, document, choosing):
        proposal = cls(document, choosing.about["language"])
        found = split(choosing.pages)
        initial = [proposal._initial(row, has_pages=choosing.has_pages) for row in found.provisions]
        proposal.formset = proposal.formset_class(prefix=PREFIX, initial=initial)
        proposal.is_cut = not found.is_whole
        proposal.about = AboutForm(
            document=document,
            lacking=proposal._removable({row.eid for row in found.provisions}),
            initial={**choosing.about, "opened_revision": document.revision},
        )
        return proposal

    @classmethod
    def sent(cls, document, data):
        proposal = cls(document, data.get("language"))
        proposal.formset = proposal.formset_class(data, prefix=PREFIX)
        # Of a row that is left out, the provision with its identifier may be removed.
        eids = {form["eid"].value() for form in proposal.formset.forms if form["include"].value()}
        proposal.about = AboutForm(data, document=document, lacking=proposal._removable(eids))
        return proposal

    def _initial(self, row, *, has_pages):
        return {
            "include": not row.is_title,
            "overwrite": row.eid in self.known and self.known[row.eid].is_paraphrase,
            "kind": row.kind,
            "eid": row.eid,
            "number": row.number,
            "heading": row.heading,
            "text": row.text,
            "missing": ", ".join(map(str, row.missing)),
            "page": row.page if has_pages else None,
        }

    def _removable(self, found):
        """Provisions that the text does not have, and from which nothing follows."""
        kept = set(self.document.provisions.exclude(commitments=None).values_list("eid", flat=True))
        return [row for eid, row in self.known.items() if eid not in found | kept]

    def is_valid(self):
        # Both are asked, so that all that is wrong is told at once.
        return all([self.about.is_valid(), self.formset.is_valid()])

    @property
    def is_courtesy_of_the_original(self):
        return (
            self.about["authority"].value() == DocumentVersion.Authority.COURTESY_TRANSLATION
            and self.language == ORIGINAL_LANGUAGE
        )

    @property
    def words(self):
        return [form.words for form in self.formset.forms if form.is_included]

    @property
    def removed(self):
        return self.about.cleaned_data["remove"]

    @property
    def left_as_they_were(self):
        return sum(1 for words in self.words if not words.is_taken)
