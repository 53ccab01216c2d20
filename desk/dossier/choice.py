"""For whom a dossier is made, in which language, and how much it tells."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from members.models import Chairmanship, Partner
from publishing.languages import name_of_language, text_in

# Chair terms and partners that can be chosen; the Process has ten and some fifty.
TERMS_OFFERED, PARTNERS_OFFERED = 50, 300


class Reader:
    """The coming chair is told what is public; the secretariat itself also what is not."""

    CHAIR = "chair"
    SECRETARIAT = "secretariat"


READERS = [
    (Reader.CHAIR, gettext_lazy("the coming chair: what is public, and whom to ask")),
    (
        Reader.SECRETARIAT,
        gettext_lazy("the secretariat alone: also drafts, reviews, remarks and editor’s notes"),
    ),
]


class HandoverForm(forms.Form):
    chair = forms.ChoiceField(label=gettext_lazy("Chair"))
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    reader = forms.ChoiceField(label=gettext_lazy("For"), choices=READERS)

    def __init__(self, data: QueryDict) -> None:
        self.terms = list(Chairmanship.objects.for_naming().latest_first()[:TERMS_OFFERED])
        self.partners = list(Partner.objects.published().order_by("name", "pk")[:PARTNERS_OFFERED])
        defaults = {
            "chair": self._next(),
            "language": get_language() or settings.LANGUAGE_CODE,
            "reader": Reader.CHAIR,
        }
        super().__init__({name: data.get(name) or value for name, value in defaults.items()})
        self.fields["chair"].choices = self._chairs()  # type: ignore[attr-defined]
        languages = [(code, capfirst(name_of_language(code))) for code in settings.MODELTRANSLATION_LANGUAGES]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
        if not self.is_valid():
            # What is not offered is told beside its field; the dossier below is the usual one.
            self.cleaned_data = {name: self.cleaned_data.get(name) or defaults[name] for name in defaults}

    def _next(self) -> str:
        """The next term to begin; where none is entered yet, the latest."""
        today = timezone.localdate()
        coming = [term for term in self.terms if term.start and term.start.latest > today]
        wanted = min(coming, key=lambda term: term.start.latest) if coming else next(iter(self.terms), None)
        if wanted is not None:
            return f"term-{wanted.pk}"
        return f"partner-{self.partners[0].pk}" if self.partners else ""

    def _chairs(self) -> list[Any]:
        terms = [(f"term-{term.pk}", _name_of(term)) for term in self.terms]
        partners = [(f"partner-{one.pk}", text_in(one, "name").value) for one in self.partners]
        return [(_("Chairmanships"), terms), (_("Partners, before their term is entered"), partners)]

    @property
    def term(self) -> Chairmanship | None:
        return next((one for one in self.terms if f"term-{one.pk}" == self.cleaned_data["chair"]), None)

    @property
    def partner(self) -> Partner | None:
        if self.term is not None:
            return self.term.partner
        return next((one for one in self.partners if f"partner-{one.pk}" == self.cleaned_data["chair"]), None)

    @property
    def code(self) -> str:
        """Of the language."""
        return self.cleaned_data["language"]

    @property
    def is_internal(self) -> bool:
        return self.cleaned_data["reader"] == Reader.SECRETARIAT


def _name_of(term: Chairmanship) -> str:
    name = text_in(term.partner, "name").value
    return f"{name} {term.nominal_years_label}".strip()
