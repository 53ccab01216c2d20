from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from declarations.models import Commitment, Document
from events.filters import partner_choices, theme_choices
from publishing.filters import NamedFilter, PublicFilterSet, RecordFilter
from publishing.languages import Text, text_in
from publishing.paging import COUNTED_EXACTLY, CURSORS, bounded_count
from search.filters import WordsFilter

DOCUMENTS_OFFERED = 100


def document_choices() -> list[tuple[str, Text]]:
    """Those that make commitments, newest first."""
    documents = Document.objects.published().making_commitments().for_reference()
    return [(document.slug, text_in(document, "title")) for document in documents[:DOCUMENTS_OFFERED]]


class CommitmentFilter(PublicFilterSet):
    q = WordsFilter()
    status = NamedFilter(by="in_status", label=_("Status"), choices=Commitment.Status.choices)
    document = RecordFilter(by="of_document", kind="document", label=_("Document"), choices=document_choices)
    theme = RecordFilter(by="about", kind="theme", label=_("Theme"), choices=theme_choices)
    actor = RecordFilter(by="of_actor", kind="partner", label=_("Actor"), choices=partner_choices)

    # Filter → the queryset's method that counts its values.
    COUNTED = {
        "status": "per_status",
        "document": "per_document",
        "theme": "per_theme",
        "actor": "per_actor",
    }

    class Meta:
        model = Commitment
        fields: tuple[str, ...] = ()

    def counts(self) -> dict[str, dict[str, int]]:
        """For each filter: how many there are of each of its values while the others stay as they are.

        Of the newest only, where there are very many: `are_counts_cut()`.
        """
        if self.problems():
            return {name: {} for name in self.COUNTED}
        return {
            name: getattr(self._found_but_for(name).newest(COUNTED_EXACTLY), method)()
            for name, method in self.COUNTED.items()
        }

    def are_counts_cut(self, found_count: int) -> bool:
        """`found_count` is the bounded count of what was found."""
        if self.problems():
            return False
        loosened = (name for name in self.COUNTED if self.form.cleaned_data.get(name))
        counts = (bounded_count(self._found_but_for(name)) for name in loosened)
        return found_count > COUNTED_EXACTLY or any(count > COUNTED_EXACTLY for count in counts)

    def offer_counted(self, counts: dict[str, dict[str, int]]) -> None:
        """Beside each choice its number; what would find nothing is not offered, but the chosen one. Of a
        question that was not understood nothing was counted, and all is offered."""
        if self.problems():
            return
        for name, found in counts.items():
            field = self.form.fields[name]
            chosen = self.form.cleaned_data.get(name, [])
            field.widget.choices = [
                (value, counted(label, found.get(value, 0)) if value else label)
                for value, label in field.choices
                if not value or value in chosen or value in found
            ]

    def address_with(self, name: str, value: str, path: str) -> str:
        """Of the same question with another answer to one filter."""
        kept = [pair for pair in self._pairs() if pair[0] not in {name, *CURSORS} and pair[1]]
        return f"{path}?{urlencode([*kept, (name, value)])}"

    def _found_but_for(self, left_out: str) -> Any:
        rows = self.queryset.all()
        for name, value in self.form.cleaned_data.items():
            if name != left_out:
                rows = self.filters[name].filter(rows, value)
        return rows


def counted(label: Text | str, number: int) -> Text | str:
    """The number beside a title, which stays in its language."""
    words = f"{label} ({number})"
    return replace(label, value=words) if isinstance(label, Text) else words
