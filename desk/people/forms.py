"""What is asked before anything is done about a person's data."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from desk.people.mending import Plan
from desk.people.spelling import Spellings
from publishing.fields import has_no_null_character
from publishing.folding import fold
from publishing.languages import direction, name_of_language

MOST_NAMES = 12
SHORTEST = 3
LONGEST = 200


class LookForm(forms.Form):
    required_css_class = "required"

    names = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=MOST_NAMES * LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "Each way in which it is written, one on each line, in Latin and in Arabic letters. Capitals, "
            "accents and the Arabic vowel signs do not matter."
        ),
    )

    def clean_names(self):
        names = [" ".join(line.split()) for line in self.cleaned_data["names"].splitlines()]
        names = Spellings(names).names
        if not names:
            raise ValidationError(_("Write the name with letters."))
        if len(names) > MOST_NAMES:
            raise ValidationError(
                _("At most %(count)s ways of writing it at once."), params={"count": MOST_NAMES}
            )
        short = next((name for name in names if len(fold(name).replace(" ", "")) < SHORTEST), None)
        if short:
            raise ValidationError(
                _("“%(name)s” is too short: it would be found in many other words."), params={"name": short}
            )
        return names


class MendForm(forms.Form):
    """Reason, and which of the texts that were shown are left alone."""

    required_css_class = "required"

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Kept in the audit log for good, without the name: who asked, when and how."),
    )

    def __init__(self, *args, names, **kwargs):
        super().__init__(*args, **kwargs)
        self.spellings = Spellings(names)

    @property
    def spared(self):
        return set(self.data.getlist("listed")) - set(self.data.getlist("ticked"))


class CorrectForm(MendForm):
    """Two lists beside each other: as it is written, and as it should be."""

    def pairs(self, old, new):
        pairs = zip(self.data.getlist(old), self.data.getlist(new), strict=False)
        return {
            before: " ".join(after.split()) for before, after in pairs if " ".join(after.split()) != before
        }

    def clean(self):
        cleaned = super().clean()
        names, functions = self.pairs("name", "new_name"), self.pairs("function", "new_function")
        if any(not after for after in names.values()):
            raise ValidationError(_("Write each name as it should be, or leave it as it is."))
        for text in [*names.values(), *functions.values()]:
            has_no_null_character(text)
        too_long = next((one for one in [*names.values(), *functions.values()] if len(one) > 300), None)
        if too_long:
            raise ValidationError(_("Choose shorter words: at most 300 letters."))
        if not names and not functions:
            raise ValidationError(_("Nothing is different: write a name or a function as it should be."))
        return cleaned

    def plan(self):
        return Plan(
            self.spellings,
            words=self.pairs("name", "new_name"),
            functions=self.pairs("function", "new_function"),
            spared=self.spared,
        )


class EraseForm(MendForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code in settings.MODELTRANSLATION_LANGUAGES:
            with override(code):
                usual = _("[name removed]")
            self.fields[f"wording_{code}"] = forms.CharField(
                max_length=60,
                initial=usual,
                label=_("In its place (%(language)s)") % {"language": name_of_language(code)},
                widget=forms.TextInput(attrs={"lang": code, "dir": direction(code)}),
            )

    def clean(self):
        cleaned = super().clean()
        if any(self.spellings.are_in(cleaned.get(name, "")) for name in self.wordings):
            raise ValidationError(_("The name itself cannot stand in its place."))
        return cleaned

    @property
    def wordings(self):
        return [f"wording_{code}" for code in settings.MODELTRANSLATION_LANGUAGES]

    def plan(self):
        wording = {name.removeprefix("wording_"): self.cleaned_data[name] for name in self.wordings}
        return Plan(self.spellings, wording=wording, spared=self.spared)
